/** When a rule tells, and when it is quiet again: two levels, each for some looks in a row, so that a value near a level does not flap. */
export interface AlertLevels {
  /** Whether a high reading is the bad one, or a low one. */
  readonly direction: "above" | "below";
  readonly raiseAt: number;
  /** On the good side of `raiseAt`, or the same. */
  readonly clearAt: number;
  /** Looks in a row. */
  readonly raiseAfter: number;
  readonly clearAfter: number;
}

export interface AlertState {
  readonly is: "quiet" | "raised";
  /** Looks in a row that speak for the other state. */
  readonly inRow: number;
  /** What the last of them was of: a day that is looked at again counts once. */
  readonly of: string | null;
  /** When the first of them was, ISO 8601. */
  readonly since: string | null;
  /** When it was raised, ISO 8601; null while it is quiet. */
  readonly raisedAt: string | null;
}

export interface AlertReading {
  /** Null: too few events to say. The state stays as it is. */
  readonly value: number | null;
  /** What was looked at, such as a day. */
  readonly of: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface AlertStep {
  readonly state: AlertState;
  /** What is to be told, if anything. `since`: the first of the looks in a row that led to it. */
  readonly told: { readonly kind: "raised" | "cleared"; readonly since: string } | null;
}

export const QUIET: AlertState = { is: "quiet", inRow: 0, of: null, since: null, raisedAt: null };

/** @throws RangeError for levels by which a rule could never be quiet again, or would flap */
export function checkLevels({ direction, raiseAt, clearAt, raiseAfter, clearAfter }: AlertLevels): void {
  const isOrdered = direction === "above" ? clearAt <= raiseAt : clearAt >= raiseAt;
  if (!isOrdered) throw new RangeError(`a rule raised ${direction} ${raiseAt} cannot clear at ${clearAt}`);
  for (const looks of [raiseAfter, clearAfter])
    if (!Number.isInteger(looks) || looks < 1) throw new RangeError(`not a number of looks: ${looks}`);
}

/** Whether a reading is bad enough to raise; at the level counts. */
const isBad = ({ direction, raiseAt }: AlertLevels, value: number) =>
  direction === "above" ? value >= raiseAt : value <= raiseAt;
/** Whether it is good enough to clear: strictly past the level where both levels are one. */
const isGood = (levels: AlertLevels, value: number) =>
  !isBad(levels, value) && (levels.direction === "above" ? value <= levels.clearAt : value >= levels.clearAt);

/** One look at one reading. */
export function stepAlert(
  levels: AlertLevels,
  state: AlertState,
  { value, of, at }: AlertReading,
): AlertStep {
  checkLevels(levels);
  if (value === null || Number.isNaN(value)) return { state, told: null };
  const speaksForOther = state.is === "quiet" ? isBad(levels, value) : isGood(levels, value);
  if (!speaksForOther) return { state: { ...state, inRow: 0, of: null, since: null }, told: null };
  const inRow = state.of === of ? state.inRow : state.inRow + 1;
  const since = state.since ?? at;
  const needed = state.is === "quiet" ? levels.raiseAfter : levels.clearAfter;
  if (inRow < needed) return { state: { ...state, inRow, of, since }, told: null };
  if (state.is === "raised") return { state: QUIET, told: { kind: "cleared", since } };
  return {
    state: { is: "raised", inRow: 0, of: null, since: null, raisedAt: at },
    told: { kind: "raised", since },
  };
}
