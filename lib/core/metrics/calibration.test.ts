import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrate, fitIsotonic, fitTemperature, type Judged, reliability } from "./calibration";

/** `right` of `count` predictions at one score. */
const at = (score: number, right: number, count: number): Judged[] =>
  Array.from({ length: count }, (_, index) => ({ score, isRight: index < right }));

describe("calibrate", () => {
  const table = { scores: [0.2, 0.6], probabilities: [0.1, 0.5] };
  it("is level beyond its ends and straight between", () => {
    expect(calibrate(table, 0.05)).toBe(0.1);
    expect(calibrate(table, 0.2)).toBe(0.1);
    expect(calibrate(table, 0.4)).toBeCloseTo(0.3); // half way
    expect(calibrate(table, 0.6)).toBe(0.5);
    expect(calibrate(table, 0.99)).toBe(0.5);
  });
  it("refuses an empty table", () => {
    expect(() => calibrate({ scores: [], probabilities: [] }, 0.5)).toThrow(RangeError);
  });
});

describe("fitIsotonic", () => {
  it("gives each score the share that was right", () => {
    const table = fitIsotonic([...at(0.3, 10, 40), ...at(0.8, 30, 40)]);
    expect(calibrate(table, 0.3)).toBeCloseTo(0.25);
    expect(calibrate(table, 0.8)).toBeCloseTo(0.75);
  });
  it("pools scores that would fall", () => {
    // 30 of 40 at 0.3, 10 of 40 at 0.8: together 40 of 80
    const table = fitIsotonic([...at(0.3, 30, 40), ...at(0.8, 10, 40)]);
    expect(table.probabilities).toEqual([0.5]);
  });
  it("never says never or always", () => {
    const table = fitIsotonic([...at(0.1, 0, 30), ...at(0.9, 30, 30)]);
    expect(table.probabilities).toEqual([0.005, 0.995]);
  });
});

describe("fitTemperature", () => {
  it("leaves scores that are right as often as they say", () => {
    const table = fitTemperature([...at(0.2, 20, 100), ...at(0.5, 50, 100), ...at(0.9, 90, 100)]);
    for (const score of [0.2, 0.5, 0.9]) expect(calibrate(table, score)).toBeCloseTo(score, 1);
  });
  it("lowers scores that boast", () => {
    const table = fitTemperature([...at(0.6, 20, 100), ...at(0.9, 50, 100)]);
    expect(calibrate(table, 0.6)).toBeCloseTo(0.2, 1);
    expect(calibrate(table, 0.9)).toBeCloseTo(0.5, 1);
  });
});

describe("reliability", () => {
  it("counts how far what is said lies from what happens", () => {
    // 0.25: 1 of 4 right, said as it is; 0.95: 1 of 2 right, 0.45 too much. (4 · 0 + 2 · 0.45) / 6 = 0.15
    const figures = reliability([...at(0.25, 1, 4), ...at(0.95, 1, 2)]);
    expect(figures.expectedCalibrationError).toBeCloseTo(0.15);
    expect(figures.bins).toEqual([
      { count: 4, said: 0.25, right: 0.25 },
      { count: 2, said: 0.95, right: 0.5 },
    ]);
  });
  it("has a Brier score of 0 for a prophet and 1 for a liar", () => {
    expect(reliability(at(1, 3, 3)).brier).toBe(0);
    expect(reliability(at(1, 0, 3)).brier).toBe(1);
  });
});

const judgement = fc.record({
  score: fc.double({ min: 0.01, max: 1, noNaN: true }),
  isRight: fc.boolean(),
});

it.each([
  ["isotonic", fitIsotonic],
  ["temperature", fitTemperature],
])("%s never falls and stays a probability", (_, fitTable) => {
  fc.assert(
    fc.property(fc.array(judgement, { minLength: 1, maxLength: 200 }), (judged) => {
      const table = fitTable(judged);
      for (let index = 0; index < table.scores.length; index++) {
        expect(table.probabilities[index]).toBeGreaterThan(0);
        expect(table.probabilities[index]).toBeLessThan(1);
        if (index === 0) continue;
        expect(table.scores[index]).toBeGreaterThan(table.scores[index - 1]!);
        expect(table.probabilities[index]).toBeGreaterThanOrEqual(table.probabilities[index - 1]!);
      }
    }),
  );
});
