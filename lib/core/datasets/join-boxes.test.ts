import { describe, expect, it } from "vitest";
import { goneBoxes, newBoxes, sameBoxes } from "./join-boxes";

const at = (x: number, classId = 1, width = 100) => ({
  classId,
  box: { x1: x, y1: 0, x2: x + width, y2: 10 },
});

describe("sameBoxes", () => {
  it("does not mind the order, nor what a format rounds", () => {
    expect(sameBoxes([at(0), at(200)], [at(200.01), at(0)], 0.02)).toBe(true);
    expect(sameBoxes([at(0)], [at(0.1)], 0.02)).toBe(false);
  });
  it("counts: two of one box are not one of it", () => {
    expect(sameBoxes([at(0), at(0)], [at(0)], 0.02)).toBe(false);
    expect(sameBoxes([at(0), at(0)], [at(0), at(200)], 0.02)).toBe(false);
  });
});

it("newBoxes leaves a box of the same thing, and keeps one of another class or place", () => {
  // 10 of 100 px further: 90 / 110 = 0.82; 20 px further: 80 / 120 = 0.67
  expect(newBoxes([at(0)], [at(10)])).toEqual([]);
  expect(newBoxes([at(0)], [at(20), at(0, 2)])).toEqual([at(20), at(0, 2)]);
  // two things of one class in one place: the second is new
  expect(newBoxes([at(0)], [at(0), at(1)])).toEqual([at(1)]);
});

it("goneBoxes names what the next labels have not", () => {
  expect(goneBoxes([at(0), at(200, 2)], [at(0), at(300)], 0.02)).toEqual([at(200, 2)]);
});
