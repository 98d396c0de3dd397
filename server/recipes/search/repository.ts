import { and, arrayContains, asc, desc, eq, gt, lte, type SQL, sql } from "drizzle-orm";
import type { ListCursor } from "@/lib/contracts/recipes";
import { requiredMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import type { Diet } from "@/lib/core/recipes/diets";
import type { Allergen, Food } from "@/lib/core/recipes/food";
import { recipes } from "@/server/db/schema/recipes";
import type { Queries } from "@/server/db/transaction";
import { readRecipes, type StoredRecipe, visibleTo } from "../repository";
import { wordQuery } from "./word-query";

export interface RecipeSearch {
  readonly teamId: string;
  readonly ownOnly: boolean;
  /** Own recipes with lines that a person has yet to look at. */
  readonly toCheckOnly: boolean;
  readonly query: string;
  /** Names of foods, by which one named in another language is found. */
  readonly foodOf: (id: string) => Pick<Food, "name"> | undefined;
  readonly cuisine: string | null;
  readonly maxMinutes: number | null;
  readonly foodNumbers: readonly number[];
  readonly dishClass: string | null;
  readonly diets: readonly Diet[];
  readonly allergens: readonly Allergen[];
  readonly limit: number;
  readonly cursor?: ListCursor | null | undefined;
}

export interface RecipePageFound {
  readonly recipes: readonly StoredRecipe[];
  readonly total: number;
  /** True where counting was stopped: there are more than `total`. */
  readonly isAtLeast: boolean;
  /** Null after the last. */
  readonly next: ListCursor | null;
}

/** No reader needs an exact count beyond this, and counting a million rows is slow. */
const MAX_COUNTED = 10_000;
/** At most this many matches are ranked by relevance; with more, the word says little. */
const MAX_RANKED = 2_000;

/** Recipes that match every filter; by relevance when words are given, else by title. */
export async function searchRecipes(queries: Queries, search: RecipeSearch): Promise<RecipePageFound> {
  const words = wordQuery(search.query, search.foodOf);
  return words ? await byRelevance(queries, search, words) : await byTitle(queries, search);
}

/** Walks the index of titles from where the last page ended; a deep page costs no more than the first. */
async function byTitle(queries: Queries, search: RecipeSearch): Promise<RecipePageFound> {
  const where = and(...filters(search));
  const { cursor, limit } = search;
  const after =
    cursor && "title" in cursor
      ? sql`(${recipes.title}, ${recipes.id}) > (${cursor.title}, ${cursor.id})`
      : undefined;
  const rows = await queries
    .select({ id: recipes.id, title: recipes.title })
    .from(recipes)
    .where(and(where, after))
    .orderBy(asc(recipes.title), asc(recipes.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const some = queries
    .select({ id: recipes.id })
    .from(recipes)
    .where(where)
    .limit(MAX_COUNTED + 1);
  const counted = await queries.execute<{ n: number }>(
    sql`select count(*)::int as n from (${some.getSQL()}) as counted_to_a_limit`,
  );
  const last = page.at(-1);
  return {
    recipes: await inOrder(queries, page, search.teamId),
    ...capped(counted.rows[0]?.n ?? 0, MAX_COUNTED),
    next: rows.length > limit && last ? { title: last.title, id: last.id } : null,
  };
}

async function byRelevance(queries: Queries, search: RecipeSearch, words: string): Promise<RecipePageFound> {
  const asked = sql`to_tsquery('english', ${words})`;
  const offset = search.cursor && "offset" in search.cursor ? search.cursor.offset : 0;
  const matches = queries
    .select({ id: recipes.id, title: recipes.title, search: recipes.search })
    .from(recipes)
    .where(and(...filters(search), sql`${recipes.search} @@ ${asked}`))
    // an order, so that each page ranks the same matches
    .orderBy(asc(recipes.id))
    .limit(MAX_RANKED + 1)
    .as("matches");
  const rows = await queries
    .select({ id: matches.id, total: sql<number>`(count(*) over ())::int` })
    .from(matches)
    .orderBy(desc(sql`ts_rank(${matches.search}, ${asked})`), asc(matches.title), asc(matches.id))
    .limit(search.limit)
    .offset(offset);
  const found = capped(rows[0]?.total ?? 0, MAX_RANKED);
  const end = offset + rows.length;
  return {
    recipes: await inOrder(queries, rows, search.teamId),
    ...found,
    next: rows.length > 0 && end < found.total ? { offset: end } : null,
  };
}

function capped(counted: number, most: number): { total: number; isAtLeast: boolean } {
  return { total: Math.min(counted, most), isAtLeast: counted > most };
}

async function inOrder(
  queries: Queries,
  rows: readonly { id: number }[],
  teamId: string,
): Promise<StoredRecipe[]> {
  const ids = rows.map((row) => row.id);
  return await readRecipes(queries, ids, teamId);
}

function filters(search: RecipeSearch): (SQL | undefined)[] {
  const mask = requiredMask(search.diets, search.allergens);
  return [
    visibleTo(search.teamId),
    search.toCheckOnly ? gt(recipes.doubtfulLines, 0) : undefined,
    search.ownOnly || search.toCheckOnly ? eq(recipes.ownerId, search.teamId) : undefined,
    search.cuisine ? eq(recipes.cuisine, search.cuisine) : undefined,
    search.maxMinutes !== null ? lte(recipes.minutes, search.maxMinutes) : undefined,
    search.foodNumbers.length > 0 ? arrayContains(recipes.foodIds, [...search.foodNumbers]) : undefined,
    search.dishClass ? eq(recipes.dishClass, search.dishClass) : undefined,
    mask > 0 ? sql`(${recipes.safeMask} & ${mask}) = ${mask}` : undefined,
  ];
}
