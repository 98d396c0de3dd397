import { createStore, type StoreApi } from "zustand/vanilla";
import { DEFAULT_FILTER, type DetectionFilter } from "@/lib/core/detection/types";

export interface FilterState {
  readonly filter: DetectionFilter;
  setConfidence(confidence: number): void;
  setIou(iou: number): void;
  /** @param confidence null: as the others */
  setClassConfidence(classId: number, confidence: number | null): void;
  toggleClass(classId: number): void;
  showAllClasses(): void;
  reset(): void;
  /** Puts a remembered filter back. A value that no slider can have did not come from a person, so the default stays. */
  replace(filter: DetectionFilter): void;
}

export type FilterStore = StoreApi<FilterState>;

const CONFIDENCE_RANGE = [0.01, 0.99] as const;
const IOU_RANGE = [0.05, 0.95] as const;

/** The sliders and the class filter: one for the whole page, for every photo. */
export function createFilterStore(initial: DetectionFilter = DEFAULT_FILTER): FilterStore {
  return createStore<FilterState>()((set) => {
    const change = (patch: (filter: DetectionFilter) => Partial<DetectionFilter>) =>
      set(({ filter }) => ({ filter: { ...filter, ...patch(filter) } }));
    return {
      filter: initial,
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
      reset: () => set({ filter: initial }),
      replace: (filter) => set(isReachable(filter) ? { filter } : {}),
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
