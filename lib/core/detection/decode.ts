import type { Size } from "../geometry/box";
import { HEADS, type ModelHead } from "./heads";
import type { LetterboxTransform } from "./letterbox";
import { BEST_CLASSES, type Candidates, type ClassScore } from "./types";

export interface DecodeOptions {
  /** What the first four rows of the output mean. */
  readonly head: ModelHead;
  /** [nc] stable class id of each output row. */
  readonly classIds: Uint16Array;
  readonly anchorCount: number;
  readonly transform: LetterboxTransform;
  readonly photo: Size;
  /** Scores below it are dropped; equal is kept. */
  readonly scoreFloor: number;
}

/**
 * Turns the network's output into candidates: best class of each anchor (the first row on a tie) and the next four that
 * reach the floor, boxes from model px to clipped source px, best score first. Boxes that lie wholly in
 * the padding, are empty or not finite are dropped.
 * @param output [4 + nc, anchorCount] row-major: cx cy w h in model px, then class scores in [0, 1]; not mutated
 * @throws RangeError if the output's length is not (4 + nc) × anchorCount
 */
export function decodeCandidates(output: Float32Array, options: DecodeOptions): Candidates {
  const { classIds, anchorCount, scoreFloor } = options;
  checkLength(output, options);
  const { scores, rows } = bestClassPerAnchor(output, classIds.length, anchorCount);
  const boxes = new Float32Array(anchorCount * 4);
  const order = new Float64Array(anchorCount);
  const floor = Math.fround(scoreFloor);
  let count = 0;
  for (let anchor = 0; anchor < anchorCount; anchor++) {
    if (!(scores[anchor]! >= floor)) continue;
    if (!writeSourceBox(boxes, output, anchor, options)) continue;
    order[count++] = anchor;
  }
  const kept = order.subarray(0, count);
  const found = gatherByScore(kept, { scores, rows, boxes, classIds });
  return {
    ...found,
    others: Array.from(kept, (anchor) => nextClasses(output, anchor, rows[anchor]!, options)),
  };
}

/** What else an anchor may be: at most four classes that reach the floor, best first, the first row on a tie. */
function nextClasses(
  output: Float32Array,
  anchor: number,
  bestRow: number,
  { classIds, anchorCount, scoreFloor }: DecodeOptions,
): readonly ClassScore[] {
  const floor = Math.fround(scoreFloor);
  const next: ClassScore[] = [];
  for (let row = 0; row < classIds.length; row++) {
    const score = output[(4 + row) * anchorCount + anchor]!;
    if (row === bestRow || !(score >= floor)) continue;
    let at = next.length;
    while (at > 0 && next[at - 1]!.score < score) at--;
    if (at >= BEST_CLASSES - 1) continue;
    next.splice(at, 0, { classId: classIds[row]!, score });
    next.length = Math.min(next.length, BEST_CLASSES - 1);
  }
  return next.length > 0 ? next : NONE;
}

const NONE: readonly ClassScore[] = [];

function checkLength(output: Float32Array, { classIds, anchorCount }: DecodeOptions): void {
  if (output.length === (4 + classIds.length) * anchorCount) return;
  throw new RangeError(
    `output of ${output.length} is not ${4 + classIds.length} rows of ${anchorCount} anchors`,
  );
}

/**
 * As `decodeCandidates`, but an anchor is a candidate for every class that it scores, not for its best alone. This is
 * how detectors are measured: average precision asks of each class how its own scores order the photos' boxes, and a
 * second guess that is right counts. On a page it would draw two boxes over one tomato.
 */
export function decodeEveryClass(output: Float32Array, options: DecodeOptions): Candidates {
  const { classIds, anchorCount } = options;
  checkLength(output, options);
  const floor = Math.fround(options.scoreFloor);
  const anchorBoxes = new Float32Array(anchorCount * 4);
  const isInPhoto = Array.from({ length: anchorCount }, (_, anchor) =>
    writeSourceBox(anchorBoxes, output, anchor, options),
  );
  const found: { readonly anchor: number; readonly row: number; readonly score: number }[] = [];
  for (let row = 0; row < classIds.length; row++) {
    for (let anchor = 0; anchor < anchorCount; anchor++) {
      const score = output[(4 + row) * anchorCount + anchor]!;
      if (score >= floor && isInPhoto[anchor]) found.push({ anchor, row, score });
    }
  }
  found.sort((a, b) => b.score - a.score);
  const boxes = new Float32Array(found.length * 4);
  for (const [index, { anchor }] of found.entries()) {
    boxes.set(anchorBoxes.subarray(anchor * 4, anchor * 4 + 4), index * 4);
  }
  return {
    count: found.length,
    boxes,
    scores: Float32Array.from(found, ({ score }) => score),
    classIds: Uint16Array.from(found, ({ row }) => classIds[row]!),
  };
}

function bestClassPerAnchor(output: Float32Array, classCount: number, anchorCount: number) {
  const scores = new Float32Array(anchorCount);
  const rows = new Uint16Array(anchorCount);
  for (let row = 0; row < classCount; row++) {
    const start = (4 + row) * anchorCount;
    for (let anchor = 0; anchor < anchorCount; anchor++) {
      const score = output[start + anchor]!;
      if (score > scores[anchor]!) {
        scores[anchor] = score;
        rows[anchor] = row;
      }
    }
  }
  return { scores, rows };
}

/** One box at a time, so that reading one makes nothing new. */
const corners = new Float64Array(4);

/** False where nothing of the box lies in the photo. */
function writeSourceBox(
  boxes: Float32Array,
  output: Float32Array,
  anchor: number,
  { head, anchorCount, transform, photo }: DecodeOptions,
): boolean {
  HEADS[head](output, anchor, anchorCount, corners);
  const { scaleX, scaleY, padX, padY } = transform;
  const x1 = Math.max((corners[0]! - padX) / scaleX, 0);
  const y1 = Math.max((corners[1]! - padY) / scaleY, 0);
  const x2 = Math.min((corners[2]! - padX) / scaleX, photo.width);
  const y2 = Math.min((corners[3]! - padY) / scaleY, photo.height);
  const at = anchor * 4;
  boxes[at] = x1;
  boxes[at + 1] = y1;
  boxes[at + 2] = x2;
  boxes[at + 3] = y2;
  // Compared as stored (32-bit), so that a kept box is never empty; NaN fails both.
  return boxes[at + 2]! > boxes[at]! && boxes[at + 3]! > boxes[at + 1]!;
}

interface PerAnchor {
  readonly scores: Float32Array;
  readonly rows: Uint16Array;
  readonly boxes: Float32Array;
  readonly classIds: Uint16Array;
}

/** @param anchors kept anchors, ascending; brought into the order of the candidates */
function gatherByScore(anchors: Float64Array, from: PerAnchor): Candidates {
  const count = anchors.length;
  // One number per candidate that a native numeric sort orders: a positive float's bits grow with its value, so
  // (inverted bits, anchor) is best score first and anchor order on ties.
  const bits = new Uint32Array(from.scores.buffer, from.scores.byteOffset, from.scores.length);
  const ANCHORS = 2 ** 20;
  for (let index = 0; index < count; index++) {
    const anchor = anchors[index]!;
    anchors[index] = (2 ** 32 - 1 - bits[anchor]!) * ANCHORS + anchor;
  }
  anchors.sort();
  const boxes = new Float32Array(count * 4);
  const scores = new Float32Array(count);
  const classIds = new Uint16Array(count);
  for (let index = 0; index < count; index++) {
    const anchor = anchors[index]! % ANCHORS;
    anchors[index] = anchor;
    boxes.set(from.boxes.subarray(anchor * 4, anchor * 4 + 4), index * 4);
    scores[index] = from.scores[anchor]!;
    classIds[index] = from.classIds[from.rows[anchor]!]!;
  }
  return { count, boxes, scores, classIds };
}
