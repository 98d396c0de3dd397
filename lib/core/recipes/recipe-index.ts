import { createPostingLists } from "./posting-lists";
import type { RankedPage, RankQuery } from "./rank-query";
import { createRanker } from "./rank-rows";
import { createRecipeColumns, type IndexedRecipe, isLive } from "./recipe-columns";

export type { PersonalOrder, RankedPage, RankQuery } from "./rank-query";
export type { IndexedRecipe } from "./recipe-columns";

/** The in-memory index over all recipes of a process; PostgreSQL stays the truth. */
export interface RecipeIndex {
  readonly size: number;
  readonly bytes: number;
  /** Adds a recipe or puts it in place of the one with its id. Costs its own ingredients. */
  upsert(recipe: IndexedRecipe): void;
  remove(id: number): void;
  rank(query: RankQuery): RankedPage;
}

/**
 * Order: *use up most*: more (confidence-weighted) foods used, then fewer missing, then quicker; *fewest missing*:
 * fewer missing, then more used, then quicker; *quickest*: quicker, then more used, then fewer missing. Ties by id.
 * Personal points move a recipe within the first of these: a food's worth of points is one food used more, one food
 * missing less, or ten minutes less.
 * @param staples the usual staples, left out of every count beforehand; a query pays only for what it changes of them
 * @throws RangeError for a recipe of more than 120 foods
 */
export function createRecipeIndex(
  recipes: readonly IndexedRecipe[],
  staples: ReadonlySet<number> = new Set(),
): RecipeIndex {
  const columns = createRecipeColumns(recipes.length);
  const lists = createPostingLists(recipes.map((recipe) => recipe.foods));
  const rank = createRanker(columns, lists, staples);
  const push = (recipe: IndexedRecipe) => {
    let needed = 0;
    for (let i = 0; i < recipe.foods.length; i++) if (!staples.has(recipe.foods[i]!)) needed++;
    return columns.push(recipe, needed);
  };
  for (const recipe of recipes) push(recipe);
  return {
    get size() {
      return columns.live;
    },
    get bytes() {
      return lists.bytes + columns.bytes;
    },
    upsert(recipe) {
      const row = push(recipe);
      lists.add(row, Array.from(recipe.foods));
      if (lists.tailLength > 4096 + lists.bytes / 16) lists.compact((at) => isLive(columns.facts[at]!));
    },
    remove: columns.remove,
    rank,
  };
}
