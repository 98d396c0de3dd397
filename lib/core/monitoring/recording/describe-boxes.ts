import type { Detection } from "../../detection/types";
import type { Size } from "../../geometry/box";

/** What was found on one photo, in counts: nothing says where a single box lies. */
export interface BoxFigures {
  readonly count: number;
  /** Boxes of some food whose name is too doubtful to say. */
  readonly unnamed: number;
  /** [class id, boxes, sum of their scores], by class id. */
  readonly byClass: readonly (readonly [classId: number, boxes: number, scores: number])[];
  /** Null where nothing was found. */
  readonly topScore: number | null;
  readonly meanScore: number | null;
  /** Boxes by score, in tenths from 0 to 1. */
  readonly scores: readonly number[];
  /** Boxes by their share of the photo's area, see `AREA_EDGES`. */
  readonly areas: readonly number[];
  /** Boxes by width over height, see `ASPECT_EDGES`. */
  readonly aspects: readonly number[];
  /** Boxes by the ninth of the photo that their middle lies in, row by row. */
  readonly positions: readonly number[];
}

/** A share of the photo's area below the first edge is in the first place, and so on. */
export const AREA_EDGES = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5] as const;
export const ASPECT_EDGES = [0.25, 0.5, 0.8, 1.25, 2, 4] as const;
const SCORE_PLACES = 10;

function placeIn(edges: readonly number[], value: number): number {
  const at = edges.findIndex((edge) => value < edge);
  return at < 0 ? edges.length : at;
}

const zeros = (length: number) => new Array<number>(length).fill(0);
const third = (share: number) => Math.min(2, Math.max(0, Math.floor(share * 3)));

/** @param detections what a page shows at the model's own thresholds; not mutated */
export function describeBoxes(detections: readonly Detection[], photo: Size): BoxFigures {
  const scores = zeros(SCORE_PLACES);
  const areas = zeros(AREA_EDGES.length + 1);
  const aspects = zeros(ASPECT_EDGES.length + 1);
  const positions = zeros(9);
  const classes = new Map<number, [number, number]>();
  let sum = 0;
  let top = 0;
  let unnamed = 0;
  for (const { box, score, classId, isUnknown } of detections) {
    const width = Math.max(0, box.x2 - box.x1);
    const height = Math.max(0, box.y2 - box.y1);
    scores[Math.min(SCORE_PLACES - 1, Math.floor(score * SCORE_PLACES))]!++;
    areas[placeIn(AREA_EDGES, (width * height) / (photo.width * photo.height))]!++;
    if (height > 0) aspects[placeIn(ASPECT_EDGES, width / height)]!++;
    const column = third((box.x1 + box.x2) / 2 / photo.width);
    positions[third((box.y1 + box.y2) / 2 / photo.height) * 3 + column]!++;
    sum += score;
    top = Math.max(top, score);
    if (isUnknown) {
      unnamed++;
      continue;
    }
    const [boxes, scoreSum] = classes.get(classId) ?? [0, 0];
    classes.set(classId, [boxes + 1, scoreSum + score]);
  }
  const count = detections.length;
  return {
    count,
    unnamed,
    byClass: [...classes]
      .sort(([a], [b]) => a - b)
      .map(([classId, [boxes, scoreSum]]) => [classId, boxes, rounded(scoreSum)] as const),
    topScore: count === 0 ? null : rounded(top),
    meanScore: count === 0 ? null : rounded(sum / count),
    scores,
    areas,
    aspects,
    positions,
  };
}

/** To four places: more would tell nothing, and would be sent. */
export const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
