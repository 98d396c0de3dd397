import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCurveSpace, createMatchTable, weightedAp50 } from "./match-table";
import { meanAveragePrecision, type PhotoResult } from "./mean-average-precision";
import { normalMassBelow, normalQuantile } from "./normal";
import { classInterval, pairedBootstrap, quantileOf } from "./paired-bootstrap";

const boxAt = (x: number) => ({ x1: x, y1: 0, x2: x + 10, y2: 10 });
const options = { resamples: 200, seed: 7 };

const place = fc.record({ x: fc.integer({ min: 0, max: 40 }), classId: fc.integer({ min: 0, max: 2 }) });
const truths = fc.array(
  place.map(({ x, classId }) => ({ box: boxAt(x), classId })),
  { maxLength: 4 },
);
const predictions = fc.array(
  fc.tuple(place, fc.integer({ min: 1, max: 20 })).map(([{ x, classId }, twentieth]) => ({
    box: boxAt(x),
    classId,
    score: twentieth / 20,
  })),
  { maxLength: 6 },
);
const photo: fc.Arbitrary<PhotoResult> = fc.record({ truths, predictions });
const photos = fc.array(photo, { minLength: 1, maxLength: 8 });
/** The same photos as two models saw them. */
const pairs = fc.array(fc.tuple(truths, predictions, predictions), { minLength: 1, maxLength: 8 });

const mapOf = (set: readonly PhotoResult[], weights: Int32Array) => {
  const table = createMatchTable(set);
  const space = createCurveSpace(table);
  const values = table.classes
    .map((one) => weightedAp50(one, weights, space))
    .filter((v) => !Number.isNaN(v));
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
};

describe("weightedAp50", () => {
  it("is COCO's AP50 when every photo counts once", () => {
    fc.assert(
      fc.property(photos, (set) => {
        const byClass = meanAveragePrecision(set).byClass;
        const table = createMatchTable(set);
        const weights = new Int32Array(set.length).fill(1);
        expect(table.classes.map((one) => one.classId)).toEqual([...byClass.keys()]);
        for (const one of table.classes) {
          const ap50 = weightedAp50(one, weights, createCurveSpace(table));
          expect(ap50).toBeCloseTo(byClass.get(one.classId)?.ap50 ?? -1, 12);
        }
      }),
    );
  });

  it("is what COCO says of a set in which photos are repeated and left out", () => {
    // COCO leaves open how equal scores of one photo rank: there is one answer where a photo has none
    const ranked: fc.Arbitrary<PhotoResult> = photo.map(({ truths, predictions }) => ({
      truths,
      predictions: predictions.filter(
        ({ score }, at) => predictions.findIndex((one) => one.score === score) === at,
      ),
    }));
    const weighted = fc.array(fc.tuple(ranked, fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(weighted, (drawn) => {
        const set = drawn.map(([one]) => one);
        const weights = Int32Array.from(drawn, ([, weight]) => weight);
        const repeated = drawn.flatMap(([one, weight]) => Array.from({ length: weight }, () => one));
        expect(mapOf(set, weights)).toBeCloseTo(meanAveragePrecision(repeated).map50, 12);
      }),
    );
  });
});

const tablesOf = (
  set: readonly (readonly [PhotoResult["truths"], PhotoResult["predictions"], PhotoResult["predictions"]])[],
) =>
  [
    createMatchTable(set.map(([truth, mine]) => ({ truths: truth, predictions: mine }))),
    createMatchTable(set.map(([truth, , theirs]) => ({ truths: truth, predictions: theirs }))),
  ] as const;

describe("pairedBootstrap", () => {
  it("finds no difference at all between a model and itself", () => {
    fc.assert(
      fc.property(photos, (set) => {
        const table = createMatchTable(set);
        const found = pairedBootstrap(table, table, options);
        expect(found).toMatchObject({ difference: 0, interval: { low: 0, high: 0 } });
        expect(found.byClass.every((one) => one.standardError === 0)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("turns round when the models change places, and the same seed gives the same answer", () => {
    fc.assert(
      fc.property(pairs, (set) => {
        const [mine, theirs] = tablesOf(set);
        const found = pairedBootstrap(mine, theirs, options);
        const turned = pairedBootstrap(theirs, mine, options);
        expect(turned.difference).toBeCloseTo(-found.difference, 12);
        expect(turned.interval.low).toBeCloseTo(-found.interval.high, 12);
        expect(turned.interval.high).toBeCloseTo(-found.interval.low, 12);
        expect(pairedBootstrap(mine, theirs, options)).toEqual(found);
      }),
      { numRuns: 30 },
    );
  });

  it("says in points what COCO says of both models", () => {
    fc.assert(
      fc.property(pairs, (set) => {
        const found = pairedBootstrap(...tablesOf(set), { resamples: 1, seed: 1 });
        const mapBy = (at: 1 | 2) =>
          meanAveragePrecision(set.map((one) => ({ truths: one[0], predictions: one[at] }))).map50;
        expect(found.candidateMap50).toBeCloseTo(mapBy(1), 12);
        expect(found.championMap50).toBeCloseTo(mapBy(2), 12);
      }),
      { numRuns: 30 },
    );
  });

  it("widens as photos disagree: half better and half worse holds 0, all better lies above it", () => {
    const truth = [{ box: boxAt(0), classId: 0 }];
    const hit = [{ box: boxAt(0), classId: 0, score: 0.9 }];
    const set = (isMine: (i: number) => boolean, isTheirs: (i: number) => boolean) =>
      tablesOf(
        Array.from({ length: 60 }, (_, i) => [truth, isMine(i) ? hit : [], isTheirs(i) ? hit : []] as const),
      );
    const even = pairedBootstrap(
      ...set(
        (i) => i % 2 === 0,
        (i) => i % 2 === 1,
      ),
      options,
    );
    expect(even.interval.low).toBeLessThan(-0.1);
    expect(even.interval.high).toBeGreaterThan(0.1);
    const better = pairedBootstrap(
      ...set(
        () => true,
        (i) => i % 2 === 1,
      ),
      options,
    );
    // 60 found instead of 30: recall 1 instead of 1/2; of 101 steps 51 are reached
    expect(better.difference).toBeCloseTo(1 - 51 / 101, 9);
    expect(better.interval.low).toBeGreaterThan(0.25);
  });

  it("covers the true difference about 95 times in a hundred", () => {
    // both find a box by chance: mine 7 of 10, theirs 6 of 10; AP is the share found, in 101 steps
    const truth = [{ box: boxAt(0), classId: 0 }];
    const hit = [{ box: boxAt(0), classId: 0, score: 0.9 }];
    const random = (seed: number) => {
      let state = seed;
      return () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 4_294_967_296;
      };
    };
    let covered = 0;
    const trials = 120;
    for (let trial = 0; trial < trials; trial++) {
      const next = random(trial * 7919 + 1);
      const tables = tablesOf(
        Array.from({ length: 100 }, () => [truth, next() < 0.7 ? hit : [], next() < 0.6 ? hit : []] as const),
      );
      const { interval } = pairedBootstrap(...tables, { resamples: 300, seed: trial });
      if (interval.low <= 0.1 && interval.high >= 0.1) covered++;
    }
    // 95 % of 120 is 114; four standard errors below are 104
    expect(covered).toBeGreaterThanOrEqual(104);
    expect(covered).toBeLessThan(trials);
  });

  it("refuses models measured on other photos or other boxes", () => {
    const one = createMatchTable([{ truths: [{ box: boxAt(0), classId: 0 }], predictions: [] }]);
    const none = createMatchTable([{ truths: [], predictions: [] }]);
    expect(() => pairedBootstrap(one, none, options)).toThrow(RangeError);
    expect(() => pairedBootstrap(one, one, { resamples: 0, seed: 1 })).toThrow(RangeError);
  });
});

describe("quantileOf", () => {
  it("interpolates between neighbours", () => {
    expect(quantileOf(Float64Array.of(0, 10, 20), 0.25)).toBe(5);
    expect(quantileOf(Float64Array.of(0, 10, 20), 1)).toBe(20);
  });
});

describe("the normal distribution", () => {
  it("has its well-known quantiles", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 7);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 9);
    expect(normalQuantile(1e-5)).toBeCloseTo(-4.264890794, 6);
  });

  it("gives back the share a quantile was asked for", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 1 - 1e-8, noNaN: true }), (share) => {
        expect(normalMassBelow(normalQuantile(share)) / share).toBeCloseTo(1, 5);
      }),
    );
  });

  it("makes a class's interval", () => {
    const one = {
      classId: 0,
      candidateAp50: 0.5,
      championAp50: 0.6,
      difference: -0.1,
      standardError: 0.02,
      boxes: 30,
      photos: 20,
    };
    const { low, high } = classInterval(one, 0.95);
    expect([low, high]).toEqual([expect.closeTo(-0.1392, 4), expect.closeTo(-0.0608, 4)]);
  });
});
