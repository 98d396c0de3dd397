import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confusionOf, photoOutcomes } from "./confusion";
import { meanAveragePrecision, type PhotoResult } from "./mean-average-precision";
import { bestConfidence, f1At, f1Of, operatingCurves, sumCurves } from "./operating-curves";

const boxAt = (x: number) => ({ x1: x, y1: 0, x2: x + 10, y2: 10 });
const truth = (classId: number, x: number) => ({ classId, box: boxAt(x) });
const found = (classId: number, x: number, score: number) => ({ classId, box: boxAt(x), score });

describe("operatingCurves", () => {
  // two true boxes; found at 0.8 and 0.3, a false alarm at 0.5
  const photo: PhotoResult = {
    truths: [truth(0, 0), truth(0, 100)],
    predictions: [found(0, 0, 0.8), found(0, 50, 0.5), found(0, 100, 0.3)],
  };
  const [curve] = operatingCurves([photo]);

  it("give F1 of what is shown from a confidence on, and none where there is nothing to find", () => {
    // from 0.8 on one of two is found, from 0.5 on with a false alarm beside it, from 0.3 on both
    expect([0.8, 0.5, 0.3].map((confidence) => f1At([photo], confidence))).toEqual([2 / 3, 2 / 4, 4 / 5]);
    expect(f1At([{ truths: [], predictions: photo.predictions }], 0.3)).toBeNull();
  });

  it("counts a detection whose score equals the confidence", () => {
    expect([curve!.hits[80], curve!.hits[81]]).toEqual([1, 0]);
    expect([curve!.found[50], curve!.found[51]]).toEqual([2, 1]);
  });

  it("has the best F1 where both are found, in the middle of that stretch", () => {
    // at 0 … 0.3: 2 hits of 3, F1 = 2·2 / (3 + 2) = 0.8; at 0.8: 2·1 / (1 + 2) = 0.67
    expect(bestConfidence(curve!)).toEqual({ confidence: 0.15, f1: 0.8 });
  });

  it("gives F1 0 to nothing found of nothing", () => expect(f1Of(0, 0, 0)).toBe(0));

  it("has the area that the mean average precision is", () => {
    const boxes = fc.record({ classId: fc.integer({ min: 0, max: 2 }), x: fc.integer({ min: 0, max: 60 }) });
    const photos = fc.array(
      fc.record({
        truths: fc.array(boxes, { maxLength: 4 }),
        predictions: fc.array(
          fc.record({ box: boxes, score: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
          {
            maxLength: 6,
          },
        ),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(photos, (made) => {
        const results = made.map(({ truths, predictions }) => ({
          truths: truths.map(({ classId, x }) => truth(classId, x)),
          predictions: predictions.map(({ box, score }) => found(box.classId, box.x, score)),
        }));
        const { precisionAtRecall } = sumCurves(operatingCurves(results));
        const area = precisionAtRecall.reduce((sum, value) => sum + value, 0) / 101;
        expect(area).toBeCloseTo(meanAveragePrecision(results).map50, 9);
      }),
    );
  });
});

describe("photoOutcomes", () => {
  it("takes a box of the same class before a nearer one of another", () => {
    const outcomes = photoOutcomes({
      truths: [truth(1, 0), truth(0, 2)],
      predictions: [found(0, 0, 0.9)],
    });
    expect(outcomes.map(({ kind, truth: one }) => [kind, one?.classId])).toEqual([
      ["found", 0],
      ["missed", 1],
    ]);
  });

  it("tells confusions, misses and false alarms apart, and counts each once", () => {
    const outcomes = photoOutcomes({
      truths: [truth(0, 0), truth(1, 100)],
      predictions: [found(2, 0, 0.9), found(0, 300, 0.8)],
    });
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["confused", "false-alarm", "missed"]);
    const { classIds, counts } = confusionOf(outcomes);
    expect(classIds).toEqual([0, 1, 2]);
    // rows: true 0, 1, 2, nothing; columns: found 0, 1, 2, nothing
    expect(counts).toEqual([
      [0, 0, 1, 0],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
  });
});
