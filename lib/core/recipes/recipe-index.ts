import { isSafe } from "./diets";
import { createPostingLists } from "./posting-lists";
import type { RankMode } from "./rank-mode";
import { createTopRows } from "./top-rows";

/** What ranking needs of a recipe. Foods are the numeric ids of the food table. */
export interface IndexedRecipe {
  readonly id: number;
  /** Distinct foods it cannot do without, staples included. */
  readonly foods: ArrayLike<number>;
  readonly minutes: number;
  /** From `safetyMask`. */
  readonly safeMask: number;
}

export interface RankQuery {
  /** Weight in (0, 1] of each food the pantry can serve as; staples are not in it. */
  readonly weights: ReadonlyMap<number, number>;
  /** Foods never counted as missing. */
  readonly staples: ReadonlySet<number>;
  readonly mode: RankMode;
  /** At most this many foods to buy; null for any number. */
  readonly maxMissing: number | null;
  /** From `requiredMask`. */
  readonly requiredMask: number;
  readonly limit: number;
  readonly offset: number;
}

export interface RankedPage {
  /** Recipe ids, best first. */
  readonly ids: number[];
  /** How many recipes use at least one food and pass the filters. */
  readonly total: number;
}

/** The in-memory index over all recipes of a process; PostgreSQL stays the truth. */
export interface RecipeIndex {
  readonly size: number;
  readonly bytes: number;
  /** Adds a recipe or puts it in place of the one with its id. Costs its own ingredients. */
  upsert(recipe: IndexedRecipe): void;
  remove(id: number): void;
  rank(query: RankQuery): RankedPage;
}

/** A weight of 1 in the accumulators; sums stay exact integers. */
const WEIGHT_UNIT = 64;
const USED_SHIFT = 24;
const ONE_STAPLE = 2 ** 16;
const STAPLE_BIAS = 128;
const NO_STAPLE_CHANGE = STAPLE_BIAS * ONE_STAPLE;
const MAX_FOODS = 120;
const MAX_MINUTES = 0xffff;

/**
 * Order: *use up most*: more (confidence-weighted) foods used, then fewer missing, then quicker; *fewest missing*:
 * fewer missing, then more used, then quicker; *quickest*: quicker, then more used, then fewer missing. Ties by id.
 * @param staples the usual staples, left out of every count beforehand; a query pays only for what it changes of them
 * @throws RangeError for a recipe of more than 120 foods
 */
export function createRecipeIndex(
  recipes: readonly IndexedRecipe[],
  staples: ReadonlySet<number> = new Set(),
): RecipeIndex {
  const rowOf = new Map<number, number>();
  let count = recipes.length;
  let capacity = Math.max(64, Math.ceil(count * 1.1));
  let ids = new Int32Array(capacity);
  let needed = new Uint8Array(capacity);
  let minutes = new Uint16Array(capacity);
  let masks = new Uint32Array(capacity);
  let live = new Uint8Array(capacity);
  let sums = new Uint32Array(capacity);
  const lists = createPostingLists(recipes.map((recipe) => recipe.foods));

  const grow = () => {
    capacity = Math.ceil(capacity * 1.5);
    ids = copyInto(new Int32Array(capacity), ids);
    needed = copyInto(new Uint8Array(capacity), needed);
    minutes = copyInto(new Uint16Array(capacity), minutes);
    masks = copyInto(new Uint32Array(capacity), masks);
    live = copyInto(new Uint8Array(capacity), live);
    sums = new Uint32Array(capacity);
  };
  const fill = (row: number, recipe: IndexedRecipe) => {
    if (recipe.foods.length > MAX_FOODS) throw new RangeError(`recipe ${recipe.id} has too many foods`);
    const replaced = rowOf.get(recipe.id);
    if (replaced !== undefined) live[replaced] = 0;
    rowOf.set(recipe.id, row);
    ids[row] = recipe.id;
    let wanted = 0;
    for (let i = 0; i < recipe.foods.length; i++) if (!staples.has(recipe.foods[i]!)) wanted++;
    needed[row] = wanted;
    minutes[row] = Math.min(MAX_MINUTES, Math.max(0, recipe.minutes));
    masks[row] = recipe.safeMask;
    live[row] = 1;
  };
  for (const [row, recipe] of recipes.entries()) fill(row, recipe);

  /** Low 16 bits: summed weight; from bit 16: staples of this query against the usual ones; from bit 24: foods used. */
  const accumulate = (food: number, amount: number) =>
    lists.forEachRow(food, (list, from, to) => {
      for (let i = from; i < to; i++) sums[list[i]!]! += amount;
    });

  return {
    get size() {
      return rowOf.size;
    },
    get bytes() {
      const columns = [ids, needed, minutes, masks, live, sums];
      return lists.bytes + columns.reduce((sum, column) => sum + column.byteLength, 0);
    },
    upsert(recipe) {
      if (count === capacity) grow();
      fill(count, recipe);
      lists.add(count, Array.from(recipe.foods));
      count++;
      if (lists.tailLength > 4096 + lists.bytes / 16) lists.compact((row) => live[row] === 1);
    },
    remove(id) {
      const row = rowOf.get(id);
      if (row === undefined) return;
      live[row] = 0;
      rowOf.delete(id);
    },
    rank(query) {
      sums.fill(NO_STAPLE_CHANGE, 0, count);
      for (const [food, weight] of query.weights) {
        if (query.staples.has(food)) continue;
        accumulate(food, 2 ** USED_SHIFT + Math.max(1, Math.round(weight * WEIGHT_UNIT)));
      }
      for (const food of query.staples) if (!staples.has(food)) accumulate(food, ONE_STAPLE);
      for (const food of staples) if (!query.staples.has(food)) accumulate(food, -ONE_STAPLE);
      const top = createTopRows(query.offset + query.limit);
      const keyOf = KEYS[query.mode];
      let total = 0;
      for (let row = 0; row < count; row++) {
        const sum = sums[row]!;
        const used = sum >>> USED_SHIFT;
        if (used === 0 || live[row] === 0 || !isSafe(masks[row]!, query.requiredMask)) continue;
        const missing = needed[row]! - (((sum >>> 16) & 0xff) - STAPLE_BIAS) - used;
        if (query.maxMissing !== null && missing > query.maxMissing) continue;
        total++;
        top.offer(keyOf(sum & 0xffff, missing, minutes[row]!), ids[row]!, row);
      }
      const rows = top.take().slice(query.offset);
      return { ids: rows.map((row) => ids[row]!), total };
    },
  };
}

/** Sort keys, higher first: each part in its own digits of an exact integer below 2^53. */
const KEYS: Record<RankMode, (weight: number, missing: number, minutes: number) => number> = {
  "use-up-most": (weight, missing, minutes) =>
    (weight * 256 + (255 - missing)) * 65_536 + (MAX_MINUTES - minutes),
  "fewest-missing": (weight, missing, minutes) =>
    ((255 - missing) * 65_536 + weight) * 65_536 + (MAX_MINUTES - minutes),
  quickest: (weight, missing, minutes) => ((MAX_MINUTES - minutes) * 65_536 + weight) * 256 + (255 - missing),
};

function copyInto<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
