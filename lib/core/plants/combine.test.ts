import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AGREEMENT_SHARE, combineLeaves, combinePlant, KNOWN_SURE } from "./combine";
import type { Leaf, LeafReading } from "./leaves";

/** What is said of a leaf, as "species/condition". */
function says(key: string, sure: number, speciesSure = Math.max(sure, 0.9)): LeafReading {
  const [species = "", condition = ""] = key.split("/");
  return { species, condition, sure, speciesSure };
}
const leaf = (key: string, sure: number, speciesSure?: number): Leaf => [says(key, sure, speciesSure)];

describe("combinePlant", () => {
  it("says how many of the leaves look affected", () => {
    const blight = leaf("tomato/early blight", 0.8);
    expect(combinePlant([leaf("tomato/healthy", 0.5), blight, blight, blight])).toMatchObject({
      species: "tomato",
      leaves: 4,
      affected: 3,
      verdict: { kind: "condition", condition: "early blight" },
    });
  });

  it("names a plant from the known likelihood on, and none below", () => {
    expect(combinePlant([leaf("tomato/healthy", 0.5, KNOWN_SURE)]).verdict).toEqual({ kind: "healthy" });
    expect(combinePlant([leaf("tomato/healthy", 0.5, KNOWN_SURE - 0.01)]).verdict).toEqual({
      kind: "unsure",
      doubt: "weak",
    });
  });

  it("says so without leaves", () => {
    expect(combinePlant([])).toEqual({
      species: "",
      leaves: 0,
      affected: 0,
      verdict: { kind: "unsure", doubt: "no-leaf" },
      votes: [],
    });
  });

  it("abstains on a photo unlike any it learnt from, unless a person named the leaf", () => {
    const unlike = combinePlant([leaf("tomato/healthy", 0.95)], { isUnlike: true });
    expect(unlike.verdict).toEqual({ kind: "unsure", doubt: "unlike" });
    expect(combinePlant([leaf("tomato/healthy", 1)], { isUnlike: true }).verdict).toEqual({
      kind: "healthy",
    });
  });

  it("abstains when the leaves of one plant name different plants", () => {
    // votes are cubed: 0.9³ / (0.9³ + w³) is 0.7 at w = 0.678
    const split = combinePlant([leaf("tomato/healthy", 0.8, 0.9), leaf("apple/scab", 0.3, 0.68)]);
    expect(split.verdict).toEqual({ kind: "unsure", doubt: "split" });
    const agreed = combinePlant([leaf("tomato/healthy", 0.8, 0.9), leaf("apple/scab", 0.3, 0.67)]);
    expect(agreed).toMatchObject({ species: "tomato", verdict: { kind: "healthy" } });
    expect(0.9 ** 3 / (0.9 ** 3 + 0.68 ** 3)).toBeLessThan(AGREEMENT_SHARE);
    expect(0.9 ** 3 / (0.9 ** 3 + 0.67 ** 3)).toBeGreaterThan(AGREEMENT_SHARE);
  });

  it("is not talked out of two clear leaves by many vague ones", () => {
    // 2 · 0.9³ = 1.458 against 4 · 0.5³ = 0.5; summed as they are, 1.8 would lose to 2
    const vague = Array.from({ length: 4 }, () => leaf("apple/scab", 0.2, 0.5));
    const clear = Array.from({ length: 2 }, () => leaf("tomato/healthy", 0.8, 0.9));
    expect(combinePlant([...vague, ...clear])).toMatchObject({
      species: "tomato",
      verdict: { kind: "healthy" },
    });
  });

  it("does not choose between two close conditions", () => {
    // 0.42 / 0.7 = 0.6: just close
    const close = combinePlant([leaf("potato/late blight", 0.42), leaf("potato/early blight", 0.7)]);
    expect(close.verdict).toEqual({ kind: "between", first: "early blight", second: "late blight" });
    const clear = combinePlant([leaf("potato/late blight", 0.41), leaf("potato/early blight", 0.7)]);
    expect(clear.verdict).toEqual({ kind: "condition", condition: "early blight" });
  });

  it("counts a leaf that looks like two diseases once, and lets it vote for both", () => {
    const answer = combinePlant([[says("potato/early blight", 0.6), says("potato/late blight", 0.5)]]);
    expect(answer).toMatchObject({ leaves: 1, affected: 1, verdict: { kind: "between" } });
  });

  it("only watches one faint mark among many healthy leaves", () => {
    const healthy = Array.from({ length: 5 }, () => leaf("apple/healthy", 0.9));
    expect(combinePlant([...healthy, leaf("apple/scab", 0.4)]).verdict).toEqual({
      kind: "watch",
      condition: "scab",
    });
  });

  it("refuses likelihoods that cannot be", () => {
    expect(() => combinePlant([leaf("tomato/healthy", 0)])).toThrow(RangeError);
    expect(() => combinePlant([[]])).toThrow(RangeError);
  });
});

describe("combineLeaves", () => {
  it("keeps plants apart, the one with more votes first", () => {
    const plants = combineLeaves([leaf("apple/healthy", 0.6), leaf("tomato/healthy", 0.9)]);
    expect(plants.map((plant) => plant.species)).toEqual(["tomato", "apple"]);
  });
});

const anyLeaf = fc.array(
  fc.record({
    species: fc.constantFrom("tomato", "apple", "potato"),
    condition: fc.constantFrom("healthy", "early blight", "scab"),
    sure: fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }),
    speciesSure: fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 3 },
);

it("does not depend on the order of the leaves, and its votes sum to one", () => {
  fc.assert(
    fc.property(fc.array(anyLeaf, { minLength: 1, maxLength: 8 }), (leaves) => {
      const answer = combinePlant(leaves);
      const backwards = combinePlant([...leaves].reverse());
      expect(backwards.verdict.kind).toEqual(answer.verdict.kind);
      expect(backwards.affected).toBe(answer.affected);
      expect(answer.affected).toBeLessThanOrEqual(answer.leaves);
      expect(answer.votes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    }),
  );
});
