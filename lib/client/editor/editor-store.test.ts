import { beforeEach, describe, expect, it } from "vitest";
import type { Detection } from "@/lib/core/detection/types";
import { createEditorStore, type EditorStore } from "./editor-store";

const PHOTO = { width: 400, height: 300 };
const MODEL = "forage-n/1";
const found: Detection[] = [0, 1, 2].map((candidate) => ({
  box: { x1: candidate * 100, y1: 50, x2: candidate * 100 + 60, y2: 100 },
  score: 0.9 - candidate * 0.3,
  classId: candidate,
  candidate,
}));
const id = (candidate: number) => `model:run:${candidate}`;

let store: EditorStore;
let now = 0;
const state = () => store.getState();

beforeEach(() => {
  let ids = 0;
  now = 0;
  store = createEditorStore({ photo: PHOTO, newId: () => `new-${++ids}`, now: () => now });
  state().setStageSize({ width: 800, height: 600 });
  state().setDetections(found, MODEL, "run");
});

describe("sliders", () => {
  it("change what the model shows and never a label", () => {
    state().confirmBoxes([id(1)]);
    state().nudgeBoxes({ x: 5, y: 0 }, [id(2)]);
    const { labels } = state();
    state().setDetections(found.slice(0, 1), MODEL, "run");
    expect(state().labels).toBe(labels);
    expect(state().stageBoxes.map((box) => [box.id, box.state])).toEqual([
      [id(1), "confirmed"],
      [id(2), "edited"],
      [id(0), "detected"],
    ]);
  });

  it("drop what they hide from the selection", () => {
    state().selectAll();
    state().setDetections(found.slice(0, 1), MODEL, "run");
    expect(state().selection).toEqual([id(0)]);
  });
});

describe("undo", () => {
  it("brings the selection back with the boxes", () => {
    state().select([id(0), id(1)]);
    state().deleteBoxes();
    expect(state().selection).toEqual([]);
    state().undo();
    expect(state().selection).toEqual([id(0), id(1)]);
    expect(state().labels).toEqual([]);
  });

  it("joins quick nudges of the same boxes", () => {
    state().select([id(0)]);
    for (let step = 0; step < 5; step += 1) state().nudgeBoxes({ x: 1, y: 0 });
    expect(state().stageBoxes[0]?.box.x1).toBe(5);
    state().undo();
    expect(state().labels).toEqual([]);
    expect(state().canUndo).toBe(false);
  });

  it("keeps slow nudges apart", () => {
    state().select([id(0)]);
    state().nudgeBoxes({ x: 1, y: 0 });
    now += 5_000;
    state().nudgeBoxes({ x: 1, y: 0 });
    state().undo();
    expect(state().stageBoxes.find((box) => box.id === id(0))?.box.x1).toBe(1);
  });
});

describe("saving", () => {
  it("knows what is not saved yet", () => {
    expect(state().isDirty).toBe(false);
    state().confirmBoxes([id(0)]);
    expect(state().isDirty).toBe(true);
    state().markSaved();
    expect(state().isDirty).toBe(false);
    state().undo();
    expect(state().isDirty).toBe(true);
    state().redo();
    expect(state().isDirty).toBe(false);
  });

  it("brings every edit back after a reload, and the new run's boxes around them", () => {
    state().confirmBoxes([id(0)]);
    state().deleteBoxes([id(1)]);
    state().select([id(2)]);
    state().relabelBoxes(7);
    const saved = JSON.parse(JSON.stringify(state().serialise()));
    const reopened = createEditorStore({ photo: PHOTO });
    reopened.getState().restore(saved);
    reopened.getState().setDetections(found, MODEL, "another-run");
    expect(reopened.getState().labels).toEqual(state().labels);
    expect(reopened.getState().stageBoxes.map((box) => [box.state, box.classId])).toEqual([
      ["confirmed", 0],
      ["edited", 7],
    ]);
    expect(reopened.getState().isDirty).toBe(false);
    expect(reopened.getState().recentClassIds).toEqual([7]);
  });

  it("knows a kept run's boxes by their candidate after a reload", () => {
    // Two boxes of one class in nearly one place; the weaker is deleted and only that may stay away.
    const pile = [found[0]!, { ...found[0]!, candidate: 7, score: 0.5 }];
    state().setDetections(pile, MODEL, "run");
    state().deleteBoxes([id(7)]);
    const reopened = createEditorStore({ photo: PHOTO });
    reopened.getState().restore(JSON.parse(JSON.stringify(state().serialise())));
    reopened.getState().setDetections(pile, MODEL, "run");
    expect(reopened.getState().stageBoxes.map((box) => box.id)).toEqual([id(0)]);
  });

  it("refuses a version it does not know", () => {
    const saved = { ...state().serialise(), version: 2 } as never;
    expect(() => state().restore(saved)).toThrow(RangeError);
  });
});

describe("the keyboard's way", () => {
  it("adds a box in the middle of what is seen, and asks for its class", () => {
    // 800 × 600 px at scale 4 show 200 × 150 source px: here from 150, 100 on.
    state().setViewport({ scale: 4, x: -600, y: -400 });
    state().addBox();
    const { x1, x2, y1, y2 } = state().stageBoxes.find((each) => each.id === "new-1")!.box;
    expect([(x1 + x2) / 2, (y1 + y2) / 2]).toEqual([250, 175]);
    expect(state().picker).toEqual({ ids: ["new-1"], reason: "drawn" });
  });

  it("goes from box to box and out at the end", () => {
    expect([state().selectNext(1), state().selection]).toEqual([true, [id(0)]]);
    expect([state().selectNext(1), state().selection]).toEqual([true, [id(1)]]);
    state().selectNext(1);
    expect([state().selectNext(1), state().selection]).toEqual([false, []]);
    expect([state().selectNext(-1), state().selection]).toEqual([true, [id(2)]]);
  });

  it("brings a box that is off the stage into view", () => {
    state().setViewport({ scale: 4, x: 0, y: 0 });
    state().reveal(id(2));
    const { viewport } = state();
    // Its right edge is source px 260, with 40 px of the stage to spare.
    expect(viewport.x + 260 * viewport.scale).toBeCloseTo(760);
  });

  it("remembers the last classes, newest first", () => {
    state().relabelBoxes(5, [id(0)]);
    state().relabelBoxes(6, [id(1)]);
    state().relabelBoxes(5, [id(2)]);
    expect(state().recentClassIds).toEqual([5, 6]);
  });

  it("takes the class to the boxes the picker was opened for", () => {
    state().select([id(0), id(1)]);
    state().openPicker();
    state().chooseClass(9);
    expect(
      state()
        .stageBoxes.map((box) => box.classId)
        .sort(),
    ).toEqual([2, 9, 9]);
    state().undo();
    expect(state().labels).toEqual([]);
  });
});

describe("the view", () => {
  it("stays fitted as the stage changes size, until a person moves it", () => {
    state().setStageSize({ width: 400, height: 300 });
    const fitted = state().viewport;
    expect(fitted.scale).toBeLessThan(1);
    state().zoomTo(2);
    const { viewport } = state();
    state().setStageSize({ width: 500, height: 300 });
    expect(state().viewport).toEqual(viewport);
  });
});

describe("exact numbers", () => {
  it("are clipped to the photo, in one step", () => {
    state().setBox(id(0), { x1: -10, y1: 10, x2: 50, y2: 400 });
    expect(state().labels[0]?.box).toEqual({ x1: 0, y1: 10, x2: 50, y2: 300 });
  });
});
