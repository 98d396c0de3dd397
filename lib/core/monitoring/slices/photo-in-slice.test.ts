import { describe, expect, it } from "vitest";
import type { Label } from "../../editor/types";
import type { Box } from "../../geometry/box";
import { badness, isInSlice, lightOf } from "./photo-in-slice";

const box = { x1: 0, y1: 0, x2: 10, y2: 10 } as Box<"source">;
const taken = (id: string, changes: Partial<Label>): Label => ({
  id,
  box,
  classId: 1,
  origin: { by: "model", modelId: "forage-n/4", score: 0.8, box, classId: 1 },
  state: "confirmed",
  ...changes,
});
const found = (...scores: number[]) => scores.map((score) => ({ score }));

describe("a saved photo is of what a share counts", () => {
  it("by its boxes that were deleted or renamed, not by those that were drawn or kept", () => {
    const labels = [
      taken("a", { state: "deleted" }),
      taken("b", { classId: 2, state: "edited" }),
      taken("c", {}),
      taken("d", { origin: { by: "person" }, state: "drawn" }),
    ];
    expect(badness("wrong", { modelBoxes: found(0.9, 0.8, 0.7), labels })).toBe(2);
    expect(badness("wrong", { modelBoxes: found(0.9), labels: [taken("c", {})] })).toBe(0);
  });

  it("by having no box, or only unsure ones", () => {
    expect(badness("boxless", { modelBoxes: [], labels: [] })).toBe(1);
    expect(badness("boxless", { modelBoxes: found(0.3), labels: [] })).toBe(0);
    expect(badness("unsure", { modelBoxes: found(0.3, 0.4), labels: [] })).toBeCloseTo(0.6);
    expect(badness("unsure", { modelBoxes: found(0.3, 0.5), labels: [] })).toBe(0);
    expect(badness("unsure", { modelBoxes: [], labels: [] })).toBe(0);
  });
});

describe("a saved photo is in a slice", () => {
  it("where all that the slice asks for is known and the same", () => {
    const known = { device: "phone", light: lightOf(0.1), hour: "23" };
    expect(isInSlice({ device: "phone", light: "0" }, known)).toBe(true);
    expect(isInSlice({ device: "tablet" }, known)).toBe(false);
  });

  it("and is not known to be where something was not written down, unless another part says no", () => {
    expect(isInSlice({ device: "phone", light: "0" }, { light: "0" })).toBeNull();
    expect(isInSlice({ device: "phone", light: "1" }, { light: "0" })).toBe(false);
  });

  it("by quarters of the brightness as the sums have them", () => {
    expect([0, 0.2499, 0.25, 0.7, 1].map(lightOf)).toEqual(["0", "0", "1", "2", "3"]);
  });
});
