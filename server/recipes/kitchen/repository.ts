import { and, eq, isNull, lt } from "drizzle-orm";
import { kitchens, plannedMeals, stockedFoods } from "@/server/db/schema/kitchen";
import type { Queries, Transaction } from "@/server/db/transaction";

/** Until the transaction ends, other changes of this person's pantry and week wait. */
export async function lockKitchen(transaction: Transaction, userId: string): Promise<void> {
  await transaction.insert(kitchens).values({ userId }).onConflictDoNothing();
  await transaction
    .select({ userId: kitchens.userId })
    .from(kitchens)
    .where(eq(kitchens.userId, userId))
    .for("update");
}

export async function readIsPantryOn(queries: Queries, userId: string): Promise<boolean> {
  const [row] = await queries
    .select({ isOn: kitchens.isPantryOn })
    .from(kitchens)
    .where(eq(kitchens.userId, userId));
  return row?.isOn ?? false;
}

export async function writeIsPantryOn(queries: Queries, userId: string, isPantryOn: boolean): Promise<void> {
  await queries
    .insert(kitchens)
    .values({ userId, isPantryOn })
    .onConflictDoUpdate({ target: kitchens.userId, set: { isPantryOn } });
}

/** How much is kept of a person's pantry and week. */
export async function countKitchen(
  queries: Queries,
  userId: string,
): Promise<{ readonly stockedFoods: number; readonly plannedMeals: number }> {
  const [foods, meals] = await Promise.all([
    queries.$count(stockedFoods, and(eq(stockedFoods.userId, userId), isNull(stockedFoods.removedAt))),
    queries.$count(plannedMeals, and(eq(plannedMeals.userId, userId), isNull(plannedMeals.removedAt))),
  ]);
  return { stockedFoods: foods, plannedMeals: meals };
}

export async function eraseStock(queries: Queries, userId: string): Promise<void> {
  await queries.delete(stockedFoods).where(eq(stockedFoods.userId, userId));
}

export async function eraseWeek(queries: Queries, userId: string): Promise<void> {
  await queries.delete(plannedMeals).where(eq(plannedMeals.userId, userId));
}

export async function eraseKitchen(queries: Queries, userId: string): Promise<void> {
  await eraseStock(queries, userId);
  await eraseWeek(queries, userId);
  await queries.delete(kitchens).where(eq(kitchens.userId, userId));
}

/** Erases what was taken away before a time: no change that is still under way knows it. */
export async function eraseRemoved(queries: Queries, userId: string, before: Date): Promise<void> {
  await queries
    .delete(stockedFoods)
    .where(and(eq(stockedFoods.userId, userId), lt(stockedFoods.removedAt, before)));
  await queries
    .delete(plannedMeals)
    .where(and(eq(plannedMeals.userId, userId), lt(plannedMeals.removedAt, before)));
}
