import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { stockedFoodSchema } from "@/lib/contracts/stock";
import type { StockedFood, StockValues } from "@/lib/core/recipes/stock/stocked-food";
import { stockedFoods } from "@/server/db/schema/kitchen";
import { foods } from "@/server/db/schema/recipes";
import type { Queries, Transaction } from "@/server/db/transaction";
import type { RowWriter } from "../row-steps";

const FOOD = {
  id: stockedFoods.id,
  changeId: stockedFoods.changeId,
  foodId: foods.slug,
  quantity: stockedFoods.quantity,
  unit: stockedFoods.unit,
  place: stockedFoods.place,
  bestBefore: stockedFoods.bestBefore,
};

export async function readStock(queries: Queries, teamId: string): Promise<StockedFood[]> {
  const rows = await queries
    .select(FOOD)
    .from(stockedFoods)
    .innerJoin(foods, eq(foods.id, stockedFoods.foodId))
    .where(and(eq(stockedFoods.teamId, teamId), isNull(stockedFoods.removedAt)))
    .orderBy(asc(foods.slug), asc(stockedFoods.id));
  return rows.map((row) => stockedFoodSchema.parse(row));
}

/** Rows of a team as they truly stand, also those that were taken away. */
export async function readHeld(
  queries: Queries,
  teamId: string,
  ids: readonly string[],
): Promise<readonly (StockedFood & { readonly isRemoved: boolean })[]> {
  if (ids.length === 0) return [];
  const rows = await queries
    .select({ ...FOOD, removedAt: stockedFoods.removedAt })
    .from(stockedFoods)
    .innerJoin(foods, eq(foods.id, stockedFoods.foodId))
    .where(and(eq(stockedFoods.teamId, teamId), inArray(stockedFoods.id, [...ids])));
  return rows.map(({ removedAt, ...row }) => ({
    ...stockedFoodSchema.parse(row),
    isRemoved: removedAt !== null,
  }));
}

/** @param numberOf of every food that the change names */
export function stockWriter(
  transaction: Transaction,
  teamId: string,
  numberOf: (foodId: string) => number,
): RowWriter<StockValues> {
  return {
    read: async (ids) => {
      const rows = await transaction
        .select({ id: stockedFoods.id, changeId: stockedFoods.changeId, teamId: stockedFoods.teamId })
        .from(stockedFoods)
        .where(inArray(stockedFoods.id, [...ids]));
      return rows.map(({ teamId: owner, ...row }) => ({ ...row, isOwn: owner === teamId }));
    },
    put: async (id, { foodId, ...values }, changeId) => {
      const row = { ...values, foodId: numberOf(foodId), changeId, removedAt: null };
      await transaction
        .insert(stockedFoods)
        .values({ id, teamId, ...row })
        .onConflictDoUpdate({ target: stockedFoods.id, set: row });
    },
    remove: async (id, changeId) => {
      await transaction
        .update(stockedFoods)
        .set({ changeId, removedAt: new Date() })
        .where(eq(stockedFoods.id, id));
    },
  };
}
