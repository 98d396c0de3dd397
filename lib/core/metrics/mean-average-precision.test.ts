import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "./fixtures/map-golden.json";
import { meanAveragePrecision, type PhotoResult } from "./mean-average-precision";

const boxAt = (x: number, y: number, w: number, h: number) => ({ x1: x, y1: y, x2: x + w, y2: y + h });

/** A 10 × 10 box. */
const square = (x: number, classId = 0) => ({ box: boxAt(x, 0, 10, 10), classId });
const found = (x: number, score: number, classId = 0) => ({ ...square(x, classId), score });

function goldenPhotos(): PhotoResult[] {
  return golden.photos.map(({ truths, detections }) => ({
    truths: truths.map(([classId = 0, x = 0, y = 0, w = 0, h = 0]) => ({ classId, box: boxAt(x, y, w, h) })),
    predictions: detections.map(([classId = 0, score = 0, x = 0, y = 0, w = 0, h = 0]) => ({
      classId,
      score,
      box: boxAt(x, y, w, h),
    })),
  }));
}

describe("meanAveragePrecision", () => {
  for (const expected of golden.expected) {
    it(`equals pycocotools with maxDets ${expected.maxDetections}: ties, crowds, empty photos`, () => {
      const result = meanAveragePrecision(goldenPhotos(), expected.maxDetections);
      expect(result.map50).toBeCloseTo(expected.map50, 9);
      expect(result.map50To95).toBeCloseTo(expected.map50To95, 9);
      const byClass = new Map(Object.entries(expected.byClass));
      expect([...result.byClass.keys()].map(String)).toEqual([...byClass.keys()]);
      for (const [id, one] of result.byClass) {
        expect(one.ap50).toBeCloseTo(byClass.get(String(id))?.ap50 ?? -1, 9);
        expect(one.ap50To95).toBeCloseTo(byClass.get(String(id))?.ap50To95 ?? -1, 9);
      }
    });
  }

  it("is 1 when every box is found exactly, whatever else is quiet", () => {
    const photo = { truths: [square(0), square(20)], predictions: [found(0, 0.9), found(20, 0.8)] };
    expect(meanAveragePrecision([photo, { truths: [], predictions: [] }])).toMatchObject({
      map50: 1,
      map50To95: 1,
    });
  });

  it("counts an overlap of exactly the threshold as found", () => {
    // 10 × 10 in 20 × 10: 100 / 200 = 0.5
    const wide = { box: boxAt(0, 0, 20, 10), classId: 0, score: 0.9 };
    expect(meanAveragePrecision([{ truths: [square(0)], predictions: [wide] }]).map50).toBeCloseTo(1, 9);
  });

  it("takes a second detection of one box for a false alarm", () => {
    // best first: hit, miss, hit: precision 1 up to recall 1/2, then 2/3; 51 steps of 1 and 50 of 2/3
    const photo = {
      truths: [square(0), square(50)],
      predictions: [found(0, 0.9), found(0, 0.8), found(50, 0.7)],
    };
    expect(meanAveragePrecision([photo]).map50).toBeCloseTo((51 + 50 * (2 / 3)) / 101, 9);
  });

  it("leaves classes without true boxes out of the mean", () => {
    const photo = { truths: [square(0, 1)], predictions: [found(0, 0.9, 1), found(0, 0.9, 2)] };
    const result = meanAveragePrecision([photo]);
    expect([...result.byClass.keys()]).toEqual([1]);
    expect(result.map50).toBeCloseTo(1, 9);
  });

  it("is 0 for a set without boxes", () => {
    expect(meanAveragePrecision([{ truths: [], predictions: [found(0, 1)] }])).toMatchObject({ map50: 0 });
  });

  it("never rises when a false alarm is added, and stays within 0 and 1", () => {
    const place = fc.record({
      x: fc.integer({ min: 0, max: 60 }),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(place),
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1 }),
        (places, xs) => {
          const predictions = places.map(({ x, score }) => found(x, score));
          const truths = xs.map((x) => square(x));
          const before = meanAveragePrecision([{ truths, predictions }]).map50;
          const noise = found(1000, 0.5);
          const after = meanAveragePrecision([{ truths, predictions: [...predictions, noise] }]).map50;
          expect(before).toBeGreaterThanOrEqual(0);
          expect(before).toBeLessThanOrEqual(1 + 1e-12);
          expect(after).toBeLessThanOrEqual(before + 1e-12);
        },
      ),
    );
  });
});
