import type { DataYaml } from "../../read-data-yaml";
import type { LengthCount, RowPlace, YoloCensus } from "./yolo-census";
import type { RowReading } from "./yolo-row";

/** The two ways to read rows that are longer than a box, as a person chooses between them. */
export const ROW_CHOICES = ["boxes", "outlines"] as const;
/** boxes: the first four numbers are the box. outlines: all are points, and the box is the one around them. */
export type RowChoice = (typeof ROW_CHOICES)[number];

/** What a set says of its rows, as far as it says anything. */
export type RowsTold = Pick<DataYaml, "keypoints" | "task">;

export interface RowRules {
  /** How a row with so many numbers behind its class is read; undefined for one that is no label here. */
  readingOf(length: number): RowReading | undefined;
  /** Why rows of other lengths are no labels, in a few words; "" where nothing is known. */
  readonly expected: string;
}

/** Rows that can be read in two ways: what a person is asked. */
export interface RowQuestion {
  readonly place: RowPlace;
  /** Numbers behind the class. */
  readonly length: number;
  readonly rows: number;
}

export type RowDecision = { readonly rules: RowRules } | { readonly question: RowQuestion };

const BOX: RowReading = { box: "first", behind: 0, means: "box" };
const first = (behind: RowReading["behind"], means: RowReading["means"] = "box"): RowReading => {
  return { box: "first", behind, means };
};
const around = (behind: RowReading["behind"], means: RowReading["means"] = "outline"): RowReading => {
  return { box: "around", behind, means };
};

/** This share of rows of one length must agree; the rest are mistakes. */
const MOST = 0.9;
/** A length that fewer of a set's longer rows have is a mistake, not a kind. */
const FEW = 0.1;
const ENOUGH_TO_TELL = 10;

function byKeypoints({ count, dimensions }: NonNullable<DataYaml["keypoints"]>): RowRules {
  const whole = 4 + count * dimensions;
  return {
    expected: `kpt_shape [${count}, ${dimensions}] asks for ${whole}`,
    readingOf: (length) => {
      if (length === 4) return BOX;
      const behind = length - whole;
      return behind === 0 || behind === 1 || behind === 2 ? first(behind, "keypoints") : undefined;
    },
  };
}

/** Rows whose first four numbers are the box, with anything after it. */
const BOXES: RowRules = {
  expected: "",
  readingOf: (length) => {
    if (length === 4) return BOX;
    return length === 5 ? first(1) : length === 6 ? first(2) : first(0, "keypoints");
  },
};

/** Rows of points, with a score behind an odd number of them. */
const OUTLINES: RowRules = {
  expected: "",
  readingOf: (length) => {
    if (length === 4) return BOX;
    if (length === 5) return first(1);
    return around(length % 2 === 0 ? 0 : 1, length === 8 || length === 9 ? "turned" : "outline");
  },
};

/** As outlines, with a score and a track id behind each; rows without an id have the score alone. */
const TRACKED: RowRules = {
  expected: "",
  readingOf: (length) => {
    if (length <= 6) return BOXES.readingOf(length);
    return around(length % 2 === 0 ? 2 : 1);
  },
};

const share = (part: number, count: LengthCount) => part / count.rows;

function canBeBoxes(count: LengthCount): boolean {
  if (share(count.boxInPhoto, count) < MOST) return false;
  return share(count.parallelograms, count) < MOST;
}

/** Marks of seen keypoints are no coordinates; a single column of them could be scores. */
function hasSeenMarks(count: LengthCount): boolean {
  if (share(count.seenMarks, count) < MOST) return false;
  return count.seenTwos > 0 || count.length >= 10;
}

function canBeOutlines(count: LengthCount): boolean {
  if (hasSeenMarks(count)) return false;
  const points = count.length % 2 === 0 ? count.fractions : count.fractionsBut1;
  return share(points, count) >= MOST;
}

const isTracked = (count: LengthCount) =>
  count.length % 2 === 0 &&
  count.length >= 8 &&
  share(count.scoreAndId, count) >= MOST &&
  share(count.fractionsBut2, count) >= MOST;

/** Rules under which rows of five numbers, a box and its score, count only where they are no slip. */
function guardScores(rules: RowRules, census: YoloCensus): RowRules {
  const all = [...census.counts.values()].reduce((sum, { rows }) => sum + rows, 0);
  const scored = census.counts.get(5)?.rows ?? 0;
  if (scored === 0 || scored >= FEW * all) return rules;
  return {
    expected: rules.expected || "nearly all rows of this set have another number",
    readingOf: (length) => (length === 5 ? undefined : rules.readingOf(length)),
  };
}

const asked = (count: LengthCount): RowDecision => {
  return { question: { place: count.first, length: count.length, rows: count.rows } };
};

/** Rows of one length alone: keypoints or a score with an id behind a box, or outlines. */
function decideOne(count: LengthCount, census: YoloCensus): RowDecision {
  const scored = census.counts.get(5)?.rows ?? 0;
  // a score alone behind some boxes tells what the two numbers behind the others are
  const isScoredToo =
    count.length === 6 && scored >= FEW * count.rows && share(count.scoreAndId, count) >= MOST;
  const [boxes, outlines] = [canBeBoxes(count), canBeOutlines(count) && !isScoredToo];
  if (boxes && outlines) return asked(count);
  if (!boxes) return { rules: !outlines && isTracked(count) ? TRACKED : OUTLINES };
  // keypoints are as many in every row: a row of another length is none
  return {
    rules: {
      expected: `the rows of this set have 4 or ${count.length}`,
      readingOf: (length) => (length <= 5 || length === count.length ? BOXES.readingOf(length) : undefined),
    },
  };
}

/** Rows of several lengths: outlines, unless so few could be some that they must be something else. */
function decideSeveral(longer: readonly LengthCount[]): RowDecision {
  const rowsOf = (can: (count: LengthCount) => boolean) =>
    longer.filter(can).reduce((sum, { rows }) => sum + rows, 0) /
    longer.reduce((sum, { rows }) => sum + rows, 0);
  if (rowsOf(canBeOutlines) >= MOST) return { rules: OUTLINES };
  if (rowsOf((count) => canBeOutlines(count) || isTracked(count)) >= MOST) return { rules: TRACKED };
  if (rowsOf(canBeBoxes) >= MOST) return { rules: BOXES };
  const [most] = longer;
  return most && canBeBoxes(most) ? asked(most) : { rules: OUTLINES };
}

/**
 * Decides how a set's rows are read: by what its `data.yaml` says, by what a person chose, else by how long all its
 * rows are, never by one of them. Outlines have as many points as they need; keypoints are as many in every row.
 */
export function decideRows(
  census: YoloCensus,
  told: RowsTold = { keypoints: undefined, task: undefined },
  choice?: RowChoice,
): RowDecision {
  if (choice) return { rules: choice === "boxes" ? BOXES : OUTLINES };
  if (told.keypoints) return { rules: byKeypoints(told.keypoints) };
  if (told.task === "segment" || told.task === "obb") return { rules: OUTLINES };
  if (told.task === "pose") return { rules: BOXES };
  const longer = [...census.counts.values()]
    .filter(({ length }) => length > 5)
    .sort((a, b) => b.rows - a.rows);
  const [most] = longer;
  const total = longer.reduce((sum, { rows }) => sum + rows, 0);
  const isOneLength =
    longer.length === 1 || (total >= ENOUGH_TO_TELL && (most?.rows ?? 0) >= (1 - FEW) * total);
  const decision = !most ? { rules: BOXES } : isOneLength ? decideOne(most, census) : decideSeveral(longer);
  return "rules" in decision ? { rules: guardScores(decision.rules, census) } : decision;
}
