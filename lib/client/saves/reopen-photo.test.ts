import { describe, expect, it } from "vitest";
import { createFilterStore } from "@/lib/client/detection/filter-store";
import { createPhotoQueueStore, isAsSaved, photoById } from "@/lib/client/photos/photo-queue-store";
import { createRefilter } from "@/lib/client/photos/refilter";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import type { Correction } from "@/lib/contracts/corrections";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { applyCorrection, toCandidates } from "./reopen-photo";

it("gives saved boxes back as candidates, best first, so that the sliders work before a fresh run", () => {
  const candidates = toCandidates([
    { box: { x1: 50, y1: 0, x2: 60, y2: 10 }, score: 0.3, classId: 7 },
    { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, score: 0.9, classId: 4 },
  ]);
  expect(filterCandidates(candidates, DEFAULT_FILTER).map(({ classId }) => classId)).toEqual([4, 7]);
  expect(filterCandidates(candidates, { ...DEFAULT_FILTER, confidence: 0.5 })).toMatchObject([
    { classId: 4, box: { x1: 0, y1: 0, x2: 10, y2: 10 } },
  ]);
});

it("gives the other names of a saved box back with it", () => {
  const alternatives = [{ classId: 9, score: 0.4 }];
  const [box] = filterCandidates(
    toCandidates([{ box: { x1: 0, y1: 0, x2: 10, y2: 10 }, score: 0.9, classId: 4, alternatives }]),
    DEFAULT_FILTER,
  );
  expect(box?.alternatives).toEqual(alternatives);
});

describe("a saved state on the strip", () => {
  const at = (x: number) => ({ x1: x, y1: 0, x2: x + 10, y2: 10 });
  const label = {
    id: "a",
    box: at(40),
    classId: 4,
    origin: { by: "person" },
    state: "drawn",
  } as const;
  const correction = {
    id: "c-1",
    photoId: "p-1",
    revision: 1,
    modelId: "forage-n/1",
    backend: "wasm",
    filter: { ...DEFAULT_FILTER, confidence: 0.1, confidenceByClass: {}, hiddenClasses: [] },
    modelBoxes: [
      { box: at(0), score: 0.12, classId: 7 },
      { box: at(2), score: 0.11, classId: 7 },
    ],
    labels: [label],
    restoredFrom: null,
    createdAt: "2026-01-01T00:00:00.000Z",
  } as const satisfies Correction;

  function show(saved: Correction) {
    const queue = createPhotoQueueStore();
    const filter = createFilterStore();
    createRefilter({ queue, filter, later: (task) => task() });
    queue.getState().add([photoItem("a", { libraryId: "p-1" })]);
    applyCorrection(saved, queue);
    return { now: () => photoById(queue.getState(), "a")!, filter };
  }

  it("shows every saved box, whatever the sliders say, and leaves the sliders as they are", () => {
    // under the ordinary 0.25 neither of the model's boxes would show, and under an overlap of 0.45 only one of them
    const { now, filter } = show(correction);
    expect(now().editor.getState().stageBoxes).toHaveLength(3);
    expect(filter.getState().filter).toEqual(DEFAULT_FILTER);
    filter.getState().setConfidence(0.9);
    expect(now().editor.getState().stageBoxes).toHaveLength(3);
    expect(now()).toMatchObject({ state: "done", base: { id: "c-1" } });
    expect(isAsSaved(now())).toBe(true);
  });

  it("of an import holds its labels alone, and is not queued for the model", () => {
    const imported = { ...correction, modelId: null, backend: null, modelBoxes: [] };
    const { now, filter } = show({ ...imported, filter: { ...correction.filter, confidence: 0, iou: 1 } });
    expect(now().editor.getState().stageBoxes).toHaveLength(1);
    expect(now()).toMatchObject({ state: "done", run: null });
    expect(filter.getState().filter).toEqual(DEFAULT_FILTER);
  });
});
