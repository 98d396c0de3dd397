import { parseYoloRow, type YoloRow } from "./yolo-row";

/** Where a row stands, for a person to look at. */
export interface RowPlace {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** What the rows of one length have in common; each count is of rows of which it is true. */
export interface LengthCount {
  /** Numbers behind the class. */
  readonly length: number;
  rows: number;
  /** The first four numbers are a box that lies in the photo. */
  boxInPhoto: number;
  /** All numbers are fractions, as those of an outline; all but the last; all but the last two. */
  fractions: number;
  fractionsBut1: number;
  fractionsBut2: number;
  /** The last number is whole and not negative, the one before it a fraction: a score and a track id. */
  scoreAndId: number;
  /** Every third number behind the box is 0, 1 or 2: whether a keypoint is seen. */
  seenMarks: number;
  /** Of those rows, that have a 2 among the marks. */
  seenTwos: number;
  /** The first eight numbers, of ten at most, are the corners of a parallelogram. */
  parallelograms: number;
  readonly first: RowPlace;
}

/** How many rows of which length the label files of a set have. */
export interface YoloCensus {
  add(file: string, text: string): void;
  /** By length. */
  readonly counts: ReadonlyMap<number, LengthCount>;
}

/** Rounding, and points that a person set a little outside. */
const SLACK = 0.02;
const isFraction = (value: number) => value >= -SLACK && value <= 1 + SLACK;

function isBoxInPhoto([cx = 0, cy = 0, w = 0, h = 0]: readonly number[]): boolean {
  const edges = [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2];
  return w > 0 && h > 0 && edges.every(isFraction);
}

function isParallelogram(values: readonly number[]): boolean {
  if (values.length < 8 || values.length > 10) return false;
  const corners = values.slice(0, 8);
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0, x4 = 0, y4 = 0] = corners;
  const size = Math.max(...corners) - Math.min(...corners);
  return Math.abs(x1 + x3 - x2 - x4) <= 0.02 * size && Math.abs(y1 + y3 - y2 - y4) <= 0.02 * size;
}

function note(count: LengthCount, { values }: YoloRow): void {
  count.rows++;
  const outside = values.findIndex((value) => !isFraction(value));
  const within = (numbers: number) => Number(outside < 0 || outside >= values.length - numbers);
  const [beforeLast = -1, last = -1] = values.slice(-2);
  const isScored = Number.isInteger(last) && last >= 0 && beforeLast >= 0 && beforeLast <= 1;
  const marks = (values.length - 4) % 3 === 0 ? values.slice(4).filter((_, index) => index % 3 === 2) : [];
  const areMarks = marks.length > 0 && marks.every((mark) => mark === 0 || mark === 1 || mark === 2);
  count.boxInPhoto += Number(isBoxInPhoto(values));
  count.fractions += within(0);
  count.fractionsBut1 += within(1);
  count.fractionsBut2 += within(2);
  count.scoreAndId += Number(isScored);
  count.seenMarks += Number(areMarks);
  count.seenTwos += Number(areMarks && marks.includes(2));
  count.parallelograms += Number(isParallelogram(values));
}

/** Counts rows file by file, so that no file has to be kept. Lines that are no rows are passed over. */
export function createYoloCensus(): YoloCensus {
  const counts = new Map<number, LengthCount>();
  return {
    counts,
    add(file, text) {
      for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
        const row = line.trim() === "" ? undefined : parseYoloRow(line);
        if (!row) continue;
        const { length } = row.values;
        const count = counts.get(length) ?? {
          length,
          rows: 0,
          boxInPhoto: 0,
          fractions: 0,
          fractionsBut1: 0,
          fractionsBut2: 0,
          scoreAndId: 0,
          seenMarks: 0,
          seenTwos: 0,
          parallelograms: 0,
          first: { file, line: index + 1, text: line.trim().slice(0, 200) },
        };
        counts.set(length, count);
        note(count, row);
      }
    },
  };
}
