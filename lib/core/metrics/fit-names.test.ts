import { expect, it } from "vitest";
import { calibrate } from "./calibration";
import { fitNames, type JudgedSet } from "./fit-names";

/** Photos with one box each of one score, of which `right` are named rightly. */
const setOf = (set: string, score: number, right: number, count: number): JudgedSet => ({
  set,
  photos: Array.from({ length: count }, (_, index) => [{ score, isRight: index < right }]),
});

it("judges each set by what the others made of it", () => {
  const { table, sets } = fitNames([setOf("a", 0.8, 20, 40), setOf("b", 0.8, 20, 40)]);
  // said 0.8 and right half of the time; the other set knows that
  expect(calibrate(table, 0.8)).toBeCloseTo(0.5, 1);
  expect(sets).toMatchObject([
    { set: "a", boxes: 40, before: 0.3 },
    { set: "b", boxes: 40, before: 0.3 },
  ]);
  expect(sets.every(({ after }) => after < 0.05)).toBe(true);
});

it("does not let a set make its own table: one that behaves otherwise shows it", () => {
  const { sets } = fitNames([setOf("a", 0.8, 40, 40), setOf("b", 0.8, 0, 40)]);
  expect(sets.every(({ after }) => after > 0.5)).toBe(true);
});

it("says nothing of a set with few boxes", () => {
  expect(fitNames([setOf("a", 0.8, 20, 40), setOf("b", 0.8, 1, 2)]).sets.map(({ set }) => set)).toEqual([]);
});
