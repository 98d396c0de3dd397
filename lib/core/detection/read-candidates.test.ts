import { describe, expect, it } from "vitest";
import { filterCandidates, namedOnly } from "./filter";
import { nameLikelihood } from "./name-likelihood";
import { readCandidates } from "./read-candidates";
import { type Candidates, DEFAULT_FILTER } from "./types";

const CLASSES = [
  { id: 1, kind: "ingredient" },
  { id: 2, kind: "dish" },
  { id: 9, kind: "leaf" },
];
/** The name is as likely as the score, times how far it leads: sigmoid(logit(score) + ln(score / second) − 2). */
const NAMING = { offset: -2, score: 1, lead: 1, company: 0, from: 0.5 };

interface One {
  readonly classId: number;
  readonly score: number;
  readonly second?: number;
  /** Left edge of a 10 × 10 box. */
  readonly x?: number;
}

function candidatesOf(...ones: readonly One[]): Candidates {
  return {
    count: ones.length,
    boxes: Float32Array.from(ones.flatMap(({ x = 0 }) => [x, 0, x + 10, 10])),
    scores: Float32Array.from(ones, ({ score }) => score),
    classIds: Uint16Array.from(ones, ({ classId }) => classId),
    others: ones.map(({ second }) => (second === undefined ? [] : [{ classId: 2, score: second }])),
  };
}

const read = (...ones: readonly One[]) =>
  readCandidates(candidatesOf(...ones), { scene: null, naming: NAMING }, CLASSES);
const shown = (...ones: readonly One[]) => filterCandidates(read(...ones), DEFAULT_FILTER);

describe("readCandidates", () => {
  it("leaves candidates as they are without figures of the model version", () => {
    const before = candidatesOf({ classId: 1, score: 0.5 });
    expect(readCandidates(before, undefined, CLASSES)).toBe(before);
  });

  it("finds a name likelier the further it leads", () => {
    const { naming } = read(
      { classId: 1, score: 0.5, second: 0.01 },
      { classId: 1, score: 0.5, second: 0.5 },
    );
    // ln(0.5 / 0.01) − 2 = 1.912; ln 1 − 2 = −2
    expect(naming?.likelihoods[0]).toBeCloseTo(1 / (1 + Math.exp(-1.912)), 3);
    expect(naming?.likelihoods[1]).toBeCloseTo(1 / (1 + Math.exp(2)), 3);
  });

  it("judges no leaf", () => {
    expect(read({ classId: 9, score: 0.26, second: 0.25 }).naming?.likelihoods[0]).toBe(1);
  });

  it("finds a name less likely among foods that are all faint", () => {
    const rule = { ...NAMING, company: 1 };
    const among = (company: number) => nameLikelihood({ score: 0.5, second: 0.1, company }, rule);
    expect(among(-1)).toBeLessThan(among(1));
  });
});

describe("some food, which?", () => {
  it("is what a food is whose name is not likely enough", () => {
    const [sure, unsure] = shown(
      { classId: 1, score: 0.6, second: 0.02 },
      { classId: 1, score: 0.5, second: 0.4, x: 50 },
    );
    expect(sure?.isUnknown).toBeUndefined();
    expect(unsure?.isUnknown).toBe(true);
    expect(namedOnly([sure!, unsure!])).toEqual([sure]);
  });

  it("comes and goes with the threshold as every box does", () => {
    const candidates = read({ classId: 1, score: 0.5, second: 0.4 });
    expect(filterCandidates(candidates, { ...DEFAULT_FILTER, confidence: 0.51 })).toEqual([]);
    expect(filterCandidates(candidates, { ...DEFAULT_FILTER, hiddenClasses: [1] })).toEqual([]);
  });

  it("has no class to differ by: it never lies on a surer box, whatever that is called", () => {
    // 10 × 10 boxes shifted by 3: 70 / 130 = 0.54, above 0.45
    const boxes = shown({ classId: 2, score: 0.7 }, { classId: 1, score: 0.5, second: 0.4, x: 3 });
    expect(boxes.map(({ classId }) => classId)).toEqual([2]);
    const named = shown({ classId: 2, score: 0.7 }, { classId: 1, score: 0.5, x: 3 });
    expect(named).toHaveLength(2);
  });
});
