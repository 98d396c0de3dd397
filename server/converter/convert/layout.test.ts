import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elementCount } from "../onnx/graph";
import { identityLayout, isSameMemory, type Layout, permute, reshapedLayout, transposition } from "./layout";

describe("reshapedLayout", () => {
  it("joins height and width of a channels-last map for nothing", () => {
    expect(reshapedLayout([1, 64, 5, 7], [0, 2, 3, 1], [1, 64, 35])).toEqual([0, 2, 1]);
  });

  it("splits the channels of a channels-last map for nothing", () => {
    expect(reshapedLayout([1, 64, 35], [0, 2, 1], [1, 4, 16, 35])).toEqual([0, 3, 1, 2]);
  });

  it("refuses to join channels with a spatial axis that lies elsewhere", () => {
    expect(reshapedLayout([1, 64, 5, 7], [0, 2, 3, 1], [1, 320, 7])).toBeUndefined();
  });

  it("treats a pooled map as a vector", () => {
    expect(reshapedLayout([1, 256, 1, 1], [0, 2, 3, 1], [1, 256])).toEqual([0, 1]);
  });

  it("names a layout that holds exactly the reshaped bytes", () => {
    const factor = fc.integer({ min: 1, max: 4 });
    const scenario = fc
      .tuple(factor, factor, factor, factor)
      .chain((sizes) => fc.tuple(fc.constant(sizes), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 })));
    fc.assert(
      fc.property(scenario, ([sizes, layout]) => {
        const [a, b, c, d] = sizes;
        const values = Int32Array.from({ length: elementCount(sizes) }, (_, i) => i);
        const stored = permute(values, sizes, layout);
        for (const target of [
          [a * b, c, d],
          [a, b * c, d],
          [a, b, c * d],
          [a * b * c * d],
          [a, 1, b, c, d],
        ]) {
          const result = reshapedLayout(sizes, layout, target);
          if (result) expect(stored).toEqual(permute(values, target, result));
        }
      }),
    );
  });
});

describe("layouts", () => {
  it("hold the same memory when only axes of size 1 move", () => {
    expect(isSameMemory([1, 8, 1, 1], [0, 1, 2, 3], [0, 2, 3, 1])).toBe(true);
    expect(isSameMemory([1, 8, 2, 1], [0, 1, 2, 3], [0, 2, 3, 1])).toBe(false);
  });

  it("compose: permuting by the transposition goes from one to the other", () => {
    const shape = [2, 3, 4];
    const values = Float32Array.from({ length: 24 }, (_, i) => i);
    const from: Layout = [2, 0, 1];
    const to: Layout = [1, 2, 0];
    const stored = permute(values, shape, from);
    const moved = permute(
      stored,
      from.map((axis) => shape[axis] ?? 0),
      transposition(from, to),
    );
    expect(moved).toEqual(permute(values, shape, to));
    expect(permute(values, shape, identityLayout(3))).toEqual(values);
  });
});
