import { describe, expect, it } from "vitest";
import { MOST_NAMED, type NamedBox, rememberBox } from "./named-box";
import { likeness, proposeName } from "./propose-name";

const [TOMATO, PEPPER, MELON] = [1, 2, 3];
const spread = { mean: [0, 0], deviation: [0.98, 0.98] };

const look = (
  scores: [classId: number, score: number][],
  photoFeatures = [1, 0],
  modelId = "forage-n/2",
) => ({
  modelId,
  photoFeatures,
  scores: scores.map(([classId, score]) => ({ classId, score })),
});
const named = (classId: number, from: ReturnType<typeof look>, namedAt = 100): NamedBox => ({
  ...from,
  id: `${classId}-${namedAt}`,
  classId,
  namedAt,
});

describe("proposeName", () => {
  it("proposes the name of a box that looks the same, with its day", () => {
    const seen = look([[TOMATO, 0.5]]);
    expect(proposeName(seen, [named(PEPPER, seen, 7)], spread)).toEqual({ classId: PEPPER, namedAt: 7 });
  });

  it("takes the newest of the boxes most alike, and the nearest name", () => {
    const seen = look([[TOMATO, 0.5]]);
    const far = look([[TOMATO, 0.5]], [0.6, 0.8]);
    // half the photo's 0.6 and half the scores' 1
    expect(likeness(seen, far, spread)).toBeCloseTo(0.8);
    expect(proposeName(seen, [named(MELON, far), named(PEPPER, seen, 9)], spread)?.classId).toBe(PEPPER);
  });

  it("is quiet below the likeness, on a photo of another kind or of other scores", () => {
    const seen = look([[TOMATO, 0.5]]);
    expect(proposeName(seen, [named(PEPPER, look([[TOMATO, 0.5]], [0.78, 0.626]))], spread)).toBeUndefined(); // 0.89
    expect(proposeName(seen, [named(PEPPER, look([[TOMATO, 0.5]], [0.82, 0.572]))], spread)).toBeDefined(); // 0.91
    expect(proposeName(seen, [named(PEPPER, look([[MELON, 0.5]]))], spread)).toBeUndefined(); // 0.5
  });

  it("is quiet where two names are about as like", () => {
    const seen = look([[TOMATO, 0.5]]);
    const near = look([[TOMATO, 0.5]], [0.96, 0.28]); // 0.98
    expect(proposeName(seen, [named(PEPPER, seen), named(MELON, near)], spread)).toBeUndefined();
  });

  it("is quiet where the name is the model's own, or the model is sure", () => {
    const seen = look([[PEPPER, 0.5]]);
    expect(proposeName(seen, [named(PEPPER, seen)], spread)).toBeUndefined();
    const sure = look([[TOMATO, 0.85]]);
    expect(proposeName(sure, [named(PEPPER, sure)], spread)).toBeUndefined();
  });

  it("compares no boxes of another model, nor features of another length", () => {
    const seen = look([[TOMATO, 0.5]]);
    expect(
      proposeName(seen, [named(PEPPER, look([[TOMATO, 0.5]], [1, 0], "forage-n/3"))], spread),
    ).toBeUndefined();
    expect(proposeName(seen, [named(PEPPER, look([[TOMATO, 0.5]], [1]))], spread)).toBeUndefined();
    expect(proposeName(seen, [], spread)).toBeUndefined();
  });
});

describe("rememberBox", () => {
  const box = (id: number, modelId = "forage-n/2"): NamedBox => ({
    ...named(TOMATO, look([[PEPPER, 0.5]], [1, 0], modelId)),
    id: String(id),
  });

  it("lets the oldest go at the limit", () => {
    const full = Array.from({ length: MOST_NAMED }, (_, index) => box(index));
    const next = rememberBox(full, box(MOST_NAMED));
    expect(next).toHaveLength(MOST_NAMED);
    expect([next[0]?.id, next.at(-1)?.id]).toEqual(["1", String(MOST_NAMED)]);
  });

  it("keeps a box once, by its last name, and drops those of another model", () => {
    const renamed = { ...box(1), classId: MELON };
    expect(rememberBox([box(1), box(2)], renamed)).toEqual([box(2), renamed]);
    expect(rememberBox([box(1)], box(2, "forage-n/3"))).toEqual([box(2, "forage-n/3")]);
  });
});
