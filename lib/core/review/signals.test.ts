import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBoxes } from "../corrections/compare-boxes";
import {
  boxUncertainty,
  cosineDistance,
  noveltyOf,
  personDisagreement,
  priorityOf,
  rarityOf,
  SHADOW_WEIGHT,
  uncertaintyOf,
} from "./signals";

const at = (x: number, classId = 1) => ({ classId, box: { x1: x, y1: 0, x2: x + 10, y2: 10 } });

describe("disagreement", () => {
  it("is 0 where nothing was seen and where all agree, 1 where nothing agrees", () => {
    expect(personDisagreement(compareBoxes([], []))).toBe(0);
    expect(personDisagreement(compareBoxes([at(0)], [at(0)]))).toBe(0);
    expect(personDisagreement(compareBoxes([at(0)], [at(50)]))).toBe(1);
  });

  it("counts a loose box half", () => {
    // one right, one loose (8 / 12): 0.5 of 2
    expect(personDisagreement(compareBoxes([at(0), at(100)], [at(0), at(102)]))).toBe(0.25);
  });
});

describe("uncertainty", () => {
  it("is greatest at the threshold and gone half-way to certain", () => {
    expect(boxUncertainty({ score: 0.2, threshold: 0.2 })).toBe(1);
    expect(boxUncertainty({ score: 0.4, threshold: 0.2 })).toBeCloseTo(0.5);
    expect(boxUncertainty({ score: 0.6, threshold: 0.2 })).toBeCloseTo(0);
    expect(boxUncertainty({ score: 1, threshold: 1 })).toBe(0);
  });

  it("is the chance that one of the boxes is wrong", () => {
    const sure = { score: 0.99, threshold: 0.25 };
    const unsure = { score: 0.25, threshold: 0.25 };
    expect(uncertaintyOf([])).toBe(0);
    expect(uncertaintyOf([sure])).toBe(0);
    expect(uncertaintyOf([unsure, sure])).toBe(0.5);
    expect(uncertaintyOf([unsure, unsure])).toBe(0.75);
  });
});

describe("rarity", () => {
  it("is that of the rarest class", () => {
    const photos = new Map([
      [1, 20],
      [2, 180],
    ]);
    expect(rarityOf([], photos)).toBe(0);
    expect(rarityOf([1], photos)).toBe(0.5);
    expect(rarityOf([1, 2], photos)).toBe(0.5);
    expect(rarityOf([2], photos)).toBe(0.1);
    expect(rarityOf([1, 3], photos)).toBe(1);
  });
});

describe("novelty", () => {
  it("measures angles, not lengths", () => {
    expect(cosineDistance([1, 0], [3, 0])).toBeCloseTo(0);
    expect(cosineDistance([1, 0], [0, 5])).toBe(1);
    expect(cosineDistance([1, 0], [-1, 0])).toBe(2);
    expect(cosineDistance([0, 0], [1, 0])).toBe(1);
  });

  it("stays within 0 and 1", () => {
    expect(noveltyOf(-1e-9)).toBe(0);
    expect(noveltyOf(2)).toBe(1);
  });
});

describe("priority", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const signals = fc.record({
    disagreement: share,
    uncertainty: share,
    rarity: share,
    novelty: fc.option(share),
  });

  it("never falls when a signal rises, and stays in its range", () => {
    fc.assert(
      fc.property(
        signals,
        share,
        fc.constantFrom("disagreement", "uncertainty", "rarity"),
        (some, shadow, key) => {
          const value = priorityOf(some, shadow);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + SHADOW_WEIGHT + 1e-9);
          expect(priorityOf({ ...some, [key]: 1 }, shadow)).toBeGreaterThanOrEqual(value - 1e-9);
        },
      ),
    );
  });

  it("leaves a signal that is not known to the others", () => {
    expect(priorityOf({ disagreement: 1, uncertainty: 1, rarity: 1, novelty: null })).toBeCloseTo(1);
    expect(priorityOf({ disagreement: 0.5, uncertainty: 0.5, rarity: 0.5, novelty: null })).toBeCloseTo(0.5);
  });

  it("is raised by two models that differ", () => {
    const quiet = { disagreement: 0, uncertainty: 0, rarity: 0, novelty: 0 };
    expect(priorityOf(quiet, 0.5)).toBeCloseTo(0.5 * SHADOW_WEIGHT);
  });
});
