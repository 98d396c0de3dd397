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
    const { x1, x2, y1, y2 } = state().visibleBoxes.find((each) => each.id === "new-1")!.box;
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

describe("a box without a name", () => {
  const drawnIds = () => state().unnamed.map(({ id: each }) => each);

  beforeEach(() => state().addBox());

  it("is on the stage, and in nothing that is counted or saved", () => {
    expect(state().visibleBoxes.map((box) => box.state)).toEqual([
      "detected",
      "detected",
      "detected",
      "unnamed",
    ]);
    expect(state().stageBoxes).toHaveLength(3);
    expect(state().labels).toEqual([]);
    expect(state().isDirty).toBe(false);
  });

  it("waits for its name when the picker is left, and is gone with Escape", () => {
    state().closePicker();
    expect(drawnIds()).toEqual(["new-1"]);
    state().addBox();
    state().closePicker(true);
    expect(drawnIds()).toEqual(["new-1"]);
  });

  it("becomes a label under the same id once it is named, and waits again after undo", () => {
    state().closePicker();
    state().openPicker(["new-1"]);
    state().chooseClass(7);
    expect(state().labels).toMatchObject([{ id: "new-1", classId: 7, state: "drawn" }]);
    expect(drawnIds()).toEqual([]);
    expect(state().isDirty).toBe(true);
    state().undo();
    expect([drawnIds(), state().labels]).toEqual([["new-1"], []]);
  });

  it("comes back after a reload without a name", () => {
    const reopened = createEditorStore({ photo: PHOTO });
    reopened.getState().restore(JSON.parse(JSON.stringify(state().serialise())));
    expect(reopened.getState().unnamed).toEqual(state().unnamed);
    expect(reopened.getState().labels).toEqual([]);
  });

  it("is moved, sized, copied and deleted without becoming a label", () => {
    state().closePicker();
    const before = state().unnamed[0]!.box;
    state().nudgeBoxes({ x: 5, y: 0 });
    state().growBoxes({ x: 0, y: 4 });
    expect(state().unnamed[0]?.box).toEqual({
      ...before,
      x1: before.x1 + 5,
      x2: before.x2 + 5,
      y2: before.y2 + 4,
    });
    state().duplicateBoxes();
    expect(drawnIds()).toEqual(["new-1", "new-2"]);
    state().confirmBoxes();
    state().deleteBoxes(["new-1", "new-2"]);
    expect([drawnIds(), state().labels]).toEqual([[], []]);
    state().undo();
    expect(drawnIds()).toEqual(["new-1", "new-2"]);
  });

  it("is named with the others when several are", () => {
    state().closePicker();
    state().relabelBoxes(4, ["new-1", id(0)]);
    expect(state().labels.map(({ classId, state: left }) => [classId, left])).toEqual([
      [4, "edited"],
      [4, "drawn"],
    ]);
  });

  it("is proposed what the model sees there, sliders or not", () => {
    state().setBox("new-1", { x1: 100, y1: 50, x2: 160, y2: 100 });
    const box = [100, 50, 160, 100];
    state().setCandidates({
      count: 3,
      boxes: new Float32Array([...box, 300, 50, 360, 100, ...box]),
      scores: new Float32Array([0.5, 0.4, 0.25]),
      classIds: new Uint16Array([8, 9, 11]),
    });
    expect(state().guessClasses("new-1")).toEqual([
      { classId: 8, score: 0.5 },
      { classId: 11, score: 0.25 },
    ]);
  });
});

describe("two classes on one object", () => {
  const apple = { ...found[0]!, alternatives: [{ classId: 5, score: 0.4 }] };
  const at = (each: string) => state().visibleBoxes.find((box) => box.id === each);

  beforeEach(() => state().setDetections([apple, found[1]!], MODEL, "run"));

  it("are one box with an alternative, which one press takes and undo gives back", () => {
    expect(at(id(0))?.alternatives).toEqual([{ classId: 5, score: 0.4 }]);
    state().relabelBoxes(5, [id(0)]);
    expect(at(id(0))).toMatchObject({ classId: 5, state: "edited", alternatives: [] });
    expect(state().stageBoxes).toHaveLength(2);
    state().undo();
    expect(at(id(0))).toMatchObject({ classId: 0, state: "detected", alternatives: [{ classId: 5 }] });
  });

  it("stay open when the box is moved, and are settled when it is confirmed", () => {
    state().nudgeBoxes({ x: 1, y: 0 }, [id(0)]);
    expect(at(id(0))?.alternatives).toHaveLength(1);
    state().undo();
    state().confirmBoxes([id(0)]);
    expect(at(id(0))?.alternatives).toEqual([]);
  });

  it("do not come back as a second box when another run puts the other class first", () => {
    state().confirmBoxes([id(0)]);
    const other = { ...apple, classId: 5, alternatives: [{ classId: 0, score: 0.3 }] };
    state().setDetections([other], MODEL, "another-run");
    expect(state().stageBoxes.map(({ classId, state: how }) => [classId, how])).toEqual([[0, "confirmed"]]);
  });

  it("are one when a person draws and names the object anew: what the model called it goes, until undo", () => {
    state().addBox();
    state().closePicker();
    state().setBox("new-1", { x1: 100, y1: 50, x2: 158, y2: 100 });
    // 58 × 50 of 60 × 50: 0.97
    state().relabelBoxes(9, ["new-1"]);
    expect(state().stageBoxes.map(({ id: each }) => each)).toEqual(["new-1", id(0)]);
    state().undo();
    expect(state().stageBoxes.map(({ id: each }) => each)).toEqual([id(0), id(1)]);
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
