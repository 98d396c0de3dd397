import { readFile } from "node:fs/promises";
import { z } from "zod";
import { FOOD_ORIGINS } from "@/lib/core/recipes/food";
import type { Recipe } from "@/lib/core/recipes/recipe";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { projectPath } from "@/server/storage/project-root";

/** When in a day or a meal a dish is eaten. */
export const COURSES = [
  "breakfast",
  "main",
  "soup",
  "salad",
  "side",
  "snack",
  "sauce",
  "bread",
  "dessert",
  "drink",
] as const;
export type Course = (typeof COURSES)[number];

const ids = z.array(z.string().min(1));
const coursesSchema = z.record(z.enum(COURSES), ids);

/** What would be absurd as the first suggestion for a kitchen that holds nothing but foods of `only` and staples. */
const forbiddenSchema = z
  .object({
    only: ids.min(1),
    never: z
      .object({
        courses: z.array(z.enum(COURSES)).default([]),
        /** A dish that needs a food of one of these origins. */
        origins: z.array(z.enum(FOOD_ORIGINS)).default([]),
        /** A dish that needs one of these foods. */
        foods: ids.default([]),
        /** These dishes, by slug. */
        recipes: ids.default([]),
      })
      .strict(),
    because: z.string().min(10),
  })
  .strict();
export type ForbiddenFirst = z.infer<typeof forbiddenSchema>;

/** The course of each recipe, by slug. */
export async function readCourses(): Promise<Map<string, Course>> {
  const bySlug = new Map<string, Course>();
  for (const [course, slugs] of Object.entries(coursesSchema.parse(await readJson("courses.json"))))
    for (const slug of slugs) bySlug.set(slug, course as Course);
  return bySlug;
}

/** Pairs of a kitchen and a first suggestion that make no sense. */
export async function readForbiddenFirst(): Promise<ForbiddenFirst[]> {
  return z.array(forbiddenSchema).parse(await readJson("forbidden-first.json"));
}

/** Foods most kitchens have: what "one common thing more" means. */
export async function readCommonFoods(): Promise<Set<string>> {
  return new Set(ids.parse(await readJson("common.json")));
}

/** The reasons why a recipe must not come first for a kitchen; none when it may. */
export function forbiddenReasons(
  pantry: readonly string[],
  recipe: Recipe,
  { pairs, courses, vocabulary }: Readonly<ForbiddenContext>,
): string[] {
  const needed = recipe.ingredients.filter((item) => !item.optional).map((item) => item.foodId);
  const isNeeded = (foodIds: readonly string[]) => foodIds.some((id) => needed.includes(id));
  return pairs
    .filter(({ only }) => pantry.length > 0 && pantry.every((id) => only.includes(id)))
    .filter(({ never }) => {
      const course = courses.get(recipe.slug);
      return (
        (course !== undefined && never.courses.includes(course)) ||
        never.recipes.includes(recipe.slug) ||
        isNeeded(never.foods) ||
        needed.some((id) => never.origins.includes(vocabulary.byId.get(id)?.origin ?? "unknown"))
      );
    })
    .map(({ because }) => because);
}

export interface ForbiddenContext {
  readonly pairs: readonly ForbiddenFirst[];
  readonly courses: ReadonlyMap<string, Course>;
  readonly vocabulary: Vocabulary;
}

/** The recipes that one class of the detector opens. */
export interface ClassCoverage {
  /** It needs only the class's food and staples. */
  readonly alone: readonly Recipe[];
  /** It needs one common food more. */
  readonly withOneMore: readonly Recipe[];
}

/**
 * What one can cook from a class alone, and with one common food more. Optional ingredients are not needed; stand-ins
 * do not count, a more general food does (any pasta for fusilli).
 */
export function coverageOf(
  className: string,
  recipes: readonly Recipe[],
  vocabulary: Vocabulary,
  common: ReadonlySet<string>,
): ClassCoverage {
  const shown = vocabulary.byClass.get(className) ?? [];
  const given = new Set(shown.flatMap((food) => [food.id, ...food.countsAs]));
  const missing = (recipe: Recipe) =>
    recipe.ingredients
      .filter((item) => !item.optional && !given.has(item.foodId))
      .filter((item) => !vocabulary.byId.get(item.foodId)?.staple);
  const using = recipes.filter((recipe) =>
    recipe.ingredients.some((item) => !item.optional && given.has(item.foodId)),
  );
  return {
    alone: using.filter((recipe) => missing(recipe).length === 0),
    withOneMore: using.filter((recipe) => {
      const [first, ...rest] = missing(recipe);
      return first !== undefined && rest.length === 0 && common.has(first.foodId);
    }),
  };
}

async function readJson(name: string): Promise<unknown> {
  return JSON.parse(await readFile(projectPath("server", "recipes", "catalogue", name), "utf8"));
}
