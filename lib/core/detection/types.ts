import type { Box } from "../geometry/box";

/**
 * Everything the network said about one photo above the score floor, kept in memory so that a slider only
 * re-filters. Struct of arrays, best score first; ties keep anchor order. One entry per anchor: its best class, and what
 * else it may be.
 */
export interface Candidates {
  readonly count: number;
  /** [count × 4] x1 y1 x2 y2 in source px, clipped to the photo. */
  readonly boxes: Float32Array;
  /** [count] in (0, 1]. */
  readonly scores: Float32Array;
  /** [count] stable class ids of the model's taxonomy (not the output row). */
  readonly classIds: Uint16Array;
  /** [count] what else each may be, the likeliest first; absent where only the best class is known. */
  readonly others?: readonly (readonly ClassScore[])[] | undefined;
  /** How likely the names are; absent where the model version has no figures for it. */
  readonly naming?: Naming | undefined;
}

/** How likely each candidate's best class is the right name for what is there. */
export interface Naming {
  /** [count] in [0, 1]; 1 for a leaf, whose doubts are judged by the care advice. */
  readonly likelihoods: Float32Array;
  /** Below it a box is "some food" and gets no name. */
  readonly from: number;
}

/** One detection that survived score filter and NMS. */
export interface Detection {
  readonly box: Box<"source">;
  readonly score: number;
  readonly classId: number;
  /** Index into the Candidates it came from: its identity while that run lives. */
  readonly candidate: number;
  /** What else the object may be, the likeliest first; absent when nothing else was seen there. */
  readonly alternatives?: readonly ClassScore[] | undefined;
  /** How likely its class is the right name, 1 for a leaf; absent where the model version has no figures for it. */
  readonly likelihood?: number | undefined;
  /** Some food, but which? It has no name: nothing counts, saves or cooks it before a person has named it. */
  readonly isUnknown?: true | undefined;
}

/** A class and how sure the model is of it. */
export interface ClassScore {
  readonly classId: number;
  readonly score: number;
}

/** What the sliders say. */
export interface DetectionFilter {
  readonly confidence: number;
  readonly iou: number;
  /** Per-class confidence that replaces `confidence`. */
  readonly confidenceByClass: Readonly<Record<number, number>>;
  readonly hiddenClasses: readonly number[];
  readonly maxDetections: number;
}

export const SCORE_FLOOR = 0.01;
/** How many classes of an anchor are kept, the best one among them. */
export const BEST_CLASSES = 5;

export const DEFAULT_FILTER: DetectionFilter = {
  confidence: 0.25,
  iou: 0.45,
  confidenceByClass: {},
  hiddenClasses: [],
  maxDetections: 300,
};
