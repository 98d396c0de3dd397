import { and, asc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { foodSchema, recipeSchema } from "@/lib/contracts/recipes";
import type { Food, Substitution } from "@/lib/core/recipes/food";
import type { Recipe } from "@/lib/core/recipes/recipe";
import {
  foodSubstitutions,
  foods,
  recipePictures,
  recipeRevision,
  recipes,
} from "@/server/db/schema/recipes";
import type { Queries } from "@/server/db/transaction";

/** The vocabulary as the database keeps it, with the number of each food. */
export interface StoredVocabulary {
  readonly foods: readonly { readonly number: number; readonly food: Food }[];
  readonly substitutions: readonly Substitution[];
}

/** What a process needs to keep its index up to date. */
export interface RecipeChange {
  readonly id: number;
  readonly requiredFoods: readonly number[];
  readonly mainFoods: readonly number[];
  readonly minutes: number;
  readonly safeMask: number;
  readonly servings: number;
  readonly effort: number;
  /** Null for the catalogue. */
  readonly ownerId: string | null;
  readonly removed: boolean;
  readonly revision: number;
}

export interface StoredRecipe {
  readonly id: number;
  readonly recipe: Recipe;
  /** Of its picture that is kept; null where it is drawn. */
  readonly pictureId: number | null;
}

/** A position in the stream of changes; the stream is ordered by revision, then id. */
export interface ChangePosition {
  readonly revision: number;
  readonly id: number;
}

export async function readVocabulary(queries: Queries): Promise<StoredVocabulary> {
  const rows = await queries.select().from(foods).orderBy(asc(foods.id));
  const slugOf = new Map(rows.map((row) => [row.id, row.slug]));
  const swaps = await queries.select().from(foodSubstitutions);
  return {
    foods: rows.map((row) => ({ number: row.id, food: foodSchema.parse(row.facts) })),
    substitutions: swaps.map((row) => ({
      wanted: slugOf.get(row.wantedId) ?? "",
      use: slugOf.get(row.useId) ?? "",
      ratio: row.ratio,
      note: row.note,
    })),
  };
}

/** The catalogue's revision; 0 before the first seed. */
export async function readRevision(queries: Queries): Promise<number> {
  const [row] = await queries.select({ value: recipeRevision.value }).from(recipeRevision);
  return row?.value ?? 0;
}

/** Changes after a position, oldest first, at most `limit`. */
export async function readChanges(
  queries: Queries,
  after: ChangePosition,
  limit: number,
): Promise<RecipeChange[]> {
  return await queries
    .select({
      id: recipes.id,
      requiredFoods: recipes.requiredFoodIds,
      mainFoods: recipes.mainFoodIds,
      minutes: recipes.minutes,
      safeMask: recipes.safeMask,
      servings: recipes.servings,
      effort: recipes.effort,
      ownerId: recipes.ownerId,
      removed: recipes.removed,
      revision: recipes.revision,
    })
    .from(recipes)
    // as one comparison of rows the index begins at the position; as two with an "or" it is read from its start
    .where(sql`(${recipes.revision}, ${recipes.id}) > (${after.revision}, ${after.id})`)
    .orderBy(asc(recipes.revision), asc(recipes.id))
    .limit(limit);
}

/** The named recipes that are still there, in the order of `ids`. */
export async function readRecipes(
  queries: Queries,
  ids: readonly number[],
  teamId: string,
): Promise<StoredRecipe[]> {
  if (ids.length === 0) return [];
  const rows = await queries
    .select({ id: recipes.id, body: recipes.body, pictureId: recipePictures.id })
    .from(recipes)
    .leftJoin(
      recipePictures,
      and(
        eq(recipePictures.recipeId, recipes.id),
        eq(recipePictures.isShown, true),
        eq(recipePictures.state, "kept"),
      ),
    )
    .where(and(inArray(recipes.id, [...ids]), visibleTo(teamId)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [{ id, recipe: recipeSchema.parse(row.body), pictureId: row.pictureId }] : [];
  });
}

export async function readRecipe(
  queries: Queries,
  slug: string,
  teamId: string,
): Promise<{ id: number; recipe: Recipe; isOwn: boolean } | undefined> {
  const [row] = await queries
    .select({ id: recipes.id, body: recipes.body, ownerId: recipes.ownerId })
    .from(recipes)
    .where(and(eq(recipes.slug, slug), visibleTo(teamId)));
  return row
    ? { id: row.id, recipe: recipeSchema.parse(row.body), isOwn: row.ownerId === teamId }
    : undefined;
}

/** The shipped catalogue is everybody's, an own recipe its owner's alone. */
export function visibleTo(teamId: string): SQL | undefined {
  return and(sql`not ${recipes.removed}`, or(isNull(recipes.ownerId), eq(recipes.ownerId, teamId)));
}
