import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CARE_CARDS, careCard } from "./cards";
import { isHealthyCard } from "./care-card";
import { combineLeaves, HEALTHY, type LeafFinding, UNSURE_SCORE } from "./combine";

const taxonomy = z
  .object({
    classes: z.array(
      z.object({
        name: z.string(),
        kind: z.string(),
        species: z.string().optional(),
        condition: z.string().optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL("../../../training/taxonomy.json", import.meta.url), "utf8")));
const leafClasses = taxonomy.classes
  .filter((entry) => entry.kind === "leaf")
  .map((entry) => ({ species: entry.species!, condition: entry.condition! }));

describe("cards", () => {
  it("has exactly one for every leaf class", () => {
    const keys = (list: readonly { species: string; condition: string }[]) =>
      list.map(({ species, condition }) => `${species}/${condition}`).sort();
    expect(keys(CARE_CARDS)).toEqual(keys(leafClasses));
  });

  it("calls healthy what the class calls healthy, and nothing else", () => {
    for (const { species, condition } of leafClasses)
      expect(isHealthyCard(careCard(species, condition)!), species).toBe(condition === HEALTHY);
  });

  it("gives every card a full set of advice", () => {
    for (const card of CARE_CARDS) {
      expect(card.lookAlikes.length, card.title).toBeGreaterThan(0);
      expect(card.today.length, card.title).toBeGreaterThan(0);
      expect(card.prevention.length, card.title).toBeGreaterThan(0);
      for (const text of [card.whatItIs, card.fromPhoto, card.expert]) expect(text).toMatch(/\.$/);
    }
  });

  it("names no dose, no severity in per cent and no product", () => {
    const all = JSON.stringify(CARE_CARDS);
    expect(all).not.toMatch(
      /\d\s?(ml|g|l|kg|oz|ppm)\b|%|per cent|copper|sulphur|mancozeb|chlorothalonil|neem/i,
    );
  });

  it("points to local rules wherever it speaks of spraying, treating or insecticide as something to do", () => {
    for (const card of CARE_CARDS)
      if (/insecticide may|may be sprayed|Spraying|treatments? follow/.test(card.expert))
        expect(card.expert, card.title).toMatch(/local/);
  });
});

/** A leaf as "species/condition". */
function leaf(key: string, score: number, count = 1): LeafFinding {
  const [species = "", condition = ""] = key.split("/");
  return { species, condition, score, count };
}
const combine = (...findings: LeafFinding[]) => combineLeaves(findings);

describe("combineLeaves", () => {
  it("says how many of the leaves look affected", () => {
    const [plant] = combine(leaf("tomato/healthy", 0.5), leaf("tomato/early blight", 0.8, 3));
    expect(plant).toMatchObject({
      species: "tomato",
      leaves: 4,
      affected: 3,
      verdict: { kind: "condition", condition: "early blight" },
    });
  });

  it("abstains below the unsure score and answers at it", () => {
    expect(combine(leaf("tomato/healthy", UNSURE_SCORE - 0.01))[0]?.verdict).toEqual({ kind: "unsure" });
    expect(combine(leaf("tomato/healthy", UNSURE_SCORE))[0]?.verdict).toMatchObject({ kind: "healthy" });
  });

  it("does not choose between two close conditions", () => {
    // 0.42 / 0.7 = 0.6: just close
    const close = combine(leaf("potato/late blight", 0.42), leaf("potato/early blight", 0.7));
    expect(close[0]?.verdict).toEqual({
      kind: "between",
      first: "early blight",
      second: "late blight",
    });
    const clear = combine(leaf("potato/late blight", 0.41), leaf("potato/early blight", 0.7));
    expect(clear[0]?.verdict).toMatchObject({ kind: "condition" });
  });

  it("only watches one faint mark among many healthy leaves", () => {
    expect(combine(leaf("apple/healthy", 0.9, 5), leaf("apple/scab", 0.4))[0]?.verdict).toEqual({
      kind: "watch",
      condition: "scab",
    });
  });

  it("keeps plants apart, the one with more votes first", () => {
    const plants = combine(leaf("apple/healthy", 0.6), leaf("tomato/healthy", 0.9));
    expect(plants.map((plant) => plant.species)).toEqual(["tomato", "apple"]);
  });

  it("refuses scores and counts that cannot be", () => {
    expect(() => combine(leaf("tomato/healthy", 0))).toThrow(RangeError);
    expect(() => combine(leaf("tomato/healthy", 0.5, 0))).toThrow(RangeError);
  });
});

const anyFinding = fc
  .tuple(
    fc.constantFrom(...leafClasses),
    fc.record({
      score: fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  )
  .map(([meaning, seen]) => ({ ...meaning, ...seen }));

it("does not depend on the order of the leaves, and its votes sum to one", () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { minLength: 1, maxLength: 8 }), (findings) => {
      const forwards = combineLeaves(findings);
      const backwards = combineLeaves([...findings].reverse());
      expect(backwards.map((plant) => plant.species)).toEqual(forwards.map((plant) => plant.species));
      for (const plant of forwards) {
        expect(plant.votes.reduce((sum, vote) => sum + vote.share, 0)).toBeCloseTo(1, 6);
        expect(plant.affected).toBeLessThanOrEqual(plant.leaves);
      }
    }),
  );
});

it("keeps a condition in the lead when another leaf says the same", () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { minLength: 1, maxLength: 6 }), (findings) => {
      for (const plant of combineLeaves(findings)) {
        if (plant.verdict.kind !== "condition") continue;
        const { condition } = plant.verdict;
        const another = { species: plant.species, condition, count: 1, score: 0.8 };
        const more = combineLeaves([...findings, another]);
        const same = more.find((entry) => entry.species === plant.species);
        expect(same?.verdict).toEqual({ kind: "condition", condition });
      }
    }),
  );
});
