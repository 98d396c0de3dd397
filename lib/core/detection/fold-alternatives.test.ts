import fc from "fast-check";
import { expect, it } from "vitest";
import { foldAlternatives } from "./fold-alternatives";
import type { Detection } from "./types";

/** 100 × 10 px, shifted to the right. */
const at = (x: number, classId: number, score: number, candidate = 0): Detection => ({
  box: { x1: x, y1: 0, x2: x + 100, y2: 10 },
  score,
  classId,
  candidate,
});

it("keeps the surer name and offers the other, once", () => {
  const folded = foldAlternatives([at(0, 1, 0.8), at(2, 2, 0.6), at(1, 2, 0.5), at(3, 3, 0.4)]);
  expect(folded).toEqual([
    {
      ...at(0, 1, 0.8),
      alternatives: [
        { classId: 2, score: 0.6 },
        { classId: 3, score: 0.4 },
      ],
    },
  ]);
});

it("takes two boxes for one object from an overlap of three quarters on", () => {
  // shifted by 14: 86 / 114 = 0.754; by 15: 85 / 115 = 0.739
  expect(foldAlternatives([at(0, 1, 0.8), at(14, 2, 0.6)])).toHaveLength(1);
  expect(foldAlternatives([at(0, 1, 0.8), at(15, 2, 0.6)])).toHaveLength(2);
});

it("leaves two of one class apart: those are two things, or the overlap slider's affair", () => {
  const two = [at(0, 1, 0.8), at(5, 1, 0.6)];
  expect(foldAlternatives(two)).toEqual(two);
});

it("never lets a weaker box change a surer one, whatever the threshold", () => {
  const any = fc.array(
    fc.record({
      x: fc.integer({ min: 0, max: 40 }),
      classId: fc.integer({ min: 0, max: 3 }),
      score: fc.integer({ min: 1, max: 99 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 99 }), (boxes, threshold) => {
      const all = boxes
        .map(({ x, classId, score }, candidate) => at(x, classId, score / 100, candidate))
        .sort((a, b) => b.score - a.score);
      const sure = all.filter(({ score }) => score >= threshold / 100);
      const ids = (list: readonly Detection[]) => list.map(({ candidate }) => candidate);
      const weak = foldAlternatives(all).filter(({ score }) => score >= threshold / 100);
      expect(ids(weak)).toEqual(ids(foldAlternatives(sure)));
    }),
  );
});
