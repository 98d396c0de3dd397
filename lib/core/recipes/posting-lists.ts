/** Part of a food's list: `rows[from … to)`, ascending. */
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
  add(row: number, foods: readonly number[]): void;
  /** The lists of a food, each row once and ascending; rows of removed recipes may still be in them. */
  segments(food: number): PostingSegment[];
  /** Folds the tails in and drops the rows for which `isLive` is false. O(postings). */
  compact(isLive: (row: number) => boolean): void;
  /** Bytes held by the typed arrays. */
  readonly bytes: number;
}

/** @param sets for each row 0, 1, 2 … its foods, distinct, as small non-negative integers */
export function createPostingLists(sets: readonly ArrayLike<number>[]): PostingLists {
  let { offsets, rows } = buildRows(sets);
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
    add(row, foods) {
      for (const food of foods) {
        const tail = tails.get(food);
        if (tail) tail.push(row);
        else tails.set(food, [row]);
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
          for (let i = from; i < to; i++) if (isLive(list[i]!)) next[at++] = list[i]!;
      }
      starts[foodCount] = at;
      offsets = starts;
      rows = next.slice(0, at);
      tails = new Map();
      tailLength = 0;
    },
  };
}

function buildRows(sets: readonly ArrayLike<number>[]) {
  let foodCount = 0;
  let postings = 0;
  for (const set of sets) {
    postings += set.length;
    for (let i = 0; i < set.length; i++) foodCount = Math.max(foodCount, set[i]! + 1);
  }
  const offsets = new Uint32Array(foodCount + 1);
  for (const set of sets) for (let i = 0; i < set.length; i++) offsets[set[i]! + 1]! += 1;
  for (let food = 0; food < foodCount; food++) offsets[food + 1]! += offsets[food]!;
  const cursor = offsets.slice();
  const rows = new Uint32Array(postings);
  for (let row = 0; row < sets.length; row++) {
    const set = sets[row]!;
    for (let i = 0; i < set.length; i++) rows[cursor[set[i]!]!++] = row;
  }
  return { offsets, rows };
}
