import { describe, expect, it } from "vitest";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "@/server/recipes/catalogue/catalogue";
import { readAbsurdCheck } from "./absurd";
import { type AskedKitchen, createTonight, singleFoods } from "./measure";
import { kitchensOf, readDrawnPantries } from "./pantries";

const catalogue = await readCatalogue();
const vocabulary = createVocabulary(catalogue.foods, catalogue.substitutions);
const answer = createTonight(catalogue, await readAbsurdCheck(vocabulary));
const singles = singleFoods(vocabulary, catalogue.recipes);
const drawn = kitchensOf(await readDrawnPantries(), vocabulary);

const shareRight = (kitchens: readonly AskedKitchen[]) =>
  kitchens.filter((kitchen) => answer(kitchen).isRight).length / kitchens.length;

describe("what can be cooked tonight", () => {
  it("is right for 81 of the 83 single classes of the detector", () => {
    expect(shareRight(singles.classes)).toBeGreaterThanOrEqual(0.975);
  });

  it("is right for each single food one cooks from, but for tortilla chips", () => {
    const wrong = singles.foods.filter((kitchen) => !answer(kitchen).isRight);
    expect(singles.foods.length).toBeGreaterThan(160);
    expect(wrong.map(({ name }) => name)).toEqual(["tortilla-chips"]);
  });

  it("is absurd for no single food", () => {
    const all = [...singles.classes, ...singles.foods, ...singles.seasonings];
    expect(all.filter((kitchen) => answer(kitchen).absurd.length > 0)).toEqual([]);
  });

  it("is right for each of the kitchens drawn from recipes and from photos", () => {
    for (const from of ["recipes", "photos"]) {
      const kitchens = drawn.filter((entry) => entry.from === from);
      expect(kitchens).toHaveLength(150);
      expect(shareRight(kitchens.map(({ kitchen }) => kitchen)), from).toBe(1);
    }
  });
});

describe("the measure", () => {
  const check = createTonight(catalogue, (foods, recipe) => (foods.includes("leek") ? [recipe.slug] : []));

  it("calls nothing right that lacks a food", () => {
    const answers = catalogue.foods.map((food) => check({ name: food.id, foods: [food.id] }));
    expect(answers.filter((entry) => entry.isRight && entry.missing.length > 0)).toEqual([]);
    expect(answers.some((entry) => entry.missing.length > 0)).toBe(true);
  });

  it("calls nothing right that is absurd", () => {
    const leek = check({ name: "leek", foods: ["leek"] });
    expect(leek).toMatchObject({ absurd: [leek.first], isRight: false });
  });

  it("calls nothing right where there is no suggestion", () => {
    expect(check({ name: "", foods: [] })).toMatchObject({ first: null, isRight: false });
  });

  it("asks kitchens that all have a food", () => {
    expect(drawn).toHaveLength(300);
    expect(drawn.filter(({ kitchen }) => kitchen.foods.length === 0)).toEqual([]);
  });
});
