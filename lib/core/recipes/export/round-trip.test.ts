import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draftFrom, readLines } from "../import/draft";
import { findRecipesInText } from "../import/find-in-text";
import { partStepGroups } from "../import/step-groups";
import { CUISINES, type Recipe } from "../recipe";
import { PLAIN_FOOD } from "../testing/plain-food";
import { createVocabulary } from "../vocabulary";
import { toJsonLdFile } from "./json-ld";
import { toMarkdown } from "./markdown";
import { toMealie } from "./mealie";
import type { RecipeWriter } from "./recipe-writer";
import { toTandoor } from "./tandoor";

const FOODS = ["onion", "flour", "milk"];
const vocabulary = createVocabulary(
  FOODS.map((id) => ({ ...PLAIN_FOOD, id, name: id, plural: id })),
  [],
);

/** Letters of the nine languages, as people write titles and steps. */
const word = fc.string({
  unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzäöüßéèçñøåęłśźżïëçãõàìů"),
  minLength: 2,
  maxLength: 9,
});
const words = (min: number, max: number) =>
  fc.array(word, { minLength: min, maxLength: max }).map((list) => list.join(" "));
const sentence = words(3, 9).map((text) => `${text[0]?.toUpperCase()}${text.slice(1)}.`);
const title = words(1, 4).map((text) => `${text[0]?.toUpperCase()}${text.slice(1)}`);
const group = words(1, 3);

const ingredient = fc.record({
  foodId: fc.constantFrom(...FOODS),
  quantity: fc.option(fc.integer({ min: 1, max: 900 })),
  unit: fc.constantFrom("g", "ml", "pc", "tbsp" as const),
  optional: fc.boolean(),
  isChosen: fc.boolean(),
});

const recipe: fc.Arbitrary<Recipe> = fc
  .record({
    title,
    summary: fc.oneof(fc.constant(""), sentence),
    cuisine: fc.constantFrom(...CUISINES),
    servings: fc.integer({ min: 1, max: 60 }),
    prepMinutes: fc.integer({ min: 1, max: 300 }),
    cookMinutes: fc.integer({ min: 0, max: 300 }),
    restMinutes: fc.integer({ min: 0, max: 900 }),
    // a page that says a line twice shows it twice, so a reader of pages takes it once
    ingredients: fc.uniqueArray(ingredient, {
      minLength: 1,
      maxLength: 8,
      selector: ({ foodId, quantity, unit, optional }) =>
        JSON.stringify([foodId, quantity, quantity === null ? null : unit, optional]),
    }),
    lineGroups: fc.uniqueArray(group, { maxLength: 3 }),
    steps: fc.uniqueArray(sentence, { minLength: 2, maxLength: 6 }),
    stepGroup: fc.option(group),
    tags: fc.uniqueArray(word, { maxLength: 4 }),
    categories: fc.uniqueArray(word, { maxLength: 2 }),
    stars: fc.option(fc.integer({ min: 1, max: 50 }).map((tenths) => tenths / 10)),
    notes: fc.array(sentence, { maxLength: 3 }),
    author: fc.option(title),
    yieldText: fc.option(
      fc.tuple(fc.integer({ min: 2, max: 40 }), word).map(([n, what]) => `${n} q${what}x`),
    ),
    source: fc.option(word.map((name) => `https://example.org/${encodeURIComponent(name)}`)),
  })
  .map(({ lineGroups, stepGroup, stars, source, ingredients, ...made }) => ({
    title: made.title,
    summary: made.summary,
    cuisine: made.cuisine,
    servings: made.servings,
    prepMinutes: made.prepMinutes,
    cookMinutes: made.cookMinutes,
    restMinutes: made.restMinutes,
    slug: "a-slug",
    dishClass: null,
    sourceUrl: source,
    steps: made.steps,
    ingredients: ingredients.map(({ quantity, unit, isChosen, ...item }, place) => {
      const amount = quantity === null ? "" : unit === "pc" ? `${quantity} ` : `${quantity} ${unit} `;
      const under = lineGroups[Math.floor((place * lineGroups.length) / ingredients.length)];
      return {
        ...item,
        quantity,
        unit: quantity === null ? null : unit,
        note: null,
        original: `${amount}${item.foodId}${item.optional ? ", optional" : ""}`,
        ...(isChosen ? { isChosen } : {}),
        ...(under === undefined ? {} : { group: under }),
      };
    }),
    extras: {
      yieldText: made.yieldText,
      stepGroups: stepGroup === null ? [] : [{ from: 0, title: stepGroup }],
      tags: made.tags,
      categories: made.categories,
      rating: stars === null ? null : { stars, count: null },
      notes: made.notes,
      author: made.author,
      language: null,
    },
  }));

const WRITERS: readonly (readonly [string, RecipeWriter])[] = [
  ["JSON-LD", toJsonLdFile],
  ["Mealie", toMealie],
  ["Tandoor", toTandoor],
];
const read = (document: unknown) => findRecipesInText(JSON.stringify(document))[0];

describe("exported and imported again", () => {
  it.each(WRITERS)("as %s, a recipe is exactly the same", (_, write) => {
    fc.assert(
      fc.property(recipe, (made) => {
        const { slug: _slug, dishClass: _dish, ...own } = made;
        expect(read(write(made, vocabulary, "full.jpg"))?.kept).toEqual(JSON.parse(JSON.stringify(own)));
      }),
      { numRuns: 60 },
    );
  });

  it.each(WRITERS)("as %s, one that somebody edited is read as edited", (_, write) => {
    fc.assert(
      fc.property(recipe, (made) => {
        const found = read({ ...write(made, vocabulary, null), name: "Another name" });
        expect(found?.title).toBe("Another name");
        expect(found?.kept).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  /** What other apps see of it, without Forage's own copy. */
  const essence = (made: Recipe) => {
    const lines = made.ingredients.map(({ original, group: under }) => [original, under]);
    const { extras } = made;
    const stepGroups = extras?.stepGroups ?? [];
    return { title: made.title, servings: made.servings, lines, steps: [...made.steps], stepGroups };
  };
  const essenceOf = (text: string) => {
    const [found] = findRecipesInText(text);
    if (!found) return undefined;
    const draft = draftFrom(found);
    const { steps, stepGroups } = partStepGroups(draft.steps);
    const lines = readLines(draft, vocabulary).map(({ ingredient: { original, group: under } }) => [
      original,
      under,
    ]);
    return { title: draft.title, servings: draft.servings, lines, steps, stepGroups };
  };

  it.each(WRITERS)("as %s without Forage's copy, its texts and headings are the same", (_, write) => {
    fc.assert(
      fc.property(recipe, (made) => {
        const { forage: _copy, ...document } = write(made, vocabulary, null);
        const wanted = essence(made);
        const one = (lines: ReturnType<typeof essence>["lines"]) =>
          lines.map(([line, under]) => [line?.replace(/(\d) (g|ml|tbsp) /, "$1 $2 "), under]);
        const found = essenceOf(JSON.stringify(document));
        expect({ ...found, lines: one(found?.lines ?? []) }).toEqual({ ...wanted, lines: one(wanted.lines) });
      }),
      { numRuns: 60 },
    );
  });

  it("as Markdown, its texts, headings and what stands beside them are the same", () => {
    fc.assert(
      fc.property(recipe, (made) => {
        const text = toMarkdown(made, vocabulary, null);
        expect(essenceOf(text)).toEqual(essence(made));
        const { notes: _, ...found } = findRecipesInText(text)[0]?.extras ?? {};
        const { notes: _notes, stepGroups: _groups, language: _language, ...wanted } = made.extras ?? {};
        const said = Object.entries(wanted).filter(
          ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
        );
        expect(found).toEqual(Object.fromEntries(said));
      }),
      { numRuns: 60 },
    );
  });

  it("as Markdown, signs that Markdown takes for its own stay", () => {
    const made = fc.sample(recipe, { numRuns: 1, seed: 1 })[0];
    if (!made) throw new RangeError("no sample");
    const odd = { ...made, title: "A*b_c [d] `e` #f", steps: ["1. not a number", "Mix a_b with *c*."] };
    const [found] = findRecipesInText(toMarkdown(odd, vocabulary, null));
    expect(found).toMatchObject({ title: odd.title });
    expect(found?.steps.at(-1)).toBe("Mix a_b with *c*.");
  });
});
