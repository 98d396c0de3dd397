import { z } from "zod";
import { AREA_EDGES, ASPECT_EDGES } from "@/lib/core/monitoring/recording/describe-boxes";
import type { DetectionFigures } from "@/lib/core/monitoring/recording/describe-detection";
import { SKETCH_LENGTH } from "@/lib/core/monitoring/recording/sketch";
import { classIdSchema, scoreSchema } from "./box";
import { backendSchema, MAX_BOXES, modelIdSchema } from "./corrections";
import { seenOnSchema } from "./device-kinds";

/** Goes up when a figure means something else than before; the server refuses versions that it does not know. */
export const EVENT_SCHEMA = 1;

const share = z.number().min(0).max(1);
const milliseconds = z.number().min(0).max(3_600_000);
const boxCount = z.number().int().min(0).max(MAX_BOXES);
const counts = (length: number) => z.array(boxCount).length(length).readonly();

/** What is told of one photo: see `lib/core/monitoring/recording`. */
export const detectionFiguresSchema = z.strictObject({
  photo: z.strictObject({
    width: z.number().int().min(1).max(100_000),
    height: z.number().int().min(1).max(100_000),
    brightness: share,
    contrast: share,
    saturation: share,
    sharpness: share,
  }),
  boxes: z.strictObject({
    count: boxCount,
    unnamed: boxCount,
    byClass: z
      .array(z.tuple([classIdSchema, boxCount, z.number().min(0).max(MAX_BOXES)]).readonly())
      .max(300)
      .readonly(),
    topScore: scoreSchema.nullable(),
    meanScore: scoreSchema.nullable(),
    scores: counts(10),
    areas: counts(AREA_EDGES.length + 1),
    aspects: counts(ASPECT_EDGES.length + 1),
    positions: counts(9),
  }),
  sketch: z.array(z.number().int().min(-127).max(127)).length(SKETCH_LENGTH).readonly().nullable(),
}) satisfies z.ZodType<DetectionFigures, unknown>;

export const EVENT_SOURCES = ["page", "server", "api", "command-line"] as const;

/** One detection, as it is recorded with the person's leave. Never the photo, a name, an address or a place. */
export const detectionEventSchema = z.strictObject({
  schema: z.literal(EVENT_SCHEMA),
  /** Made by whoever detected: sent twice, it is the same event. */
  id: z.uuid(),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
  source: z.enum(EVENT_SOURCES),
  modelId: modelIdSchema,
  backend: backendSchema,
  ...seenOnSchema.shape,
  /** Which part of all detections was recorded when this one was: below 1 under load. */
  sampleShare: z.number().gt(0).max(1),
  latency: z.strictObject({
    queueMs: milliseconds.optional(),
    decodeMs: milliseconds,
    preprocessMs: milliseconds,
    inferenceMs: milliseconds,
    postprocessMs: milliseconds,
    totalMs: milliseconds,
    /** What these figures themselves cost. */
    recordMs: milliseconds,
  }),
  ...detectionFiguresSchema.shape,
  /** Null where there are none: on the server and the command line. */
  sliders: z
    .strictObject({
      confidence: scoreSchema,
      iou: scoreSchema,
      hiddenClasses: boxCount,
      classThresholds: boxCount,
    })
    .nullable(),
});
export type DetectionEvent = z.infer<typeof detectionEventSchema>;

/** How many of the model's boxes a person kept, and what else they did, when they saved. */
export const outcomeChangesSchema = z.strictObject({
  /** Left as they were, or confirmed. */
  kept: boxCount,
  /** Drawn where the model had none. */
  added: boxCount,
  deleted: boxCount,
  renamed: boxCount,
  moved: boxCount,
});
export type OutcomeChanges = z.infer<typeof outcomeChangesSchema>;

/** What a person changed after a detection that was recorded. */
export const detectionOutcomeSchema = z.strictObject({
  detection: z.strictObject({ id: z.uuid(), at: z.iso.datetime() }),
  changes: outcomeChangesSchema,
});
export type DetectionOutcome = z.infer<typeof detectionOutcomeSchema>;

export const MOST_EVENTS = 100;

/** Query of `POST /api/v1/detections`. */
export const sentAtSchema = z.object({
  /**
   * The sender's clock as it sends: a clock that is wrong is put right by it. Not in the body, which a page packs before it
   * knows when it will be left.
   */
  sentAt: z.iso.datetime(),
});

/** Body of `POST /api/v1/detections`, JSON or gzipped JSON. */
export const eventBatchSchema = z.strictObject({
  schema: z.literal(EVENT_SCHEMA),
  detections: z.array(detectionEventSchema).max(MOST_EVENTS),
  outcomes: z.array(detectionOutcomeSchema).max(MOST_EVENTS),
});
export type EventBatch = z.infer<typeof eventBatchSchema>;
export type SentBatch = EventBatch & z.infer<typeof sentAtSchema>;

export const batchAnswerSchema = z.object({
  /** Now in the store that were not there before. */
  stored: z.number().int().min(0),
  /** There already, too old to be kept, of before the person erased theirs, or a change to a detection that is not there. */
  left: z.number().int().min(0),
  /** Which part of the detections to record from now on. */
  sampleShare: z.number().gt(0).max(1),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

/** Where a detection was recorded, so that what a person changes can be told of it later. */
export type RecordedAs = DetectionOutcome["detection"];

/** Of an answer of `POST /api/v1/detect`: the id and time by which its figures are recorded. */
export const RECORDED_HEADER = "x-forage-recorded";
