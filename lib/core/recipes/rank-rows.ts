import { addAmounts, addGroups, type Blocks, createGroupScratch, fillsOf, openLists } from "./add-lists";
import { ONE_FOOD, pushOf, SPOILS, tasteOf, weightPoints } from "./points";
import { type PostingLists, rowOfEntry } from "./posting-lists";
import type { RankMode } from "./rank-mode";
import type { Opener, PersonalOrder, RankedShelf, RankQuery } from "./rank-query";
import {
  isLive,
  isLiveForAll,
  MAX_MINUTES,
  minutesOf,
  neededOf,
  type RecipeColumns,
  servingShapeOf,
} from "./recipe-columns";
import { type PerShelf, perShelf } from "./shelves";
import { createTopRows } from "./top-rows";

/**
 * Rows are ranked in blocks whose sums fit a processor's cache: over a million rows the lists are then read in order
 * and the sums never leave it.
 */
const BLOCK = 8192;

/** Low 16 bits: summed weight; from bit 16: staples of this query against the usual ones; from bit 24: foods used. */
const ONE_USED = 2 ** 24;
const ONE_STAPLE = 2 ** 16;
const STAPLE_BIAS = 128;
/** A doubtful food may count against a recipe, so that the sum starts in the middle. */
const WEIGHT_BIAS = 24_576;
const EMPTY = STAPLE_BIAS * ONE_STAPLE + WEIGHT_BIAS;

/** Ten more minutes weigh as much as one food more. */
const MINUTES_PER_FOOD = 10;

export interface Ranker {
  rank(query: RankQuery): PerShelf<RankedShelf>;
  /**
   * Foods that recipes lack which lack so many foods in all, most recipes first.
   * @param lacking how many foods such a recipe lacks
   */
  lackedFoods(query: RankQuery, lacking: number): Opener[];
}

/** Ranks the rows of one index. The scratch memory is the ranker's own. */
export function createRanker(
  columns: RecipeColumns,
  lists: PostingLists,
  usualStaples: ReadonlySet<number>,
): Ranker {
  const sums = new Int32Array(BLOCK);
  const points = new Int32Array(BLOCK);
  const scratch = createGroupScratch(BLOCK);

  /** Sums up every block and hands it over. */
  const forEachBlock = (query: RankQuery, visit: (block: Block) => void) => {
    const { personal } = query;
    const adding = openLists(lists, amountsOf(query, usualStaples));
    const pointing = personal
      ? openLists(
          lists,
          [...personal.byFood].map(([food, amount]) => ({ food, main: amount, side: amount })),
        )
      : undefined;
    const groups = (query.groups ?? []).map((group) => fillsOf(group, lists, ONE_USED));
    const named = personal ? rowsOf(personal, columns) : [];
    for (let start = 0; start < columns.count; start += BLOCK) {
      const length = Math.min(BLOCK, columns.count - start);
      const blocks: Blocks = { start, length };
      sums.fill(EMPTY, 0, length);
      addAmounts(adding, sums, blocks);
      for (const group of groups) addGroups(group, sums, blocks, scratch);
      if (pointing) {
        points.fill(0, 0, length);
        addAmounts(pointing, points, blocks);
        for (const [row, amount] of named)
          if (row >= start && row < start + length) points[row - start]! += amount;
      }
      visit({ sums, points: personal ? points : undefined, start, length });
    }
  };

  return {
    rank(query) {
      const tops = perShelf((shelf) => createTopRows(Math.max(1, query.limits[shelf])));
      const heaps = [tops.now, tops.one, tops.trip];
      const totals = [0, 0, 0];
      const keyOf = KEYS[query.mode];
      const byShape = query.personal?.byShape.length ? query.personal.byShape : undefined;
      forEachBlock(query, (block) =>
        scan(block, columns, query, (row, fact, sum, missing) => {
          const shelf = Math.min(missing, 2);
          totals[shelf]!++;
          const weight = (sum & 0xffff) - WEIGHT_BIAS;
          // the lowest three bits count the foods in season
          let use = weight & -SPOILS;
          let taste = weight & (SPOILS - 1);
          let push = 0;
          if (block.points) {
            const packed = block.points[row - block.start]! + (byShape?.[servingShapeOf(fact)] ?? 0);
            push = pushOf(packed);
            use += push;
            taste += tasteOf(packed);
          }
          const key = keyOf(missing, use, minutesOf(fact), push, taste);
          const heap = heaps[shelf]!;
          if (key >= heap.worstKey) heap.offer(key, columns.ids[row]!, row);
        }),
      );
      const place = { now: 0, one: 1, trip: 2 };
      return perShelf((shelf) => ({
        ids: tops[shelf]
          .take()
          .slice(0, query.limits[shelf])
          .map((row) => columns.ids[row]!),
        total: totals[place[shelf]] ?? 0,
      }));
    },
    lackedFoods(query, lacking) {
      const lacks = new Uint8Array(columns.count);
      forEachBlock(query, (block) =>
        scan(block, columns, { ...query, maxMissing: null }, (row, _, __, missing) => {
          if (missing === lacking) lacks[row] = 1;
        }),
      );
      const found: Opener[] = [];
      for (let food = 0; food < lists.foodCount; food++) {
        if (query.weights.has(food) || query.staples.has(food)) continue;
        let recipes = 0;
        for (const { rows, from, to } of lists.segments(food))
          for (let at = from; at < to; at++) recipes += lacks[rowOfEntry(rows[at]!)]!;
        if (recipes > 0) found.push({ food, recipes });
      }
      return found.sort((a, b) => b.recipes - a.recipes || a.food - b.food);
    },
  };
}

interface Block {
  readonly sums: Int32Array;
  readonly points: Int32Array | undefined;
  readonly start: number;
  readonly length: number;
}

/** Visits the rows of a block that use at least one food and pass the filters. */
function scan(
  { sums, start, length }: Block,
  { facts, masks, owners }: RecipeColumns,
  query: Pick<RankQuery, "requiredMask" | "owner" | "maxMissing">,
  visit: (row: number, fact: number, sum: number, missing: number) => void,
): void {
  const { requiredMask, owner = 0 } = query;
  const mostMissing = query.maxMissing ?? 255;
  for (let i = 0; i < length; i++) {
    const sum = sums[i]!;
    const used = sum >> 24;
    if (used === 0) continue;
    const row = start + i;
    const fact = facts[row]!;
    if (!isLiveForAll(fact) && !(isLive(fact) && owners[row] === owner)) continue;
    if ((masks[row]! & requiredMask) !== requiredMask) continue;
    const missing = neededOf(fact) - (((sum >> 16) & 0xff) - STAPLE_BIAS) - used;
    if (missing <= mostMissing) visit(row, fact, sum, missing);
  }
}

function amountsOf(query: RankQuery, usualStaples: ReadonlySet<number>) {
  const amounts = new Map<number, { main: number; side: number }>();
  const add = (food: number, main: number, side = main) => {
    const known = amounts.get(food) ?? { main: 0, side: 0 };
    amounts.set(food, { main: known.main + main, side: known.side + side });
  };
  for (const [food, weight] of query.weights) {
    if (query.staples.has(food)) continue;
    const more = (query.spoiling?.has(food) ? SPOILS : 0) + (query.seasonal?.has(food) ? 1 : 0);
    add(food, ONE_USED + weightPoints(weight, true) + more, ONE_USED + weightPoints(weight, false) + more);
  }
  for (const food of query.staples) if (!usualStaples.has(food)) add(food, ONE_STAPLE);
  for (const food of usualStaples) if (!query.staples.has(food)) add(food, -ONE_STAPLE);
  return [...amounts].map(([food, amount]) => ({ food, ...amount }));
}

function rowsOf(personal: PersonalOrder, columns: RecipeColumns): (readonly [number, number])[] {
  return [...personal.byRecipe].flatMap(([id, amount]) => {
    const row = columns.rowOf(id);
    return row === undefined ? [] : [[row, amount] as const];
  });
}

/**
 * A sort key, higher first, is an exact integer within 2^53: what is missing, what the mode puts first, and what decides
 * among equals.
 */
type KeyOf = (missing: number, use: number, minutes: number, push: number, taste: number) => number;

const MOST_MISSING = 127;
const USE_BIAS = 2 ** 15;
const TASTE_BIAS = 512;

const KEYS: Record<RankMode, KeyOf> = {
  "use-up-most": (missing, use, minutes, _, taste) =>
    (((MOST_MISSING - missing) * 2 ** 16 + within(use + USE_BIAS, 2 ** 16)) * 2 ** 10 +
      within(taste + TASTE_BIAS, 2 ** 10)) *
      2 ** 16 +
    (MAX_MINUTES - minutes),
  quickest: (missing, use, minutes, push, taste) =>
    (((MOST_MISSING - missing) * 2 ** 17 +
      within(MAX_MINUTES - minutes + Math.round((push * MINUTES_PER_FOOD) / ONE_FOOD) + 2 ** 15, 2 ** 17)) *
      2 ** 16 +
      within(use + USE_BIAS, 2 ** 16)) *
      2 ** 10 +
    within(taste + TASTE_BIAS, 2 ** 10),
};

/** A value kept within 0 … below `end`. */
function within(value: number, end: number): number {
  return value < 0 ? 0 : value < end ? value : end - 1;
}
