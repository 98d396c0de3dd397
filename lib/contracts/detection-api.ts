import { z } from "zod";
import { detectionEventSchema } from "./detection-events";
import { errorResponseSchema } from "./error-response";

const numbers = z.array(z.number());

const classScoreSchema = z.object({ classId: z.number().int().min(0).max(65_535), score: z.number() });
/** [count] what else each candidate may be, the likeliest first; absent from what keeps the best class alone. */
export const otherClassesSchema = z.array(z.array(classScoreSchema).readonly()).readonly().optional();

/** Why a server of networks elsewhere was passed over. */
export const REMOTE_FAILURES = [
  "unreachable",
  "too-slow",
  "refused",
  "no-model",
  "other-model",
  "bad-answer",
] as const;

/** One question to a server of networks elsewhere. */
export interface RemoteAttempt {
  readonly url: string;
  readonly ms: number;
  readonly failure?: (typeof REMOTE_FAILURES)[number];
}

/** Whether a server of networks elsewhere is asked; where not, why, and what was expected and came. */
export interface RemoteUse {
  readonly url: string;
  readonly failure?: (typeof REMOTE_FAILURES)[number];
  readonly detail?: string;
}

/** Query of `POST /api/v1/detect`. */
export const detectQuerySchema = z.object({
  /** Left out: the model's default. */
  conf: z.coerce.number().min(0).max(1).optional(),
  iou: z.coerce.number().min(0).max(1).default(0.45),
  /** Seconds within which the answer must be there; what cannot be in time is refused at once. Left out: the server's own. */
  within: z.coerce.number().min(0.1).max(600).optional(),
  /** `show`: the answer has the event that would be recorded of the detection, and it is not recorded. */
  figures: z.literal("show").optional(),
});
export type DetectQuery = z.infer<typeof detectQuerySchema>;

/**
 * Answer of `POST /api/v1/detect` (the photo as raw body or as multipart field `photo`): the raw candidates, so
 * that the page's sliders work on them as on its own, and the detections that the query's thresholds leave.
 */
export const detectResponseSchema = z.object({
  modelId: z.string(),
  /** What ran the network: cuda, webgpu or cpu of this server, or remote, a server of networks elsewhere. */
  provider: z.string(),
  /** What should have run it and did not, and why; absent where nothing was passed over. */
  passedOver: z.object({ provider: z.literal("remote"), why: z.enum(REMOTE_FAILURES) }).optional(),
  /** Photo px after EXIF orientation. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** What the query's thresholds leave: best score first, box [x1, y1, x2, y2] in photo px. */
  detections: z.array(
    z.object({
      class: z.string(),
      id: z.number().int().min(0).max(65_535),
      displayName: z.string(),
      score: z.number(),
      box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    }),
  ),
  /** Foods whose name is too doubtful to say: what they may be, the likeliest first. Absent where there is none. */
  unnamed: z
    .array(
      z.object({
        score: z.number(),
        box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
        mayBe: z.array(z.string()),
      }),
    )
    .optional(),
  /** Everything from the score floor up, before suppression. */
  candidates: z
    .object({
      /** [count × 4] x1 y1 x2 y2 in source px, best score first. */
      boxes: numbers,
      scores: numbers,
      classIds: z.array(z.number().int().min(0).max(65_535)),
      others: otherClassesSchema,
      /** How likely each food's name is right, and from where on it is said; absent where the model has no such figures. */
      naming: z.object({ likelihoods: numbers, from: z.number() }).optional(),
    })
    .refine(({ boxes, scores, classIds, others, naming }) => {
      return (
        boxes.length === scores.length * 4 &&
        [classIds, others, naming?.likelihoods].every(
          (each) => each === undefined || each.length === scores.length,
        )
      );
    }),
  features: numbers,
  /** Where `figures=show` asked for it. */
  event: detectionEventSchema.optional(),
  /** On the server: `totalMs` from when the photo was there, `queueMs` until its turn came. */
  timings: z.object({
    queueMs: z.number(),
    decodeMs: z.number(),
    preprocessMs: z.number(),
    inferenceMs: z.number(),
    postprocessMs: z.number(),
    totalMs: z.number(),
  }),
});
export type DetectResponse = z.infer<typeof detectResponseSchema>;

/** Most photos of a batch. */
export const MOST_IN_BATCH = 16;

/** Answer of `POST /api/v1/detect/batch`: one for each photo, in their order. One that fails does not stop the others. */
export const detectBatchResponseSchema = z.object({
  results: z.array(
    z.union([
      z.object({ name: z.string(), found: detectResponseSchema }),
      z.object({ name: z.string(), error: errorResponseSchema.shape.error }),
    ]),
  ),
});
export type DetectBatchResponse = z.infer<typeof detectBatchResponseSchema>;
