import { z } from "zod";
import { type MealValues, MOST_SERVINGS, type PlannedMeal } from "../core/recipes/week/planned-meal";
import { recipeSchema } from "./recipes";
import { rowChangeSchema, rowStepSchema } from "./row-changes";
import { daySchema } from "./stock";

const servings = z.number().int().max(MOST_SERVINGS);

export const mealValuesSchema = z
  .object({
    slug: z.string().min(1).max(80),
    day: daySchema,
    cooked: servings.min(0),
    eaten: servings.min(1),
    leftoverOf: z.uuid().nullable(),
  })
  .refine(({ cooked, leftoverOf }) => (cooked === 0) === (leftoverOf !== null), {
    message: "a leftover is not cooked",
  })
  .refine(({ cooked, eaten, leftoverOf }) => leftoverOf !== null || eaten <= cooked, {
    message: "more is eaten than cooked",
  }) satisfies z.ZodType<MealValues>;

export const mealChangeSchema = rowChangeSchema(rowStepSchema(mealValuesSchema));

export const plannedMealSchema = z.object({
  id: z.uuid(),
  changeId: z.uuid(),
  slug: z.string(),
  day: z.iso.date(),
  cooked: z.number().int(),
  eaten: z.number().int(),
  leftoverOf: z.uuid().nullable(),
}) satisfies z.ZodType<PlannedMeal>;

/** Every planned meal, with the recipes they are of. */
export const weekSchema = z.object({
  meals: z.array(plannedMealSchema),
  recipes: z.array(recipeSchema),
});
export type Week = z.infer<typeof weekSchema>;

/** The days to read, both included. */
export const weekRequestSchema = z.object({ from: daySchema, to: daySchema });
