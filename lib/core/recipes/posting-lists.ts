/** An entry of a list is a row, with this bit set where the food is a main part of that recipe. */
export const MAIN_BIT = 2 ** 31;
const ROW_BITS = 0x7fff_ffff;

export const rowOfEntry = (entry: number) => entry & ROW_BITS;
export const isMainEntry = (entry: number) => entry >>> 31 === 1;

/** The foods of one row: distinct, as small non-negative integers. */
export interface PostedFoods {
  readonly foods: ArrayLike<number>;
  /** Those of them that are its main part; all of them where left out. */
  readonly mainFoods?: ArrayLike<number>;
}

/** Part of a food's list: `rows[from … to)`, ascending by row. */
export interface PostingSegment {
  readonly rows: Uint32Array | readonly number[];
  readonly from: number;
  readonly to: number;
}

/**
 * For each food the recipes that ask for it, as compressed sparse rows: the rows of food f are
 * `rows[offsets[f] … offsets[f + 1])`. What was added since lies in short tails, so that one new recipe costs its
 * own ingredients and not the whole table; `compact` folds the tails in.
 */
export interface PostingLists {
  readonly foodCount: number;
  readonly tailLength: number;
  /** @param row higher than every row before */
  add(row: number, posted: PostedFoods): void;
  /** The lists of a food, each row once and ascending; rows of removed recipes may still be in them. */
  segments(food: number): PostingSegment[];
  /** Folds the tails in and drops the rows for which `isLive` is false. O(postings). */
  compact(isLive: (row: number) => boolean): void;
  /** Bytes held by the typed arrays. */
  readonly bytes: number;
}

/** @param posted for each row 0, 1, 2 … its foods */
export function createPostingLists(posted: readonly PostedFoods[]): PostingLists {
  let { offsets, rows } = buildRows(posted);
  let tails = new Map<number, number[]>();
  let tailLength = 0;

  const segments = (food: number): PostingSegment[] => {
    const found: PostingSegment[] = [];
    const from = offsets[food] ?? 0;
    const to = offsets[food + 1] ?? 0;
    if (to > from) found.push({ rows, from, to });
    const tail = tails.get(food);
    if (tail) found.push({ rows: tail, from: 0, to: tail.length });
    return found;
  };

  return {
    get foodCount() {
      return Math.max(offsets.length - 1, ...[...tails.keys()].map((food) => food + 1));
    },
    get tailLength() {
      return tailLength;
    },
    get bytes() {
      return offsets.byteLength + rows.byteLength;
    },
    add(row, { foods, mainFoods = foods }) {
      for (let i = 0; i < foods.length; i++) {
        const food = foods[i]!;
        const entry = entryOf(row, food, mainFoods);
        const tail = tails.get(food);
        if (tail) tail.push(entry);
        else tails.set(food, [entry]);
      }
      tailLength += foods.length;
    },
    segments,
    compact(isLive) {
      const foodCount = this.foodCount;
      const next = new Uint32Array(rows.length + tailLength);
      const starts = new Uint32Array(foodCount + 1);
      let at = 0;
      for (let food = 0; food < foodCount; food++) {
        starts[food] = at;
        for (const { rows: list, from, to } of segments(food))
          for (let i = from; i < to; i++) if (isLive(rowOfEntry(list[i]!))) next[at++] = list[i]!;
      }
      starts[foodCount] = at;
      offsets = starts;
      rows = next.slice(0, at);
      tails = new Map();
      tailLength = 0;
    },
  };
}

function entryOf(row: number, food: number, mainFoods: ArrayLike<number>): number {
  for (let i = 0; i < mainFoods.length; i++) if (mainFoods[i] === food) return row + MAIN_BIT;
  return row;
}

function buildRows(posted: readonly PostedFoods[]) {
  let foodCount = 0;
  let postings = 0;
  for (const { foods } of posted) {
    postings += foods.length;
    for (let i = 0; i < foods.length; i++) foodCount = Math.max(foodCount, foods[i]! + 1);
  }
  const offsets = new Uint32Array(foodCount + 1);
  for (const { foods } of posted) for (let i = 0; i < foods.length; i++) offsets[foods[i]! + 1]! += 1;
  for (let food = 0; food < foodCount; food++) offsets[food + 1]! += offsets[food]!;
  const cursor = offsets.slice();
  const rows = new Uint32Array(postings);
  for (let row = 0; row < posted.length; row++) {
    const { foods, mainFoods = foods } = posted[row]!;
    for (let i = 0; i < foods.length; i++) rows[cursor[foods[i]!]!++] = entryOf(row, foods[i]!, mainFoods);
  }
  return { offsets, rows };
}
