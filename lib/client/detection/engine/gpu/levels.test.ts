import { describe, expect, it } from "vitest";
import type { Block, View } from "@/lib/client/detection/engine/view";
import { levelsOf, overlaps } from "./levels";
import type { GpuStep } from "./step";

const block = (name: string): Block => ({ name, length: 100, first: 0, last: 0, lasting: false, start: 0 });
const whole = (of: Block): View => ({ block: of, offset: 0, shape: [100], strides: [1] });
const step = (reads: readonly View[], writes: readonly View[]): GpuStep => ({
  node: "n",
  kind: "k",
  reads,
  writes,
  groups: 1,
  single: false,
  shared: 0,
  body: () => "",
});

describe("overlaps", () => {
  const image = block("image");
  /** Some channels of an image of 5 pixels with 20 channels each. */
  const channels = (from: number, count: number): View => ({
    block: image,
    offset: from,
    shape: [5, count],
    strides: [20, 1],
  });

  it("knows channels side by side apart", () => {
    expect(overlaps(channels(0, 8), channels(8, 12))).toBe(false);
    expect(overlaps(channels(0, 9), channels(8, 12))).toBe(true);
  });

  it("takes what lies crosswise for common", () => {
    const turned: View = { block: image, offset: 8, shape: [12, 5], strides: [1, 20] };
    expect(overlaps(channels(0, 8), turned)).toBe(false);
    expect(overlaps(channels(0, 9), turned)).toBe(true);
    // steps of 3 and 20 have no common period but 1
    expect(overlaps(channels(0, 8), { ...turned, shape: [4, 4], strides: [3, 1] })).toBe(true);
  });

  it("looks no further than another block, or another range", () => {
    expect(overlaps(whole(image), whole(block("other")))).toBe(false);
    expect(overlaps({ ...whole(image), shape: [50] }, { ...whole(image), offset: 50, shape: [50] })).toBe(
      false,
    );
    expect(overlaps({ ...whole(image), shape: [51] }, { ...whole(image), offset: 50, shape: [50] })).toBe(
      true,
    );
  });
});

describe("levelsOf", () => {
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => whole(block(name))) as [View, View, View, View];

  it("puts a step behind what it reads, and branches as late as they may be", () => {
    // a → b → c, and a → d at the end
    const steps = [step([], [a]), step([a], [d]), step([a], [b]), step([b], [c])];
    expect(levelsOf(steps)).toEqual([0, 2, 1, 2]);
  });

  it("lets nothing be overwritten before it is read, nor in another order", () => {
    expect(levelsOf([step([a], [b]), step([c], [a]), step([d], [a])])).toEqual([0, 1, 2]);
  });

  it("has no level for no steps", () => {
    expect(levelsOf([])).toEqual([]);
  });
});
