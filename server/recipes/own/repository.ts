import { and, eq } from "drizzle-orm";
import { type Database, getDatabase } from "@/server/db/client";
import { foods, recipes } from "@/server/db/schema/recipes";
import { nextRevision, type SeedRecipe, toRow } from "../seed/repository";

/** Adds a person's recipe; every process hears of it through its revision. */
export async function writeOwnRecipe(
  entry: SeedRecipe,
  userId: string,
  database: Database = getDatabase(),
): Promise<void> {
  await database.transaction(async (transaction) => {
    const rows = await transaction.select({ id: foods.id, slug: foods.slug }).from(foods);
    const numbers = new Map(rows.map((row) => [row.slug, row.id]));
    const revision = await nextRevision(transaction);
    await transaction.insert(recipes).values({ ...toRow(entry, numbers, revision), ownerId: userId });
  });
}

/** Marks a person's recipe as gone. @returns false when there is none of that slug */
export async function removeOwn(
  slug: string,
  userId: string,
  database: Database = getDatabase(),
): Promise<boolean> {
  return await database.transaction(async (transaction) => {
    const revision = await nextRevision(transaction);
    const gone = await transaction
      .update(recipes)
      .set({ removed: true, revision })
      .where(and(eq(recipes.slug, slug), eq(recipes.ownerId, userId), eq(recipes.removed, false)))
      .returning({ id: recipes.id });
    return gone.length > 0;
  });
}
