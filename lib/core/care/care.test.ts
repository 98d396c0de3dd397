import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CARE_CARDS, careCard } from "./cards";
import { isHealthyCard } from "./care-card";
import { combineLeaves, type LeafClass, type LeafFinding, UNSURE_SCORE } from "./combine";

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
const leafClasses: LeafClass[] = taxonomy.classes
  .filter((entry) => entry.kind === "leaf")
  .map((entry) => ({ name: entry.name, species: entry.species!, condition: entry.condition! }));

describe("cards", () => {
  it("has exactly one for every leaf class", () => {
    expect(CARE_CARDS.map((card) => card.className).sort()).toEqual(
      leafClasses.map((leaf) => leaf.name).sort(),
    );
  });

  it("calls healthy what the class calls healthy, and nothing else", () => {
    for (const leaf of leafClasses)
      expect(isHealthyCard(careCard(leaf.name)!), leaf.name).toBe(leaf.condition === "healthy");
  });

  it("gives every card a full set of advice", () => {
    for (const card of CARE_CARDS) {
      expect(card.lookAlikes.length, card.className).toBeGreaterThan(0);
      expect(card.today.length, card.className).toBeGreaterThan(0);
      expect(card.prevention.length, card.className).toBeGreaterThan(0);
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
        expect(card.expert, card.className).toMatch(/local/);
  });
});

const leaf = (className: string, score: number, count = 1): LeafFinding => ({ className, score, count });
const combine = (...findings: LeafFinding[]) => combineLeaves(findings, leafClasses);

describe("combineLeaves", () => {
  it("says how many of the leaves look affected", () => {
    const [plant] = combine(leaf("tomato leaf", 0.5), leaf("tomato early blight leaf", 0.8, 3));
    expect(plant).toMatchObject({
      species: "tomato",
      leaves: 4,
      affected: 3,
      verdict: { kind: "condition", className: "tomato early blight leaf" },
    });
  });

  it("abstains below the unsure score and answers at it", () => {
    expect(combine(leaf("tomato leaf", UNSURE_SCORE - 0.01))[0]?.verdict).toEqual({ kind: "unsure" });
    expect(combine(leaf("tomato leaf", UNSURE_SCORE))[0]?.verdict).toMatchObject({ kind: "healthy" });
  });

  it("does not choose between two close conditions", () => {
    // 0.42 / 0.7 = 0.6: just close
    const close = combine(leaf("potato leaf late blight", 0.42), leaf("potato leaf early blight", 0.7));
    expect(close[0]?.verdict).toEqual({
      kind: "between",
      first: "potato leaf early blight",
      second: "potato leaf late blight",
    });
    const clear = combine(leaf("potato leaf late blight", 0.41), leaf("potato leaf early blight", 0.7));
    expect(clear[0]?.verdict).toMatchObject({ kind: "condition" });
  });

  it("only watches one faint mark among many healthy leaves", () => {
    expect(combine(leaf("apple leaf", 0.9, 5), leaf("apple scab leaf", 0.4))[0]?.verdict).toEqual({
      kind: "watch",
      className: "apple scab leaf",
    });
  });

  it("keeps plants apart, the one with more votes first", () => {
    const plants = combine(leaf("apple leaf", 0.6), leaf("tomato leaf", 0.9));
    expect(plants.map((plant) => plant.species)).toEqual(["tomato", "apple"]);
  });

  it("leaves out what is no leaf", () => {
    expect(combine(leaf("banana", 0.9))).toEqual([]);
  });

  it("refuses scores and counts that cannot be", () => {
    expect(() => combine(leaf("tomato leaf", 0))).toThrow(RangeError);
    expect(() => combine(leaf("tomato leaf", 0.5, 0))).toThrow(RangeError);
  });
});

const anyFinding = fc.record({
  className: fc.constantFrom(...leafClasses.map((entry) => entry.name)),
  score: fc.float({ min: Math.fround(0.01), max: 1, noNaN: true }),
  count: fc.integer({ min: 1, max: 5 }),
});

it("does not depend on the order of the leaves, and its votes sum to one", () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { minLength: 1, maxLength: 8 }), (findings) => {
      const forwards = combineLeaves(findings, leafClasses);
      const backwards = combineLeaves([...findings].reverse(), leafClasses);
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
      for (const plant of combineLeaves(findings, leafClasses)) {
        if (plant.verdict.kind !== "condition") continue;
        const { className } = plant.verdict;
        const more = combineLeaves([...findings, leaf(className, 0.8)], leafClasses);
        const same = more.find((entry) => entry.species === plant.species);
        expect(same?.verdict).toEqual({ kind: "condition", className });
      }
    }),
  );
});
