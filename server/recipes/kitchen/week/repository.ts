import { and, asc, between, eq, inArray, isNull } from "drizzle-orm";
import { recipeSchema } from "@/lib/contracts/recipes";
import { plannedMealSchema, type Week } from "@/lib/contracts/week";
import type { MealValues } from "@/lib/core/recipes/week/planned-meal";
import { plannedMeals } from "@/server/db/schema/kitchen";
import { recipes } from "@/server/db/schema/recipes";
import type { Queries, Transaction } from "@/server/db/transaction";
import { visibleTo } from "../../repository";
import type { RowWriter } from "../row-steps";

/** The meals of these days, both included, in their order, and their recipes. */
export async function readWeek(
  queries: Queries,
  teamId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Week> {
  const rows = await queries
    .select({
      id: plannedMeals.id,
      changeId: plannedMeals.changeId,
      slug: recipes.slug,
      day: plannedMeals.day,
      cooked: plannedMeals.cooked,
      eaten: plannedMeals.eaten,
      leftoverOf: plannedMeals.leftoverOf,
      body: recipes.body,
    })
    .from(plannedMeals)
    .innerJoin(recipes, eq(recipes.id, plannedMeals.recipeId))
    .where(
      and(
        eq(plannedMeals.teamId, teamId),
        isNull(plannedMeals.removedAt),
        between(plannedMeals.day, from, to),
        visibleTo(teamId),
      ),
    )
    .orderBy(asc(plannedMeals.day), asc(plannedMeals.id));
  const bySlug = new Map(rows.map(({ slug, body }) => [slug, body]));
  return {
    meals: rows.map((row) => plannedMealSchema.parse(row)),
    recipes: [...bySlug.values()].map((body) => recipeSchema.parse(body)),
  };
}

/** The numbers of the recipes a person may see, by slug. */
export async function readRecipeNumbers(
  queries: Queries,
  teamId: string,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (slugs.length === 0) return new Map();
  const rows = await queries
    .select({ id: recipes.id, slug: recipes.slug })
    .from(recipes)
    .where(and(inArray(recipes.slug, [...slugs]), visibleTo(teamId)));
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}

/** @param numberOf of every recipe that the change names */
export function mealWriter(
  transaction: Transaction,
  teamId: string,
  numberOf: (slug: string) => number,
): RowWriter<MealValues> {
  return {
    read: async (ids) => {
      const rows = await transaction
        .select({ id: plannedMeals.id, changeId: plannedMeals.changeId, teamId: plannedMeals.teamId })
        .from(plannedMeals)
        .where(inArray(plannedMeals.id, [...ids]));
      return rows.map(({ teamId: owner, ...row }) => ({ ...row, isOwn: owner === teamId }));
    },
    put: async (id, { slug, ...values }, changeId) => {
      const row = { ...values, recipeId: numberOf(slug), changeId, removedAt: null };
      await transaction
        .insert(plannedMeals)
        .values({ id, teamId, ...row })
        .onConflictDoUpdate({ target: plannedMeals.id, set: row });
    },
    remove: async (id, changeId) => {
      await transaction
        .update(plannedMeals)
        .set({ changeId, removedAt: new Date() })
        .where(eq(plannedMeals.id, id));
    },
  };
}
