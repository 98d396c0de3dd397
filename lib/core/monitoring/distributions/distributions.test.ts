import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { correctMany } from "../correct-many";
import type { Reference } from "../testing/reference";
import { correctionCase, distributionCase } from "../testing/seeded-samples";
import { kolmogorovAbove } from "./kolmogorov-above";
import { createNumpyRandom } from "./mersenne-twister";
import { chiSquareAbove, chiSquareWithAbove, normalBeyond, upperGamma } from "./upper-gamma";

const file = new URL("../fixtures/reference.json.gz", import.meta.url);
const reference = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as Reference;
const cases = reference.distributions.map((recorded, index) => ({ recorded, ...distributionCase(index) }));
const PRECISION = 1e-9;

describe("the distributions behind the tests", () => {
  it("chi-square is SciPy's", () => {
    for (const { value, degrees, recorded } of cases)
      expect(Math.abs(chiSquareAbove(value, degrees) - recorded[0])).toBeLessThan(PRECISION);
  });

  it("Kolmogorov's distribution of a finite sample is SciPy's, by every method", () => {
    for (const { distance, size, recorded } of cases)
      expect(
        Math.abs(kolmogorovAbove(size, distance) - recorded[1]),
        `n ${size}, d ${distance}`,
      ).toBeLessThan(PRECISION);
  });

  it("the normal distribution is SciPy's, far out as well", () => {
    for (const { z, recorded } of cases)
      expect(Math.abs(normalBeyond(z) / recorded[2] - 1)).toBeLessThan(PRECISION);
  });

  it("chi-square is inverted", () => {
    for (const { degrees, recorded } of cases)
      expect(Math.abs(chiSquareWithAbove(0.05, degrees) / recorded[3] - 1)).toBeLessThan(1e-7);
  });

  it("refuses arguments that have no meaning", () => {
    expect(() => upperGamma(0, 1)).toThrow(RangeError);
    expect(() => upperGamma(1, Number.NaN)).toThrow(RangeError);
    expect(() => kolmogorovAbove(1.5, 0.1)).toThrow(RangeError);
  });
});

describe("NumPy's random numbers", () => {
  it("are drawn alike", () => {
    // numpy.random.RandomState(0): rand(2), then permutation(5) of a new one with seed 42
    const random = createNumpyRandom(0);
    expect([random.fraction(), random.fraction()]).toEqual([0.5488135039273248, 0.7151893663724195]);
    expect([...createNumpyRandom(42).permutation(5)]).toEqual([1, 4, 2, 0, 3]);
  });
});

describe("p-values of several columns", () => {
  it("are raised as statsmodels raises them, ties among them", () => {
    for (const [index, [falseShare, anyFalse]] of reference.corrections.entries()) {
      const values = correctionCase(index);
      for (const [correction, expected] of [
        ["benjamini-hochberg", falseShare],
        ["holm", anyFalse],
      ] as const) {
        const mine = correctMany(values, correction);
        expect(mine.map((p) => p.toFixed(9))).toEqual(expected.map((p) => p.toFixed(9)));
      }
    }
  });

  it("stay as they are without a correction", () => {
    expect(correctMany([0.04, 0.01], "none")).toEqual([0.04, 0.01]);
  });
});
