import { SPOILS, weightPoints } from "./points";
import { isMainEntry, type PostingLists, rowOfEntry } from "./posting-lists";
import type { RankGroup } from "./rank-query";

/** Rows `start … start + length` of an index. */
export interface Blocks {
  readonly start: number;
  readonly length: number;
}

/** What a food adds to each row that asks for it as a main part, and to each other one. */
interface FoodAmount {
  readonly food: number;
  readonly main: number;
  readonly side: number;
}

/** A list on its way through the blocks. */
interface Cursor<Rows> {
  readonly rows: Rows;
  readonly to: number;
  readonly main: number;
  readonly side: number;
  at: number;
}

/** The long typed lists and the short tails apart. */
export interface OpenLists {
  readonly long: readonly Cursor<Uint32Array>[];
  readonly tails: readonly Cursor<readonly number[]>[];
}

export function openLists(lists: PostingLists, amounts: Iterable<FoodAmount>): OpenLists {
  const long: Cursor<Uint32Array>[] = [];
  const tails: Cursor<readonly number[]>[] = [];
  for (const { food, main, side } of amounts)
    for (const { rows, from, to } of lists.segments(food)) {
      if (rows instanceof Uint32Array) long.push({ rows, at: from, to, main, side });
      else tails.push({ rows, at: from, to, main, side });
    }
  return { long, tails };
}

/** Adds each food's amount to the rows of a block that ask for it. */
export function addAmounts({ long, tails }: OpenLists, target: Int32Array, block: Blocks): void {
  for (const cursor of long) cursor.at = addRows(cursor, target, block.start, block.length);
  for (const cursor of tails)
    while (cursor.at < cursor.to && rowOfEntry(cursor.rows[cursor.at]!) < block.start + block.length) {
      const entry = cursor.rows[cursor.at++]!;
      target[rowOfEntry(entry) - block.start]! += isMainEntry(entry) ? cursor.main : cursor.side;
    }
}

/** The innermost loop, with plain numbers and one kind of array, so that it compiles to a few instructions. */
function addRows(
  { rows, at: from, to, main, side }: Cursor<Uint32Array>,
  target: Int32Array,
  start: number,
  length: number,
): number {
  const more = (main - side) | 0;
  let at = from;
  while (at < to) {
    const entry = rows[at]!;
    const place = (entry & 0x7fff_ffff) - start;
    if (place >= length) break;
    target[place] = (target[place]! + side + (-(entry >>> 31) & more)) | 0;
    at++;
  }
  return at;
}

/** For each row of a block the foods of one group it asks for, and which of them are its main part. */
export interface GroupScratch {
  readonly wanted: Int32Array;
  readonly main: Int32Array;
  readonly touched: Int32Array;
}

export function createGroupScratch(size: number): GroupScratch {
  return { wanted: new Int32Array(size), main: new Int32Array(size), touched: new Int32Array(size) };
}

export interface GroupLists {
  readonly cursors: readonly (Cursor<ArrayLike<number>> & { readonly bit: number })[];
  readonly amountOf: (wanted: number, main: number) => number;
}

/** The lists of a group's foods, with what each set of them gives: worked out once a set. */
export function fillsOf(group: RankGroup, lists: PostingLists, oneUsed: number): GroupLists {
  const cursors = group.foods.flatMap((food, place) =>
    food === undefined
      ? []
      : lists
          .segments(food)
          .map(({ rows, from, to }) => ({ rows, at: from, to, main: 0, side: 0, bit: 1 << place })),
  );
  const known = new Map<number, Map<number, number>>();
  const amountOf = (wanted: number, main: number) => {
    const sameFoods = known.get(wanted) ?? new Map<number, number>();
    const before = sameFoods.get(main);
    if (before !== undefined) return before;
    let amount = 0;
    for (const { bit, weight, spoilsFirst, isInSeason } of group.fill(wanted))
      amount +=
        oneUsed +
        weightPoints(weight, (main & bit) !== 0) +
        (spoilsFirst ? SPOILS : 0) +
        (isInSeason ? 1 : 0);
    known.set(wanted, sameFoods.set(main, amount));
    return amount;
  };
  return { cursors, amountOf };
}

/** Adds what a group gives to the rows of a block that ask for any of its foods. */
export function addGroups(
  { cursors, amountOf }: GroupLists,
  target: Int32Array,
  { start, length }: Blocks,
  { wanted, main, touched }: GroupScratch,
): void {
  let count = 0;
  for (const cursor of cursors) {
    const { rows, to, bit } = cursor;
    let at = cursor.at;
    while (at < to) {
      const entry = rows[at]!;
      const place = rowOfEntry(entry) - start;
      if (place >= length) break;
      if (wanted[place] === 0) touched[count++] = place;
      wanted[place]! |= bit;
      if (isMainEntry(entry)) main[place]! |= bit;
      at++;
    }
    cursor.at = at;
  }
  for (let i = 0; i < count; i++) {
    const place = touched[i]!;
    target[place]! += amountOf(wanted[place]!, main[place]!);
    wanted[place] = 0;
    main[place] = 0;
  }
}
