import { createStore, type StoreApi } from "zustand/vanilla";
import type { FilterStore } from "@/lib/client/detection/filter-store";
import { filterCandidates } from "@/lib/core/detection/filter";
import { foldAlternatives } from "@/lib/core/detection/fold-alternatives";
import {
  type Candidates,
  type Detection,
  type DetectionFilter,
  SCORE_FLOOR,
} from "@/lib/core/detection/types";
import { activePhoto, type PhotoItem, type PhotoQueueStore, type PhotoRun } from "./photo-queue-store";

/** What the photo in front holds beyond the boxes shown. */
export interface FilterView {
  readonly photoId: string | null;
  /** How many boxes the eye hides, by class. */
  readonly hiddenCounts: Readonly<Record<number, number>>;
  /** Boxes of shown classes that only the confidence threshold hides. */
  readonly weakerCount: number;
  /** The highest slider stop that shows something more; null when nothing would. */
  readonly weakerFrom: number | null;
  /** How many more boxes show from there. */
  readonly weakerShown: number;
}

const NOTHING: FilterView = {
  photoId: null,
  hiddenCounts: {},
  weakerCount: 0,
  weakerFrom: null,
  weakerShown: 0,
};

/** Boxes of the library show as they were saved: nothing is hidden, and no box suppresses another. */
const AS_SAVED: DetectionFilter = {
  confidence: 0,
  iou: 1,
  confidenceByClass: {},
  hiddenClasses: [],
  maxDetections: Number.MAX_SAFE_INTEGER,
};

export interface RefilterOptions {
  readonly queue: PhotoQueueStore;
  readonly filter: FilterStore;
  /** Runs later, when nothing is urgent: photos behind the front one follow the sliders then. */
  readonly later: (task: () => void) => void;
}

export interface Refilter {
  readonly view: StoreApi<FilterView>;
  stop(): void;
}

/**
 * Keeps every editor's model boxes in step with runs and sliders. The photo in front follows within the same
 * event, the others later. Never infers, never touches a label.
 */
export function createRefilter({ queue, filter, later }: RefilterOptions): Refilter {
  const view = createStore<FilterView>()(() => NOTHING);
  const applied = new WeakMap<PhotoRun, DetectionFilter>();
  const floors = new WeakMap<PhotoRun, { readonly iou: number; readonly all: readonly Detection[] }>();
  let isFollowUpPlanned = false;

  const filterOf = (run: PhotoRun) => (run.savedWith ? AS_SAVED : filter.getState().filter);

  function apply(photo: PhotoItem): void {
    const { run, editor } = photo;
    if (!run) return;
    const current = filterOf(run);
    if (applied.get(run) === current) return;
    applied.set(run, current);
    editor.getState().setCandidates(run.candidates);
    editor.getState().setDetections(detectionsOf(run, current), run.modelId, run.key);
  }

  function floorOf(run: PhotoRun, iou: number): readonly Detection[] {
    const known = floors.get(run);
    if (known?.iou === iou) return known.all;
    const all = detectionsOf(run, floorFilter(iou));
    floors.set(run, { iou, all });
    return all;
  }

  function applyFront(): void {
    const photo = activePhoto(queue.getState());
    if (!photo?.run) {
      if (view.getState() !== NOTHING) view.setState(NOTHING, true);
      return;
    }
    apply(photo);
    const { hiddenClasses } = filter.getState().filter;
    const current = { ...filterOf(photo.run), hiddenClasses };
    view.setState({ photoId: photo.id, ...beyondFilter(floorOf(photo.run, current.iou), current) }, true);
  }

  function applyAll(): void {
    applyFront();
    if (isFollowUpPlanned) return;
    isFollowUpPlanned = true;
    later(() => {
      isFollowUpPlanned = false;
      for (const photo of queue.getState().photos) apply(photo);
    });
  }

  let seen: { readonly front: PhotoRun | null; readonly id: string | null } = { front: null, id: null };
  const unsubscribeFilter = filter.subscribe(applyAll);
  const unsubscribeQueue = queue.subscribe((state) => {
    for (const photo of state.photos) if (photo.run && !applied.has(photo.run)) apply(photo);
    const front = activePhoto(state)?.run ?? null;
    if (front === seen.front && state.activeId === seen.id) return;
    seen = { front, id: state.activeId };
    applyFront();
  });

  return {
    view,
    stop() {
      unsubscribeFilter();
      unsubscribeQueue();
    },
  };
}

/** What the page shows of a run: one box an object, with what else it may be. What was saved shows as it was saved. */
function detectionsOf(
  { candidates, timings, savedWith, savedBoxes }: PhotoRun,
  filter: DetectionFilter,
): Detection[] {
  if (savedWith && savedBoxes) return savedBoxes.map((box, candidate) => ({ ...box, candidate }));
  const shown = filterCandidates(candidates, filter);
  return savedWith || !timings ? shown : foldAlternatives(shown);
}

function floorFilter(iou: number): DetectionFilter {
  return {
    confidence: iou === AS_SAVED.iou ? AS_SAVED.confidence : SCORE_FLOOR,
    iou,
    confidenceByClass: {},
    hiddenClasses: [],
    maxDetections: Number.MAX_SAFE_INTEGER,
  };
}

/** Slider stops are hundredths; the offer rounds down to twentieths, which people can read. */
const OFFER_STEP = 0.05;

/**
 * What the filter hides. Because a weaker box never suppresses a stronger one, survivors at the floor that
 * reach a threshold are exactly the survivors at that threshold.
 * @param floor survivors of NMS at the score floor, best first
 */
export function beyondFilter(
  floor: readonly Detection[],
  filter: DetectionFilter,
): Omit<FilterView, "photoId"> {
  const hidden = new Set(filter.hiddenClasses);
  const hiddenCounts: Record<number, number> = {};
  const weaker: number[] = [];
  for (const { classId, score } of floor) {
    const isSure = score >= Math.fround(filter.confidenceByClass[classId] ?? filter.confidence);
    if (!hidden.has(classId)) {
      if (!isSure) weaker.push(score);
    } else if (isSure) {
      hiddenCounts[classId] = (hiddenCounts[classId] ?? 0) + 1;
    }
  }
  const weakerFrom = weaker.length === 0 ? null : offerBelow(Math.max(...weaker));
  const weakerShown = weakerFrom === null ? 0 : weaker.filter((score) => score >= weakerFrom).length;
  return { hiddenCounts, weakerCount: weaker.length, weakerFrom, weakerShown };
}

function offerBelow(score: number): number {
  const rounded = Math.floor(score / OFFER_STEP + 1e-6) * OFFER_STEP;
  return Math.max(SCORE_FLOOR, Math.round(rounded * 100) / 100);
}

/** How many of a photo's candidates reach a score, before overlaps go: for the details. */
export function countAbove({ count, scores }: Candidates, score: number): number {
  let above = 0;
  for (let index = 0; index < count && scores[index]! >= score; index++) above++;
  return above;
}
