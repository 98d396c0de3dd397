import { describe, expect, it } from "vitest";
import { createFilterStore } from "@/lib/client/detection/filter-store";
import { createEditorStore } from "@/lib/client/editor/editor-store";
import { type Candidates, DEFAULT_FILTER, type Detection } from "@/lib/core/detection/types";
import { createPhotoQueueStore } from "./photo-queue-store";
import { beyondFilter, createRefilter } from "./refilter";
import { photoItem } from "./testing/photo-item";

const TOMATO = 4;
const BASIL = 9;

function candidatesOf(...rows: readonly (readonly [classId: number, score: number])[]): Candidates {
  const boxes = new Float32Array(rows.flatMap((_, at) => [at * 20, 0, at * 20 + 10, 10]));
  return {
    count: rows.length,
    boxes,
    scores: new Float32Array(rows.map(([, score]) => score)),
    classIds: new Uint16Array(rows.map(([classId]) => classId)),
  };
}

const detection = (classId: number, score: number): Detection => ({
  box: { x1: 0, y1: 0, x2: 1, y2: 1 },
  classId,
  score,
  candidate: 0,
});

const run = (candidates: Candidates, key = "run-1") => ({
  key,
  candidates,
  modelId: "forage-n/1",
  backend: "wasm" as const,
  timings: null,
});

function setUp() {
  const queue = createPhotoQueueStore();
  const filter = createFilterStore();
  const waiting: (() => void)[] = [];
  const refilter = createRefilter({ queue, filter, later: (task) => waiting.push(task) });
  const flush = () => {
    for (const task of waiting.splice(0)) task();
  };
  return { queue, filter, refilter, flush };
}

describe("createRefilter", () => {
  it("moves the boxes in front within the slider's own event", () => {
    const { queue, filter } = setUp();
    const photo = photoItem("a", { state: "done", run: run(candidatesOf([TOMATO, 0.9], [BASIL, 0.3])) });
    queue.getState().add([photo]);
    expect(photo.editor.getState().stageBoxes).toHaveLength(2);
    filter.getState().setConfidence(0.5);
    expect(photo.editor.getState().stageBoxes.map((box) => box.classId)).toEqual([TOMATO]);
  });

  it("shows one box for two classes on one object, but what was saved as it was saved", () => {
    const { queue } = setUp();
    const box = [0, 0, 10, 10];
    const candidates = {
      ...candidatesOf([TOMATO, 0.9], [BASIL, 0.5]),
      boxes: new Float32Array([...box, ...box]),
    };
    const timings = { decodeMs: 0, preprocessMs: 0, inferenceMs: 0, postprocessMs: 0, totalMs: 0 };
    const found = photoItem("a", { state: "done", run: { ...run(candidates), timings } });
    const saved = photoItem("b", { state: "done", run: run(candidates, "saved-1") });
    queue.getState().add([found, saved]);
    expect(found.editor.getState().stageBoxes).toMatchObject([
      { classId: TOMATO, alternatives: [{ classId: BASIL, score: 0.5 }] },
    ]);
    expect(saved.editor.getState().stageBoxes.map(({ classId }) => classId)).toEqual([TOMATO, BASIL]);
  });

  it("lets the photos behind follow later", () => {
    const { queue, filter, flush } = setUp();
    const front = photoItem("a", { state: "done", run: run(candidatesOf([TOMATO, 0.9])) });
    const behind = photoItem("b", { state: "done", run: run(candidatesOf([BASIL, 0.3]), "run-2") });
    queue.getState().add([front, behind]);
    filter.getState().setConfidence(0.5);
    expect(behind.editor.getState().stageBoxes).toHaveLength(1);
    flush();
    expect(behind.editor.getState().stageBoxes).toHaveLength(0);
  });

  it("never touches what a person drew, whatever the sliders and the eyes say", () => {
    const { queue, filter } = setUp();
    const photo = photoItem("a", {
      editor: createEditorStore({ photo: { width: 100, height: 50 } }),
      state: "done",
      run: run(candidatesOf([TOMATO, 0.9])),
    });
    queue.getState().add([photo]);
    photo.editor.getState().addBox();
    photo.editor.getState().chooseClass(TOMATO);
    const drawn = photo.editor.getState().labels;
    filter.getState().setConfidence(0.99);
    filter.getState().toggleClass(TOMATO);
    expect(photo.editor.getState().labels).toEqual(drawn);
    expect(photo.editor.getState().stageBoxes.map((box) => box.state)).toEqual(["drawn"]);
  });

  it("tells what the photo in front hides, and nothing while it has no run", () => {
    const { queue, filter, refilter } = setUp();
    queue
      .getState()
      .add([
        photoItem("a", { state: "done", run: run(candidatesOf([TOMATO, 0.9], [BASIL, 0.12])) }),
        photoItem("b"),
      ]);
    filter.getState().toggleClass(TOMATO);
    expect(refilter.view.getState()).toEqual({
      photoId: "a",
      hiddenCounts: { [TOMATO]: 1 },
      weakerCount: 1,
      weakerFrom: 0.1,
      weakerShown: 1,
    });
    queue.getState().activate("b");
    expect(refilter.view.getState().photoId).toBeNull();
  });
});

describe("beyondFilter", () => {
  it("offers the twentieth just below the best weaker guess", () => {
    const floor = [detection(TOMATO, 0.19), detection(TOMATO, 0.16), detection(TOMATO, 0.08)];
    expect(beyondFilter(floor, DEFAULT_FILTER)).toMatchObject({
      weakerCount: 3,
      weakerFrom: 0.15,
      weakerShown: 2,
    });
  });

  it("offers the score floor for the faintest guess", () => {
    expect(beyondFilter([detection(TOMATO, 0.03)], DEFAULT_FILTER).weakerFrom).toBe(0.01);
  });

  it("offers nothing when all is shown", () => {
    expect(beyondFilter([detection(TOMATO, 0.25)], DEFAULT_FILTER).weakerFrom).toBeNull();
  });

  it("measures each class by its own threshold", () => {
    const filter = { ...DEFAULT_FILTER, confidenceByClass: { [BASIL]: 0.8 } };
    expect(beyondFilter([detection(TOMATO, 0.5), detection(BASIL, 0.5)], filter)).toMatchObject({
      weakerCount: 1,
      weakerFrom: 0.5,
    });
  });
});
