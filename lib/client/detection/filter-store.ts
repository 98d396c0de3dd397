import { createStore, type StoreApi } from "zustand/vanilla";
import { DEFAULT_FILTER, type DetectionFilter } from "@/lib/core/detection/types";

export type FilterDefaults = Pick<DetectionFilter, "confidence" | "iou">;

export interface FilterState {
  readonly filter: DetectionFilter;
  /** What the sliders stand at before a person moves them, and after a reset. */
  readonly initial: DetectionFilter;
  /** The model's own thresholds; a slider that a person has moved stays where it is. */
  setDefaults(defaults: FilterDefaults): void;
  setConfidence(confidence: number): void;
  setIou(iou: number): void;
  /** @param confidence null: as the others */
  setClassConfidence(classId: number, confidence: number | null): void;
  toggleClass(classId: number): void;
  showAllClasses(): void;
  reset(): void;
  /**
   * Puts a remembered filter back. A value that no slider can have did not come from a person, so the default stays.
   * @param defaults where the sliders stood by themselves then: a slider left there follows today's model
   */
  replace(filter: DetectionFilter, defaults?: FilterDefaults): void;
}

export type FilterStore = StoreApi<FilterState>;

const CONFIDENCE_RANGE = [0.01, 0.99] as const;
const IOU_RANGE = [0.05, 0.95] as const;

/** The sliders and the class filter: one for the whole page, for every photo. */
export function createFilterStore(initial: DetectionFilter = DEFAULT_FILTER): FilterStore {
  let isModelKnown = false;
  return createStore<FilterState>()((set, get) => {
    const change = (patch: (filter: DetectionFilter) => Partial<DetectionFilter>) =>
      set(({ filter }) => ({ filter: { ...filter, ...patch(filter) } }));
    /** A slider that stands at its old default goes to the new one. */
    const follow = (filter: DetectionFilter, from: FilterDefaults, to: FilterDefaults): DetectionFilter => ({
      ...filter,
      confidence: filter.confidence === from.confidence ? to.confidence : filter.confidence,
      iou: filter.iou === from.iou ? to.iou : filter.iou,
    });
    return {
      filter: initial,
      initial,
      setDefaults: ({ confidence, iou }) => {
        isModelKnown = true;
        const before = get().initial;
        const next = {
          ...before,
          confidence: clamp(confidence, CONFIDENCE_RANGE),
          iou: clamp(iou, IOU_RANGE),
        };
        if (next.confidence === before.confidence && next.iou === before.iou) return;
        set(({ filter }) => ({ initial: next, filter: follow(filter, before, next) }));
      },
      setConfidence: (confidence) => change(() => ({ confidence: clamp(confidence, CONFIDENCE_RANGE) })),
      setIou: (iou) => change(() => ({ iou: clamp(iou, IOU_RANGE) })),
      setClassConfidence: (classId, confidence) =>
        change(({ confidenceByClass }) => {
          const { [classId]: _, ...others } = confidenceByClass;
          if (confidence === null) return { confidenceByClass: others };
          return { confidenceByClass: { ...others, [classId]: clamp(confidence, CONFIDENCE_RANGE) } };
        }),
      toggleClass: (classId) =>
        change(({ hiddenClasses }) => ({
          hiddenClasses: hiddenClasses.includes(classId)
            ? hiddenClasses.filter((id) => id !== classId)
            : [...hiddenClasses, classId],
        })),
      showAllClasses: () => change(() => ({ hiddenClasses: [] })),
      reset: () => set(({ initial: now }) => ({ filter: now })),
      replace: (filter, defaults = DEFAULT_FILTER) =>
        set(({ initial: now }) => {
          if (!isReachable(filter)) return {};
          // until today's model is there, what it said last time stands: other boxes would flash up meanwhile
          if (!isModelKnown && isReachable({ ...filter, ...defaults }))
            return { filter, initial: { ...now, ...defaults } };
          return { filter: follow(filter, defaults, now) };
        }),
    };
  });
}

function isReachable({ confidence, iou }: DetectionFilter): boolean {
  const isIn = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;
  return isIn(confidence, CONFIDENCE_RANGE) && isIn(iou, IOU_RANGE);
}

/** Rounded to the sliders' hundredths, so that 0.1 + 0.2 never shows. */
function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.round(Math.min(Math.max(value, low), high) * 100) / 100;
}
