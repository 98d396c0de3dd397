import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";
import { filterCandidates } from "./filter";
import { type Candidates, DEFAULT_FILTER, type DetectionFilter } from "./types";

interface One {
  readonly box: Box;
  readonly score: number;
  readonly classId: number;
}

function candidatesOf(ones: readonly One[]): Candidates {
  return {
    count: ones.length,
    boxes: Float32Array.from(ones.flatMap(({ box }) => [box.x1, box.y1, box.x2, box.y2])),
    scores: Float32Array.from(ones, (one) => one.score),
    classIds: Uint16Array.from(ones, (one) => one.classId),
  };
}

/** A 10×10 box shifted right. */
const boxAt = (x: number): Box => ({ x1: x, y1: 0, x2: x + 10, y2: 10 });
const appleAt = (x: number, score: number): One => ({ box: boxAt(x), score, classId: 1 });
const pearAt = (x: number, score: number): One => ({ box: boxAt(x), score, classId: 2 });

function keptBy(filter: Partial<DetectionFilter>, ones: readonly One[]): number[] {
  const detections = filterCandidates(candidatesOf(ones), { ...DEFAULT_FILTER, ...filter });
  return detections.map((detection) => detection.candidate);
}

describe("filterCandidates: scores", () => {
  it("keeps a score equal to the threshold", () => {
    expect(keptBy({ confidence: 0.3 }, [appleAt(0, 0.3), appleAt(50, 0.29)])).toEqual([0]);
    expect(keptBy({ confidence: 0.01 }, [appleAt(0, 0.01)])).toEqual([0]);
  });

  it("lets a class have its own threshold, higher or lower", () => {
    const ones = [appleAt(0, 0.6), pearAt(50, 0.5), appleAt(100, 0.1)];
    expect(keptBy({ confidence: 0.3, confidenceByClass: { 1: 0.05, 2: 0.55 } }, ones)).toEqual([0, 2]);
  });

  it("hides a class, and a hidden box suppresses nothing", () => {
    expect(keptBy({ hiddenClasses: [1] }, [appleAt(0, 0.9), pearAt(0, 0.8)])).toEqual([1]);
  });

  it("ignores overrides and hidden classes the photo does not hold", () => {
    expect(keptBy({ confidenceByClass: { 65535: 0.9 }, hiddenClasses: [40000] }, [appleAt(0, 0.9)])).toEqual([
      0,
    ]);
  });

  it("stops at maxDetections, best first", () => {
    const ones = [appleAt(0, 0.9), appleAt(50, 0.8), appleAt(100, 0.7)];
    expect(keptBy({ maxDetections: 2 }, ones)).toEqual([0, 1]);
    expect(keptBy({ maxDetections: 0 }, ones)).toEqual([]);
  });

  it("finds nothing among no candidates", () => {
    expect(keptBy({}, [])).toEqual([]);
  });

  it("refuses thresholds outside [0, 1]", () => {
    expect(() => keptBy({ iou: 1.1 }, [])).toThrow(RangeError);
    expect(() => keptBy({ confidence: Number.NaN }, [])).toThrow(RangeError);
    expect(() => keptBy({ confidenceByClass: { 3: -0.1 } }, [])).toThrow(RangeError);
    expect(() => keptBy({ maxDetections: -1 }, [])).toThrow(RangeError);
  });
});

describe("filterCandidates: overlaps", () => {
  it("keeps a pair whose IoU equals the threshold", () => {
    // 10×10 boxes shifted 5 px: 50 / 150 = 1/3
    expect(keptBy({ iou: 1 / 3 }, [appleAt(0, 0.9), appleAt(5, 0.8)])).toEqual([0, 1]);
  });

  it("drops the weaker of a pair above the threshold", () => {
    expect(keptBy({ iou: 0.333 }, [appleAt(0, 0.9), appleAt(5, 0.8)])).toEqual([0]);
  });

  it("keeps the same box under another class", () => {
    expect(keptBy({}, [appleAt(0, 0.9), pearAt(0, 0.8)])).toEqual([0, 1]);
  });

  it("lets a dropped box suppress nothing", () => {
    // neighbours share 1/3, the ends nothing: the middle falls, the third stays
    expect(keptBy({ iou: 0.3 }, [appleAt(0, 0.9), appleAt(5, 0.8), appleAt(10, 0.7)])).toEqual([0, 2]);
  });

  it("keeps the first of a tie", () => {
    expect(keptBy({}, [appleAt(1, 0.5), appleAt(0, 0.5)])).toEqual([0]);
  });

  it("keeps touching boxes at an IoU of 0", () => {
    expect(keptBy({ iou: 0 }, [appleAt(0, 0.9), appleAt(10, 0.8), appleAt(9, 0.7)])).toEqual([0, 1]);
  });
});

describe("filterCandidates: any candidates", () => {
  const edge = fc.integer({ min: 1, max: 30 });
  const place = fc.integer({ min: 0, max: 40 });
  const one = fc
    .tuple(place, place, edge, edge, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 3 }))
    .map(([x1, y1, width, height, percent, classId]): One => {
      return { box: { x1, y1, x2: x1 + width, y2: y1 + height }, score: percent / 100, classId };
    });
  const sorted = fc.array(one, { maxLength: 80 }).map((ones) => ones.sort((a, b) => b.score - a.score));
  const threshold = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

  /** The definition, written plainly. */
  function plainly(ones: readonly One[], confidence: number, iou: number): number[] {
    const kept: number[] = [];
    ones.forEach((candidate, index) => {
      if (Math.fround(candidate.score) < Math.fround(confidence)) return;
      const rival = kept.some((other) => {
        const { box, classId } = ones[other]!;
        return classId === candidate.classId && intersectionOverUnion(box, candidate.box) > iou;
      });
      if (!rival) kept.push(index);
    });
    return kept;
  }

  it("agrees with the definition", () => {
    fc.assert(
      fc.property(sorted, threshold, threshold, (ones, confidence, iou) => {
        expect(keptBy({ confidence, iou }, ones)).toEqual(plainly(ones, confidence, iou));
      }),
      { numRuns: 500 },
    );
  });

  it("raising the confidence only ever removes boxes", () => {
    fc.assert(
      fc.property(sorted, threshold, threshold, threshold, (ones, a, b, iou) => {
        const loose = keptBy({ confidence: Math.min(a, b), iou }, ones);
        const strict = keptBy({ confidence: Math.max(a, b), iou }, ones);
        expect(loose).toEqual(expect.arrayContaining(strict));
      }),
    );
  });

  it("changes nothing in the candidates", () => {
    fc.assert(
      fc.property(sorted, (ones) => {
        const candidates = candidatesOf(ones);
        const before = structuredClone(candidates);
        filterCandidates(candidates, DEFAULT_FILTER);
        expect(candidates).toEqual(before);
      }),
    );
  });
});
