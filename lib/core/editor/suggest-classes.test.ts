import { expect, it } from "vitest";
import type { Sighting } from "../detection/class-scores";
import { suggestClasses } from "./suggest-classes";

const BOX = { x1: 0, y1: 0, x2: 10, y2: 10 };
const at = (x: number, ...classes: readonly (readonly [number, number])[]): Sighting => ({
  box: { x1: x, y1: 0, x2: x + 10, y2: 10 },
  classes: classes.map(([classId, score]) => ({ classId, score })),
});

it("puts overlap times score first", () => {
  // shifted by 2: 80 / 120 = 2/3, times 0.6 is 0.4, less than 1 times 0.5
  expect(suggestClasses(BOX, [at(2, [1, 0.6]), at(0, [2, 0.5])])).toEqual([
    { classId: 2, score: 0.5 },
    { classId: 1, score: 0.6 },
  ]);
});

it("leaves out what only touches", () => {
  // shifted by 6: 40 / 160 = 0.25
  expect(suggestClasses(BOX, [at(6, [1, 0.99])])).toEqual([]);
});

it("names a class once, by the sighting that speaks best for it", () => {
  expect(suggestClasses(BOX, [at(0, [1, 0.3]), at(1, [1, 0.5])])).toEqual([{ classId: 1, score: 0.5 }]);
});

it("takes every class of a sighting that has several, and no more than five", () => {
  const several = at(0, [1, 0.4], [2, 0.3], [3, 0.2], [4, 0.1], [5, 0.05], [6, 0.01]);
  expect(suggestClasses(BOX, [several]).map(({ classId }) => classId)).toEqual([1, 2, 3, 4, 5]);
});
