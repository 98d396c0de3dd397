import type { PostingLists } from "./posting-lists";
import type { RankMode } from "./rank-mode";
import { ONE_FOOD, type PersonalOrder, type RankedPage, type RankQuery } from "./rank-query";
import {
  isLive,
  isLiveForAll,
  MAX_MINUTES,
  minutesOf,
  neededOf,
  type RecipeColumns,
  servingShapeOf,
} from "./recipe-columns";
import { createTopRows, type TopRows } from "./top-rows";

/**
 * Rows are ranked in blocks whose sums fit a processor's cache: over a million rows the lists are then read in order
 * and the sums never leave it.
 */
const BLOCK = 8192;

/** Low 16 bits: summed weight; from bit 16: staples of this query against the usual ones; from bit 24: foods used. */
const USED_SHIFT = 24;
const ONE_STAPLE = 2 ** 16;
const STAPLE_BIAS = 128;
const EMPTY = STAPLE_BIAS * ONE_STAPLE;

/** A food's worth of points in the unit each mode counts in; minutes are counted in 64ths. */
const MINUTES_PER_FOOD = 10;
const POINTS_LIMIT = 32_000;

/** A list on its way through the blocks. */
interface Cursor<Rows> {
  readonly rows: Rows;
  readonly to: number;
  readonly amount: number;
  at: number;
}

/** What a query adds to the sums, or a person to the points: the long typed lists and the short tails apart. */
interface Additions {
  readonly lists: readonly Cursor<Uint32Array>[];
  readonly tails: readonly Cursor<readonly number[]>[];
}

/** Ranks the rows of one index. The scratch memory is the ranker's own: 64 kB. */
export function createRanker(
  columns: RecipeColumns,
  lists: PostingLists,
  usualStaples: ReadonlySet<number>,
): (query: RankQuery) => RankedPage {
  const sums = new Int32Array(BLOCK);
  const points = new Int32Array(BLOCK);
  return (query) => {
    const { personal } = query;
    const adding = additions(lists, amountsOf(query, usualStaples));
    const pointing = personal ? additions(lists, personal.byFood) : undefined;
    const named = personal ? rowsOf(personal, columns) : [];
    const top = createTopRows(query.offset + query.limit);
    let total = 0;
    for (let start = 0; start < columns.count; start += BLOCK) {
      const length = Math.min(BLOCK, columns.count - start);
      sums.fill(EMPTY, 0, length);
      addBlock(adding, sums, start, length);
      if (pointing) {
        points.fill(0, 0, length);
        addBlock(pointing, points, start, length);
        for (const [row, amount] of named)
          if (row >= start && row < start + length) points[row - start]! += amount;
      }
      const block = { sums, points: personal ? points : undefined, start, length };
      total += scan(block, columns, query, top);
    }
    const rows = top.take().slice(query.offset);
    return { ids: rows.map((row) => columns.ids[row]!), total };
  };
}

interface Block {
  readonly sums: Int32Array;
  readonly points: Int32Array | undefined;
  readonly start: number;
  readonly length: number;
}

/** Offers the fitting rows of a block. @returns how many there are */
function scan(block: Block, columns: RecipeColumns, query: RankQuery, top: TopRows): number {
  const { sums, points, start, length } = block;
  const { ids, facts, masks, owners } = columns;
  const { requiredMask, owner = 0, mode } = query;
  const mostMissing = query.maxMissing ?? 255;
  const byShape = query.personal?.byShape.length ? query.personal.byShape : undefined;
  const { perWeight, perMissing, perMinute, perPoint } = FIRST[mode];
  let least = top.worstKey / RADIX;
  let fitting = 0;
  for (let i = 0; i < length; i++) {
    const sum = sums[i]!;
    const used = sum >> USED_SHIFT;
    if (used === 0) continue;
    const row = start + i;
    const fact = facts[row]!;
    if (!isLiveForAll(fact) && !(isLive(fact) && owners[row] === owner)) continue;
    if ((masks[row]! & requiredMask) !== requiredMask) continue;
    const missing = neededOf(fact) - (((sum >> 16) & 0xff) - STAPLE_BIAS) - used;
    if (missing > mostMissing) continue;
    fitting++;
    const moved = points ? clamp(points[i]! + (byShape?.[servingShapeOf(fact)] ?? 0)) : 0;
    const weight = sum & 0xffff;
    const minutes = minutesOf(fact);
    const first = weight * perWeight + missing * perMissing + minutes * perMinute + moved * perPoint;
    if (first < least - 1) continue;
    top.offer(first * RADIX + SECOND[mode](weight, missing, minutes), ids[row]!, row);
    least = top.worstKey / RADIX;
  }
  return fitting;
}

function additions(lists: PostingLists, amounts: Iterable<readonly [number, number]>): Additions {
  const long: Cursor<Uint32Array>[] = [];
  const tails: Cursor<readonly number[]>[] = [];
  for (const [food, amount] of amounts)
    for (const { rows, from, to } of lists.segments(food)) {
      if (rows instanceof Uint32Array) long.push({ rows, at: from, to, amount });
      else tails.push({ rows, at: from, to, amount });
    }
  return { lists: long, tails };
}

function addBlock({ lists, tails }: Additions, target: Int32Array, start: number, length: number): void {
  for (const cursor of lists)
    cursor.at = addRows(cursor.rows, cursor.at, cursor.to, target, start, length, cursor.amount);
  for (const cursor of tails)
    while (cursor.at < cursor.to && cursor.rows[cursor.at]! < start + length)
      target[cursor.rows[cursor.at++]! - start]! += cursor.amount;
}

/** The innermost loop, with plain numbers and one kind of array, so that it compiles to a few instructions. */
function addRows(
  rows: Uint32Array,
  from: number,
  to: number,
  target: Int32Array,
  start: number,
  length: number,
  amount: number,
): number {
  let at = from;
  while (at < to) {
    const place = rows[at]! - start;
    if (place >= length) break;
    target[place] = (target[place]! + amount) | 0;
    at++;
  }
  return at;
}

function amountsOf(query: RankQuery, usualStaples: ReadonlySet<number>): Map<number, number> {
  const amounts = new Map<number, number>();
  const add = (food: number, amount: number) => amounts.set(food, (amounts.get(food) ?? 0) + amount);
  for (const [food, weight] of query.weights)
    if (!query.staples.has(food)) add(food, 2 ** USED_SHIFT + Math.max(1, Math.round(weight * ONE_FOOD)));
  for (const [food, extra] of query.extras ?? []) if (!query.staples.has(food)) add(food, extra);
  for (const food of query.staples) if (!usualStaples.has(food)) add(food, ONE_STAPLE);
  for (const food of usualStaples) if (!query.staples.has(food)) add(food, -ONE_STAPLE);
  return amounts;
}

function rowsOf(personal: PersonalOrder, columns: RecipeColumns): (readonly [number, number])[] {
  return [...personal.byRecipe].flatMap(([id, amount]) => {
    const row = columns.rowOf(id);
    return row === undefined ? [] : [[row, clamp(amount)] as const];
  });
}

function clamp(points: number): number {
  return Math.max(-POINTS_LIMIT, Math.min(POINTS_LIMIT, points));
}

/**
 * A sort key, higher first, is an exact integer within 2^53: what the mode puts first, times RADIX, plus what decides
 * among equals. The first part alone settles nearly every row.
 */
const RADIX = 2 ** 30;
const FIRST: Record<RankMode, Record<"perWeight" | "perMissing" | "perMinute" | "perPoint", number>> = {
  "use-up-most": { perWeight: 1, perMissing: 0, perMinute: 0, perPoint: 1 },
  "fewest-missing": { perWeight: 0, perMissing: -ONE_FOOD, perMinute: 0, perPoint: 1 },
  quickest: { perWeight: 0, perMissing: 0, perMinute: -ONE_FOOD, perPoint: MINUTES_PER_FOOD },
};
const SECOND: Record<RankMode, (weight: number, missing: number, minutes: number) => number> = {
  "use-up-most": (_, missing, minutes) => (255 - missing) * 65_536 + (MAX_MINUTES - minutes),
  "fewest-missing": (weight, _, minutes) => Math.min(weight, 0x3fff) * 65_536 + (MAX_MINUTES - minutes),
  quickest: (weight, missing) => weight * 256 + (255 - missing),
};
