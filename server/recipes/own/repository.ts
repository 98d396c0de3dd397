import { and, asc, eq, gt, inArray, isNotNull, ne, sql } from "drizzle-orm";
import { recipeSchema } from "@/lib/contracts/recipes";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { foods, recipePictures, recipes } from "@/server/db/schema/recipes";
import type { Queries, Transaction } from "@/server/db/transaction";
import { nextRevision, type SeedRecipe, toRow } from "../seed/repository";

/**
 * Adds a person's recipes, read with the rules and foods `readWith` names; every process hears of them through their revision. A slug the person has already is left
 * as it is, unless they had removed it.
 * @returns the slugs that were added
 */
export async function addOwnRecipes(
  transaction: Transaction,
  entries: readonly SeedRecipe[],
  teamId: string,
  readWith: string,
): Promise<string[]> {
  if (entries.length === 0) return [];
  const numbers = await foodNumbers(transaction);
  const revision = await nextRevision(transaction);
  const rows = await transaction
    .insert(recipes)
    .values(entries.map((entry) => ({ ...toRow(entry, numbers, revision), ownerId: teamId, readWith })))
    .onConflictDoUpdate({
      target: recipes.slug,
      set: { removed: false, revision, updatedAt: new Date() },
      setWhere: and(eq(recipes.ownerId, teamId), eq(recipes.removed, true)),
    })
    .returning({ slug: recipes.slug });
  return rows.map((row) => row.slug);
}

/** Whose recipes have some addresses, those of removed ones too. */
export function readSlugs(
  queries: Queries,
  slugs: readonly string[],
): Promise<{ readonly slug: string; readonly ownerId: string | null; readonly removed: boolean }[]> {
  return queries
    .select({ slug: recipes.slug, ownerId: recipes.ownerId, removed: recipes.removed })
    .from(recipes)
    .where(inArray(recipes.slug, [...slugs]));
}

/** Replaces the person's recipe of the same slug. @returns false when there is none */
export async function replaceOwn(
  transaction: Transaction,
  entry: SeedRecipe,
  teamId: string,
  readWith: string,
): Promise<boolean> {
  const numbers = await foodNumbers(transaction);
  const revision = await nextRevision(transaction);
  const rows = await transaction
    .update(recipes)
    .set({ ...toRow(entry, numbers, revision), readWith, updatedAt: new Date() })
    .where(and(eq(recipes.slug, entry.recipe.slug), eq(recipes.ownerId, teamId), eq(recipes.removed, false)))
    .returning({ id: recipes.id });
  return rows.length > 0;
}

/** Replaces recipes of a person that the transaction holds. */
export async function replaceOwnRecipes(
  transaction: Transaction,
  entries: readonly SeedRecipe[],
  teamId: string,
  readWith: string,
): Promise<void> {
  const numbers = await foodNumbers(transaction);
  const revision = await nextRevision(transaction);
  for (const entry of entries)
    await transaction
      .update(recipes)
      .set({ ...toRow(entry, numbers, revision), readWith, updatedAt: new Date() })
      .where(and(eq(recipes.slug, entry.recipe.slug), eq(recipes.ownerId, teamId)));
}

/** A person's own recipes after a position, in the order they were added. */
export async function readOwn(
  queries: Queries,
  teamId: string,
  afterId: number,
  limit: number,
): Promise<{ readonly id: number; readonly recipe: Recipe; readonly pictureSha256: string | null }[]> {
  const rows = await queries
    .select({ id: recipes.id, body: recipes.body, pictureSha256: recipePictures.sha256 })
    .from(recipes)
    .leftJoin(recipePictures, and(eq(recipePictures.recipeId, recipes.id), eq(recipePictures.isShown, true)))
    .where(and(eq(recipes.ownerId, teamId), eq(recipes.removed, false), gt(recipes.id, afterId)))
    .orderBy(asc(recipes.id))
    .limit(limit);
  return rows.map(({ body, ...row }) => ({ ...row, recipe: recipeSchema.parse(body) }));
}

/** Own recipes after a position whose lines were read with something else than `reading`. */
export async function readReadOtherwise(
  queries: Queries,
  reading: string,
  afterId: number,
  limit: number,
): Promise<{ readonly id: number; readonly body: unknown; readonly contentHash: string }[]> {
  return await queries
    .select({ id: recipes.id, body: recipes.body, contentHash: recipes.contentHash })
    .from(recipes)
    .where(and(isNotNull(recipes.ownerId), ne(recipes.readWith, reading), gt(recipes.id, afterId)))
    .orderBy(asc(recipes.id))
    .limit(limit);
}

/** A recipe read again; null when it can no longer be read. */
export interface ReadAnew {
  readonly id: number;
  /** Of the recipe as it was read from the database. */
  readonly contentHash: string;
  readonly entry: SeedRecipe | null;
}

/**
 * Stores recipes that were read again. One that a person changed meanwhile is left alone; an unreadable one is
 * marked free of nothing.
 * @returns how many differ
 */
export async function keepReading(
  transaction: Transaction,
  list: readonly ReadAnew[],
  reading: string,
): Promise<number> {
  const numbers = await foodNumbers(transaction);
  const revision = await nextRevision(transaction);
  let changed = 0;
  for (const { id, contentHash, entry } of list) {
    const isSame = entry?.contentHash === contentHash;
    if (!isSame) changed++;
    const values = entry
      ? { ...toRow(entry, numbers, revision), slug: sql`${recipes.slug}` }
      : { safeMask: 0, revision };
    await transaction
      .update(recipes)
      .set({ ...(isSame ? {} : values), readWith: reading })
      .where(and(eq(recipes.id, id), eq(recipes.contentHash, contentHash)));
  }
  return changed;
}

async function foodNumbers(queries: Queries): Promise<Map<string, number>> {
  const rows = await queries.select({ id: foods.id, slug: foods.slug }).from(foods);
  return new Map(rows.map((row) => [row.slug, row.id]));
}

/** Marks a person's recipe as gone. @returns its id; undefined when there is none of that slug */
export async function removeOwn(
  transaction: Transaction,
  slug: string,
  teamId: string,
): Promise<number | undefined> {
  const revision = await nextRevision(transaction);
  const gone = await transaction
    .update(recipes)
    .set({ removed: true, revision })
    .where(and(eq(recipes.slug, slug), eq(recipes.ownerId, teamId), eq(recipes.removed, false)))
    .returning({ id: recipes.id });
  return gone[0]?.id;
}
