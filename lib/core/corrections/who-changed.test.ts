import { describe, expect, it } from "vitest";
import type { Label } from "../editor/types";
import { whoChanged } from "./who-changed";

const at = (x: number) => ({ x1: x, y1: 0, x2: x + 10, y2: 10 });
const found = (x: number, classId = 1) => ({ box: at(x), score: 0.9, classId });
const state = (modelBoxes: ReturnType<typeof found>[], labels: Label[] = []) => ({
  modelId: "m/1",
  modelBoxes,
  labels,
});
const own = (x: number, change: Partial<Label> = {}): Label => ({
  id: `own-${x}`,
  box: at(x),
  classId: 1,
  origin: { by: "person" },
  state: "drawn",
  ...change,
});
const ofModel = (x: number, change: Partial<Label> = {}): Label =>
  own(x, { origin: { by: "model", modelId: "m/1", score: 0.9, box: at(x), classId: 1 }, ...change });
const NONE = { added: 0, removed: 0, relabelled: 0, moved: 0 };

describe("what a person did and what a model did", () => {
  it("another run that moves, adds and drops boxes is the model's doing", () => {
    const before = state([found(0), found(40), found(80)]);
    const after = state([found(1), found(40), found(120)]);
    expect(whoChanged(before, after)).toEqual({
      byPerson: NONE,
      byModel: { added: 1, removed: 1, relabelled: 0, moved: 1 },
    });
  });

  it("one nudge among ten boxes of another run is one move of the person's", () => {
    const xs = Array.from({ length: 10 }, (_, index) => 40 * index);
    const nudged = ofModel(0, { box: at(2), state: "edited" });
    const after = state(
      xs.map((x) => found(x + 1)),
      [nudged],
    );
    const { byPerson, byModel } = whoChanged(state(xs.map((x) => found(x))), after);
    expect(byPerson).toEqual({ ...NONE, moved: 1 });
    expect(byModel).toEqual({ ...NONE, moved: 9 });
  });

  it("drawing, deleting and renaming are the person's", () => {
    const before = state([found(0), found(40)], [own(80)]);
    const deleted = ofModel(0, { state: "deleted" });
    const renamed = ofModel(40, { classId: 2, state: "edited" });
    expect(whoChanged(before, state([found(0), found(40)], [deleted, renamed, own(160)])).byPerson).toEqual({
      added: 1,
      // the model's at 0 and the person's own at 80
      removed: 2,
      relabelled: 1,
      moved: 0,
    });
  });

  it("confirming moves nothing", () => {
    const confirmed = ofModel(0, { state: "confirmed" });
    expect(whoChanged(state([found(0)]), state([found(0)], [confirmed]))).toEqual({
      byPerson: NONE,
      byModel: NONE,
    });
  });
});
