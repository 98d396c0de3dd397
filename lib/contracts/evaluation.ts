import { z } from "zod";
import type { PhotoResult } from "@/lib/core/metrics/photo-result";
import { classIdSchema } from "./box";

const classFiguresSchema = z.object({
  /** Canonical name. */
  class: z.string(),
  id: classIdSchema,
  displayName: z.string(),
  ap50: z.number(),
  ap50_95: z.number(),
  boxes: z.number().int(),
});

const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** The line that `forage eval` writes for a set. */
export const evaluationSchema = z.object({
  set: z.string(),
  split: z.string(),
  model: z.string(),
  photos: z.number().int(),
  /** Over the SHA-256 of the files of those photos, in any order. */
  photosSha256: z.string(),
  boxes: z.number().int(),
  map50: z.number(),
  map50_95: z.number(),
  /** F1 over all boxes of what is shown from `f1Confidence` on; null where it was not measured. */
  f1: z.number().nullable().default(null),
  f1Confidence: z.number().nullable().default(null),
  /** Only classes with true boxes in the set. */
  classes: z.array(classFiguresSchema),
  /** The set's names that the model has no class for; their boxes are left out. */
  unmapped: z.array(z.string()),
  failed: z.array(z.object({ photo: z.string(), error: errorSchema })),
  conf: z.number(),
  iou: z.number(),
  maxDetections: z.number().int(),
  msPerPhoto: z.number(),
});
export type EvaluationLine = z.infer<typeof evaluationSchema>;

const px = z.number().finite();

/** A line of the file that `forage eval --details FILE` writes: what one photo holds and what was found in it. */
export const evaluatedPhotoSchema = z.object({
  set: z.string(),
  model: z.string(),
  /** File name. */
  photo: z.string(),
  /** Of the file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Class id, then x1 y1 x2 y2 in photo px. */
  truths: z.array(z.tuple([classIdSchema, px, px, px, px])),
  /** Class id and score, then x1 y1 x2 y2 in photo px; best first. */
  predictions: z.array(z.tuple([classIdSchema, z.number(), px, px, px, px])),
});
export type EvaluatedPhoto = z.infer<typeof evaluatedPhotoSchema>;

/** A line's boxes as the metrics take them. */
export function toPhotoResult({ truths, predictions }: EvaluatedPhoto): PhotoResult {
  return {
    truths: truths.map(([classId, x1, y1, x2, y2]) => ({ classId, box: { x1, y1, x2, y2 } })),
    predictions: predictions.map(([classId, score, x1, y1, x2, y2]) => ({
      classId,
      score,
      box: { x1, y1, x2, y2 },
    })),
  };
}
