import { and, eq, isNull, lt } from "drizzle-orm";
import {
  kitchenChanges,
  kitchens,
  plannedMeals,
  shoppingLines,
  stockedFoods,
} from "@/server/db/schema/kitchen";
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

/** Writes down that a change is made. @returns false where it was before */
export async function isNewChange(queries: Queries, teamId: string, id: string): Promise<boolean> {
  const rows = await queries
    .insert(kitchenChanges)
    .values({ teamId, id })
    .onConflictDoNothing()
    .returning({ id: kitchenChanges.id });
  return rows.length > 0;
}

/** What an earlier change took that was not there, by row; null where it was not made, or long ago. */
export async function readShort(
  queries: Queries,
  teamId: string,
  id: string,
): Promise<Readonly<Record<string, number>> | null> {
  const [row] = await queries
    .select({ short: kitchenChanges.short })
    .from(kitchenChanges)
    .where(and(eq(kitchenChanges.teamId, teamId), eq(kitchenChanges.id, id)));
  return row?.short ?? null;
}

export async function writeShort(
  queries: Queries,
  teamId: string,
  id: string,
  short: Readonly<Record<string, number>>,
): Promise<void> {
  await queries
    .update(kitchenChanges)
    .set({ short })
    .where(and(eq(kitchenChanges.teamId, teamId), eq(kitchenChanges.id, id)));
}

/** How much is kept of a person's pantry, week and shopping list. */
export async function countKitchen(
  queries: Queries,
  teamId: string,
): Promise<{
  readonly stockedFoods: number;
  readonly plannedMeals: number;
  readonly shoppingLines: number;
}> {
  const [foods, meals, lines] = await Promise.all([
    queries.$count(stockedFoods, and(eq(stockedFoods.teamId, teamId), isNull(stockedFoods.removedAt))),
    queries.$count(plannedMeals, and(eq(plannedMeals.teamId, teamId), isNull(plannedMeals.removedAt))),
    queries.$count(shoppingLines, and(eq(shoppingLines.teamId, teamId), isNull(shoppingLines.removedAt))),
  ]);
  return { stockedFoods: foods, plannedMeals: meals, shoppingLines: lines };
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
  await queries.delete(shoppingLines).where(eq(shoppingLines.teamId, teamId));
  await queries.delete(kitchenChanges).where(eq(kitchenChanges.teamId, teamId));
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
  await queries
    .delete(shoppingLines)
    .where(and(eq(shoppingLines.teamId, teamId), lt(shoppingLines.removedAt, before)));
  await queries
    .delete(kitchenChanges)
    .where(and(eq(kitchenChanges.teamId, teamId), lt(kitchenChanges.madeAt, before)));
}
