import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CARE_CARDS, careCard } from "./cards";
import { isHealthyCard } from "./care-card";
import { HEALTHY } from "./combine";

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
  .parse(
    JSON.parse(
      readFileSync(
        new URL("../../../training/src/forage_training/base_model/taxonomy.json", import.meta.url),
        "utf8",
      ),
    ),
  );
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
