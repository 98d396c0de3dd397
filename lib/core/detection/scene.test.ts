import { describe, expect, it } from "vitest";
import { applyScene, sceneLogOdds } from "./scene";
import type { Candidates } from "./types";

const LEAF = 9;
const isLeaf = (classId: number) => classId === LEAF;

/** One candidate in a place of its own for each class and score, best first. */
function candidatesOf(...ones: readonly (readonly [classId: number, score: number])[]): Candidates {
  return {
    count: ones.length,
    boxes: Float32Array.from(ones.flatMap((_, at) => [at * 20, 0, at * 20 + 10, 10])),
    scores: Float32Array.from(ones, ([, score]) => score),
    classIds: Uint16Array.from(ones, ([classId]) => classId),
    others: ones.map(() => []),
  };
}

describe("sceneLogOdds", () => {
  it("weighs the squares of both kinds' scores against each other", () => {
    // (0.5 + 0.8²) / (0.5 + 0.2²) = 1.14 / 0.54
    expect(sceneLogOdds(candidatesOf([1, 0.8], [LEAF, 0.2]), isLeaf)).toBeCloseTo(Math.log(1.14 / 0.54), 5);
  });

  it("says nothing of a photo without candidates", () => {
    expect(sceneLogOdds(candidatesOf(), isLeaf)).toBe(0);
  });
});

describe("applyScene", () => {
  it("lowers leaves on a photo of food, and leaves the foods alone", () => {
    const read = applyScene(candidatesOf([1, 0.75], [1, 0.75], [LEAF, 0.25]), isLeaf, { weight: 1 });
    expect([...read.scores.subarray(0, 2)]).toEqual([0.75, 0.75]);
    // odds 1.625 / 0.5625; 1/3 of it against 1: 0.25 → (1/3 / 2.889) / (1 + …)
    const odds = 1 / 3 / (1.625 / 0.5625);
    expect(read.scores[2]).toBeCloseTo(odds / (1 + odds), 5);
  });

  it("lowers foods on a photo of leaves", () => {
    const read = applyScene(candidatesOf([LEAF, 0.9], [1, 0.3]), isLeaf, { weight: 1 });
    expect(read.scores[0]).toBeCloseTo(0.9, 5);
    expect(read.scores[1]).toBeLessThan(0.3);
  });

  it("goes no further than a photo that may show both allows", () => {
    const leaves = Array.from({ length: 200 }, () => [LEAF, 0.9] as const);
    const read = applyScene(candidatesOf(...leaves, [1, 0.5]), isLeaf, { weight: 1 });
    // two log odds at most
    expect(read.scores[200]).toBeCloseTo(1 / (1 + Math.exp(2)), 5);
  });

  it("keeps the best first, each with its own box and classes", () => {
    const before = candidatesOf([1, 0.9], [1, 0.8], [LEAF, 0.6], [1, 0.5]);
    const read = applyScene({ ...before, others: [[], [], [{ classId: 1, score: 0.1 }], []] }, isLeaf, {
      weight: 1,
    });
    expect([...read.classIds]).toEqual([1, 1, 1, LEAF]);
    expect([...read.boxes.subarray(12)]).toEqual([40, 0, 50, 10]);
    expect(read.others?.[3]).toEqual([{ classId: 1, score: 0.1 }]);
    expect(before.scores[2]).toBeCloseTo(0.6, 5); // not mutated
  });

  it("names a place that may be either by what is then the likelier", () => {
    const sure = candidatesOf([1, 0.9], [1, 0.9], [LEAF, 0.3]);
    const either = { ...sure, others: [[], [], [{ classId: 2, score: 0.25 }]] };
    const read = applyScene(either, isLeaf, { weight: 1 });
    expect(read.classIds[2]).toBe(2);
    expect(read.scores[2]).toBeCloseTo(0.25, 5);
    expect(read.others?.[2]).toMatchObject([{ classId: LEAF }]);
  });

  it("drops what falls below the score floor", () => {
    const read = applyScene(candidatesOf([1, 0.9], [1, 0.9], [LEAF, 0.011]), isLeaf, { weight: 1 });
    expect(read.count).toBe(2);
  });

  it("is the same without weight", () => {
    const before = candidatesOf([1, 0.9], [LEAF, 0.5]);
    expect(applyScene(before, isLeaf, { weight: 0 })).toBe(before);
  });
});
