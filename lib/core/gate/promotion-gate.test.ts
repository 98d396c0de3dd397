import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClassDifference } from "../metrics/paired-bootstrap";
import { judgeClasses } from "./judge-classes";
import { type Budget, decideGate, type GateSet } from "./promotion-gate";
import { GATE_RULES } from "./rules";

const setWith = (name: string, low: number, high: number, about: Partial<GateSet> = {}): GateSet => ({
  name,
  photos: 200,
  candidateMap50: 0.7 + (low + high) / 2,
  championMap50: 0.7,
  difference: (low + high) / 2,
  interval: { low, high },
  byClass: [],
  ...about,
});

const classWith = (about: Partial<ClassDifference>): ClassDifference => ({
  classId: 1,
  candidateAp50: 0.5,
  championAp50: 0.5,
  difference: 0,
  standardError: 0.01,
  boxes: 40,
  photos: 30,
  ...about,
});

const size = (candidate: number): Budget => ({ name: "size", candidate, champion: 10, limit: 12, unit: "B" });
const verdictOf = (sets: readonly GateSet[], budgets: readonly Budget[] = []) =>
  decideGate(sets, budgets, GATE_RULES).verdict;

describe("decideGate", () => {
  it("passes what is nowhere worse by a point and somewhere better", () => {
    expect(verdictOf([setWith("a", -0.009, 0.02), setWith("b", 0.001, 0.03)])).toBe("passed");
  });

  it("counts an interval that ends on the limit as not above it", () => {
    expect(verdictOf([setWith("a", -0.01, 0.02), setWith("b", 0.001, 0.03)])).toBe("inconclusive");
    expect(verdictOf([setWith("a", 0, 0.02)])).toBe("inconclusive");
  });

  it("rejects what is surely worse on one set, however much better on another", () => {
    expect(verdictOf([setWith("a", -0.05, -0.011), setWith("b", 0.1, 0.2)])).toBe("rejected");
  });

  it("rejects what is surely no better on any set, if only by a little", () => {
    expect(verdictOf([setWith("a", -0.009, -0.001), setWith("b", -0.008, -0.002)])).toBe("rejected");
  });

  it("rejects what breaks a budget; the limit itself is within", () => {
    const better = [setWith("a", 0.001, 0.03)];
    expect(verdictOf(better, [size(12)])).toBe("passed");
    expect(verdictOf(better, [size(12.01)])).toBe("rejected");
  });

  it("does not judge a spot check of few photos, for or against", () => {
    const spot = { photos: 29 };
    expect(verdictOf([setWith("a", 0.001, 0.03), setWith("spot", -0.5, -0.2, spot)])).toBe("passed");
    expect(verdictOf([setWith("spot", 0.2, 0.5, spot)])).toBe("inconclusive");
    const { sets } = decideGate([setWith("spot", 0.2, 0.5, spot)], [], GATE_RULES);
    expect(sets).toEqual([{ set: "spot", state: "not-judged" }]);
  });

  it("rejects a class that fell, whatever the mean says", () => {
    const fallen = classWith({ difference: -0.2, standardError: 0.02 });
    expect(verdictOf([setWith("a", 0.001, 0.03, { byClass: [fallen] })])).toBe("rejected");
    const few = { ...fallen, boxes: 19 };
    expect(verdictOf([setWith("a", 0.001, 0.03, { byClass: [few] })])).toBe("passed");
  });

  it("never turns from rejected to passed when a set gets worse", () => {
    const ends = fc.tuple(
      fc.double({ min: -0.2, max: 0.2, noNaN: true }),
      fc.double({ min: 0, max: 0.1, noNaN: true }),
    );
    const rank = { rejected: 0, inconclusive: 1, passed: 2 };
    fc.assert(
      fc.property(
        fc.array(ends, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        (all, less) => {
          const sets = all.map(([low, width], i) => setWith(`s${i}`, low, low + width));
          const worse = sets.map((set, i) =>
            i === 0 ? setWith("s0", set.interval.low - less, set.interval.high - less) : set,
          );
          expect(rank[verdictOf(worse)]).toBeLessThanOrEqual(rank[verdictOf(sets)]);
        },
      ),
    );
  });
});

describe("judgeClasses", () => {
  const judged = (byClass: readonly ClassDifference[]) => judgeClasses([{ set: "a", byClass }], GATE_RULES);

  it("asks more of one class the more classes there are", () => {
    // 2.5 standard errors below the limit: enough alone (1.96), not among twenty (3.02)
    const fallen = classWith({ difference: -0.05 - 2.5 * 0.01 });
    expect(judged([fallen])[0]).toMatchObject({ state: "worse", level: 0.95 });
    const others = Array.from({ length: 19 }, (_, i) => classWith({ classId: i + 2 }));
    expect(judged([fallen, ...others])[0]).toMatchObject({ state: "held", level: 1 - 0.05 / 20 });
  });

  it("goes down step by step: a second fall is asked one class less", () => {
    // of two classes the clearer fall is asked 2.24 standard errors, the other then 1.96
    const first = classWith({ classId: 1, difference: -0.05 - 2.5 * 0.01 });
    const second = classWith({ classId: 2, difference: -0.05 - 2.1 * 0.01 });
    expect(judged([second, first]).map((one) => one.state)).toEqual(["worse", "worse"]);
    const unsure = classWith({ classId: 1, difference: -0.05 - 2.2 * 0.01 });
    expect(judged([second, unsure]).map((one) => one.state)).toEqual(["held", "held"]);
  });

  it("takes a fall without any spread for certain", () => {
    expect(judged([classWith({ difference: -1, standardError: 0 })])[0]?.state).toBe("worse");
    expect(judged([classWith({ difference: 0, standardError: 0 })])[0]?.state).toBe("held");
  });

  it("lists classes with too few boxes or photos as not judged", () => {
    const few = [classWith({ difference: -1, boxes: 19 }), classWith({ difference: -1, photos: 9 })];
    expect(judged(few).map((one) => one.state)).toEqual(["not-judged", "not-judged"]);
  });
});
