import { isSafe } from "@/lib/core/recipes/diet-and-allergen-filter";
import { requiredMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import { safetyMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import { allergenReport } from "@/lib/core/recipes/allergens";
import { freeOf } from "@/lib/core/recipes/allergens";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { findFaults } from "@/lib/core/recipes/catalogue-check";
import { DIETS, suits } from "@/lib/core/recipes/diets";
import { ALLERGENS, type Food, OTHER_FOOD } from "@/lib/core/recipes/food";
import { type Recipe, totalMinutes } from "@/lib/core/recipes/recipe";
import { foodsWithFacts } from "@/lib/core/recipes/season";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { projectRoot } from "@/server/storage/project-root";
import { readCatalogue } from "./catalogue";
import { COURSES, coverageOf, forbiddenReasons, readCommonFoods, readCourses, readForbiddenFirst } from "./measures";

// reads every recipe
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const catalogue = await readCatalogue();
const { recipes, foods } = catalogue;
const vocabulary = createVocabulary(foods, catalogue.substitutions);
const classList = z.array(z.object({ name: z.string(), kind: z.string() }));
const read = async (...parts: string[]) => JSON.parse(await readFile(path.join(projectRoot(), ...parts), "utf8"));
const taxonomy = z.object({ classes: classList }).parse(await read("training/src/forage_training/base_model/taxonomy.json"));
/** The classes of the newest model that ships: the taxonomy grows before a model has learned its new classes. */
const versions = await readdir(path.join(projectRoot(), "models", "forage-n"));
const newest = String(Math.max(...versions.map(Number)));
const shipped = classList.parse(await read("models", "forage-n", newest, "classes.json"));
const namesOf = (list: z.infer<typeof classList>, kind: string) =>
  list.filter((entry) => entry.kind === kind).map((entry) => entry.name);

const [courses, common, pairs] = await Promise.all([readCourses(), readCommonFoods(), readForbiddenFirst()]);

const foodsOf = (recipe: Recipe): Food[] => recipe.ingredients.map((item) => vocabulary.byId.get(item.foodId)!);

describe("every recipe", () => {
  it.each(recipes.map((recipe) => [recipe.slug, recipe] as const))("%s is sound", (_, recipe) => {
    expect(findFaults(recipe, vocabulary)).toEqual([]);
  });

  it("has a slug and a title of its own", () => {
    expect(new Set(recipes.map((recipe) => recipe.slug)).size).toBe(recipes.length);
    expect(new Set(recipes.map((recipe) => recipe.title.toLowerCase())).size).toBe(recipes.length);
  });

  it("repeats no step of another recipe", () => {
    const steps = recipes.flatMap((recipe) => recipe.steps).filter((step) => step.length > 60);
    expect(new Set(steps).size).toBe(steps.length);
  });
});

describe("safety", () => {
  it("knows the allergens of every food but the one that stands for all others", () => {
    const unknown = foods.filter((food) => food.allergens === null);
    expect(unknown.map((food) => food.id)).toEqual([OTHER_FOOD]);
  });

  it("never passes a recipe for a person who avoids what one of its foods holds or may hold", () => {
    for (const recipe of recipes) {
      const mask = safetyMask(foodsOf(recipe));
      for (const allergen of ALLERGENS) {
        const touched = foodsOf(recipe).some(
          (food) => food.allergens!.includes(allergen) || food.allergensToCheck.includes(allergen),
        );
        expect(isSafe(mask, requiredMask([], [allergen])), `${recipe.slug} and ${allergen}`).toBe(!touched);
      }
    }
  });

  it("never passes any recipe for an avoided allergen once one of its foods has no data", () => {
    for (const recipe of recipes) {
      const [first, ...rest] = foodsOf(recipe);
      const mask = safetyMask([{ ...first!, allergens: null }, ...rest]);
      for (const allergen of ALLERGENS) expect(isSafe(mask, requiredMask([], [allergen]))).toBe(false);
    }
  });

  it("keeps diets consistent with each other and with the allergens", () => {
    for (const recipe of recipes) {
      const used = foodsOf(recipe);
      const yes = (diet: (typeof DIETS)[number]) => suits(diet, used) === "yes";
      if (yes("vegan")) {
        expect(yes("vegetarian"), recipe.slug).toBe(true);
        expect(yes("lactose-free"), recipe.slug).toBe(true);
        expect(freeOf("eggs", used), recipe.slug).toBe("yes");
      }
      if (yes("vegetarian")) expect(yes("pescatarian"), recipe.slug).toBe(true);
      expect(yes("gluten-free"), recipe.slug).toBe(freeOf("gluten", used) === "yes");
      expect(allergenReport(used).complete, recipe.slug).toBe(true);
    }
  });

  it("makes nothing raw of a fish that a photo can show: nothing says that it is fit for it", () => {
    const raw = recipes.filter((recipe) => ["sashimi", "sushi"].includes(recipe.dishClass ?? ""));
    expect(raw.length).toBeGreaterThan(1);
    const shownFish = raw.flatMap(foodsOf).filter((food) => food.origin === "fish" && food.classes.length > 0);
    expect(shownFish.map((food) => food.id)).toEqual([]);
  });

  it("lets a swap keep no worse data than the food it replaces", () => {
    for (const swap of catalogue.substitutions) {
      expect(vocabulary.byId.get(swap.use)?.allergens, `${swap.use} for ${swap.wanted}`).not.toBeNull();
      expect(swap.use).not.toBe(swap.wanted);
    }
  });
});

describe("coverage", () => {
  it("has at least 1150 recipes", () => {
    expect(recipes.length).toBeGreaterThanOrEqual(1150);
  });

  it("has a food for every ingredient class and no food that claims another kind of class", () => {
    const claimed = new Set(foods.flatMap((food) => food.classes));
    expect(namesOf(shipped, "ingredient").filter((name) => !claimed.has(name))).toEqual([]);
    expect([...claimed].filter((name) => !namesOf(taxonomy.classes, "ingredient").includes(name))).toEqual([]);
  });

  it("uses every ingredient class in at least five recipes", () => {
    const uses = (name: string) => {
      const ids = new Set((vocabulary.byClass.get(name) ?? []).map((food) => food.id));
      return recipes.filter((recipe) => recipe.ingredients.some((item) => ids.has(item.foodId) && !item.optional));
    };
    expect(namesOf(shipped, "ingredient").filter((name) => uses(name).length < 5)).toEqual([]);
  });

  it("cooks at least three dishes from each ingredient class alone, and five with one common food more", () => {
    const holes = namesOf(taxonomy.classes, "ingredient").flatMap((name) => {
      const { alone, withOneMore } = coverageOf(name, recipes, vocabulary, common);
      return alone.length < 3 || withOneMore.length < 5
        ? [`${name}: ${alone.length} alone, ${withOneMore.length} with one more`]
        : [];
    });
    expect(holes).toEqual([]);
  });

  it("has something for each course, and 430 recipes of 20 minutes or less", () => {
    for (const course of COURSES)
      expect([...courses.values()].filter((entry) => entry === course).length, course).toBeGreaterThanOrEqual(20);
    expect(recipes.filter((recipe) => totalMinutes(recipe) <= 20).length).toBeGreaterThanOrEqual(430);
  });

  it("makes every dish class, and no dish that is not one", () => {
    const made = new Set(recipes.flatMap((recipe) => recipe.dishClass ?? []));
    expect(namesOf(shipped, "dish").filter((name) => !made.has(name))).toEqual([]);
    expect([...made].filter((name) => !namesOf(taxonomy.classes, "dish").includes(name))).toEqual([]);
  });

  it("has every diet, and ten cuisines of at least five recipes", () => {
    for (const diet of DIETS) {
      const suitable = recipes.filter((recipe) => suits(diet, foodsOf(recipe)) === "yes");
      expect(suitable.length, diet).toBeGreaterThan(20);
    }
    const byCuisine = [...new Set(recipes.map((recipe) => recipe.cuisine))].map((name) =>
      recipes.filter((recipe) => recipe.cuisine === name),
    );
    expect(byCuisine.filter((list) => list.length >= 5).length).toBeGreaterThanOrEqual(10);
  });

  it("uses every food but those that are there to read other people's lines", async () => {
    const toReadPath = path.join(projectRoot(), "server", "recipes", "catalogue", "foods-to-read.json");
    const used = new Set(recipes.flatMap((recipe) => recipe.ingredients.map((item) => item.foodId)));
    const toRead = z.array(z.object({ id: z.string() })).parse(JSON.parse(await readFile(toReadPath, "utf8")));
    expect(foods.filter((food) => !used.has(food.id)).map((food) => food.id)).toEqual([
      OTHER_FOOD,
      ...toRead.map((food) => food.id),
    ]);
  });
});

describe("the measures", () => {
  it("put every recipe into one course, and name no other", () => {
    expect([...courses.keys()].sort()).toEqual(recipes.map((recipe) => recipe.slug).sort());
  });

  it("name only foods and recipes that there are", () => {
    const foodIds = [...common, ...pairs.flatMap(({ only, never }) => [...only, ...never.foods])];
    expect(foodIds.filter((id) => !vocabulary.byId.has(id))).toEqual([]);
    expect(pairs.flatMap(({ never }) => never.recipes).filter((slug) => !courses.has(slug))).toEqual([]);
  });

  it("forbid a sweet dish from minced meat alone, and not from minced meat with fruit", () => {
    const crumble = recipes.find((recipe) => recipe.slug === "apple-crumble")!;
    const context = { pairs, courses, vocabulary };
    expect(forbiddenReasons(["ground-beef"], crumble, context)).toHaveLength(1);
    expect(forbiddenReasons(["ground-beef", "apple"], crumble, context)).toEqual([]);
    expect(forbiddenReasons([], crumble, context)).toEqual([]);
  });

  it("forbid no dish that needs nothing but the food itself, unless another is left", () => {
    const context = { pairs, courses, vocabulary };
    const stuck = namesOf(shipped, "ingredient").filter((name) => {
      const pantry = (vocabulary.byClass.get(name) ?? []).map((food) => food.id);
      const { alone } = coverageOf(name, recipes, vocabulary, common);
      return alone.length > 0 && alone.every((recipe) => forbiddenReasons(pantry, recipe, context).length > 0);
    });
    expect(stuck).toEqual([]);
  });
});

it("knows every food it calls seasonal or quick to spoil", () => {
  expect(foodsWithFacts().filter((id) => !vocabulary.byId.has(id))).toEqual([]);
});
