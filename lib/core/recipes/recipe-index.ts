import { createPostingLists } from "./posting-lists";
import type { Opener, RankedShelf, RankQuery } from "./rank-query";
import { createRanker } from "./rank-rows";
import { createRecipeColumns, type IndexedRecipe, isLive } from "./recipe-columns";
import type { PerShelf } from "./shelves";

export type { PersonalOrder, RankedShelf, RankQuery } from "./rank-query";
export type { IndexedRecipe } from "./recipe-columns";

/** The in-memory index over all recipes of a process; PostgreSQL stays the truth. */
export interface RecipeIndex {
  readonly size: number;
  readonly bytes: number;
  /** Adds a recipe or puts it in place of the one with its id. Costs its own ingredients. */
  upsert(recipe: IndexedRecipe): void;
  remove(id: number): void;
  rank(query: RankQuery): PerShelf<RankedShelf>;
  /** Foods that recipes lack which lack `lacking` foods in all, most recipes first. */
  lackedFoods(query: RankQuery, lacking: number): Opener[];
}

/**
 * Order: what lacks fewer foods stands first, always. Within that *use up most* puts first what uses more of what is there
 * (by how sure it is that it is there, half where it only seasons), then what spoils first, then taste, then the quicker
 * one; *quickest* puts the quicker one first. Ties by id. A push (a dislike) moves a recipe as if it used less, a taste (a
 * favourite, a season) decides among those that use as much.
 * @param staples the usual staples, left out of every count beforehand; a query pays only for what it changes of them
 * @throws RangeError for a recipe of more than 120 foods
 */
export function createRecipeIndex(
  recipes: readonly IndexedRecipe[],
  staples: ReadonlySet<number> = new Set(),
): RecipeIndex {
  const columns = createRecipeColumns(recipes.length);
  const lists = createPostingLists(recipes);
  const ranker = createRanker(columns, lists, staples);
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
      lists.add(row, recipe);
      if (lists.tailLength > 4096 + lists.bytes / 16) lists.compact((at) => isLive(columns.facts[at]!));
    },
    remove: columns.remove,
    ...ranker,
  };
}
