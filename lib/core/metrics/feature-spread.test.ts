import { expect, it } from "vitest";
import { featureSpread, spreadDistance } from "./feature-spread";

it("measures distance in each axis's own width", () => {
  // means 0 and 10, deviations 1 and 2
  const spread = featureSpread([
    [-1, 8],
    [1, 12],
  ]);
  expect(spread).toEqual({ mean: [0, 10], deviation: [1, 2] });
  expect(spreadDistance(spread, [0, 10])).toBe(0);
  expect(spreadDistance(spread, [1, 12])).toBe(1);
  // sqrt((3² + 0²) / 2)
  expect(spreadDistance(spread, [3, 10])).toBeCloseTo(Math.sqrt(4.5));
});

it("does not make an axis endless along which nothing varied", () => {
  const spread = featureSpread([
    [5, 0],
    [5, 2],
  ]);
  expect(spreadDistance(spread, [5.001, 1])).toBeLessThan(1);
});

it("refuses no vectors and vectors of another length", () => {
  expect(() => featureSpread([])).toThrow(RangeError);
  expect(() => featureSpread([[1], [1, 2]])).toThrow(RangeError);
  expect(() => spreadDistance(featureSpread([[1, 2]]), [1])).toThrow(RangeError);
});
