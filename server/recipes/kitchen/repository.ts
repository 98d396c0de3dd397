import { and, eq, isNull, lt } from "drizzle-orm";
import { kitchens, plannedMeals, stockedFoods } from "@/server/db/schema/kitchen";
import type { Queries, Transaction } from "@/server/db/transaction";

/** Until the transaction ends, other changes of this person's pantry and week wait. */
export async function lockKitchen(transaction: Transaction, teamId: string): Promise<void> {
  await transaction.insert(kitchens).values({ teamId }).onConflictDoNothing();
  await transaction
    .select({ teamId: kitchens.teamId })
    .from(kitchens)
    .where(eq(kitchens.teamId, teamId))
    .for("update");
}

export async function readIsPantryOn(queries: Queries, teamId: string): Promise<boolean> {
  const [row] = await queries
    .select({ isOn: kitchens.isPantryOn })
    .from(kitchens)
    .where(eq(kitchens.teamId, teamId));
  return row?.isOn ?? false;
}

export async function writeIsPantryOn(queries: Queries, teamId: string, isPantryOn: boolean): Promise<void> {
  await queries
    .insert(kitchens)
    .values({ teamId, isPantryOn })
    .onConflictDoUpdate({ target: kitchens.teamId, set: { isPantryOn } });
}

/** How much is kept of a person's pantry and week. */
export async function countKitchen(
  queries: Queries,
  teamId: string,
): Promise<{ readonly stockedFoods: number; readonly plannedMeals: number }> {
  const [foods, meals] = await Promise.all([
    queries.$count(stockedFoods, and(eq(stockedFoods.teamId, teamId), isNull(stockedFoods.removedAt))),
    queries.$count(plannedMeals, and(eq(plannedMeals.teamId, teamId), isNull(plannedMeals.removedAt))),
  ]);
  return { stockedFoods: foods, plannedMeals: meals };
}

export async function eraseStock(queries: Queries, teamId: string): Promise<void> {
  await queries.delete(stockedFoods).where(eq(stockedFoods.teamId, teamId));
}

export async function eraseWeek(queries: Queries, teamId: string): Promise<void> {
  await queries.delete(plannedMeals).where(eq(plannedMeals.teamId, teamId));
}

export async function eraseKitchen(queries: Queries, teamId: string): Promise<void> {
  await eraseStock(queries, teamId);
  await eraseWeek(queries, teamId);
  await queries.delete(kitchens).where(eq(kitchens.teamId, teamId));
}

/** Erases what was taken away before a time: no change that is still under way knows it. */
export async function eraseRemoved(queries: Queries, teamId: string, before: Date): Promise<void> {
  await queries
    .delete(stockedFoods)
    .where(and(eq(stockedFoods.teamId, teamId), lt(stockedFoods.removedAt, before)));
  await queries
    .delete(plannedMeals)
    .where(and(eq(plannedMeals.teamId, teamId), lt(plannedMeals.removedAt, before)));
}
