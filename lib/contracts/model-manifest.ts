import { z } from "zod";
import { MODEL_HEADS, USUAL_HEAD } from "@/lib/core/detection/heads";
import { calibrationSchema } from "./calibration";
import { readingSchema } from "./reading";

export const classKindSchema = z.enum(["ingredient", "dish", "leaf"]);
export type ClassKind = z.infer<typeof classKindSchema>;

/** One class of a model, in the order of the network's output rows. `id` never changes meaning. */
export const modelClassSchema = z.object({
  id: z.number().int().min(0).max(65_535),
  name: z.string().min(1),
  displayName: z.string().min(1),
  kind: classKindSchema,
  species: z.string().optional(),
  condition: z.string().optional(),
  synonyms: z.array(z.string()).default([]),
});
export type ModelClass = z.infer<typeof modelClassSchema>;

export const modelFileSchema = z.object({
  path: z.string(),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** `weights` are a checkpoint to go on training from, `config` is what it was trained with. */
  role: z.enum(["onnx", "tfjs-graph", "tfjs-shard", "card", "weights", "config"]),
});

const setMetricsSchema = z.object({
  map50: z.number(),
  map50_95: z.number(),
  /** F1 over all boxes of what is shown from this confidence on; not of versions that were measured before it was. */
  f1: z.object({ value: z.number(), confidence: z.number() }).optional(),
  photos: z.number().int(),
  /** Over the SHA-256 of each photo's file: two figures with the same one are of the same photos. */
  photosSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** COCO AP50 by canonical class name, only classes with boxes in the set. */
  ap50ByClass: z.record(z.string(), z.number()).default({}),
});

/** `models/<name>/<version>/manifest.json`: all a runtime, a card or a browser needs to know. */
export const modelManifestSchema = z.object({
  schema: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]+\/[0-9]+$/),
  name: z.string(),
  version: z.number().int().min(0),
  createdAt: z.string(),
  licence: z.string(),
  architecture: z.string(),
  /** How its boxes are read. */
  head: z.enum(MODEL_HEADS).default(USUAL_HEAD),
  /** Square network input edge, px. */
  inputSize: z.number().int().positive(),
  /** Length of the pooled feature vector, 0 when the model has none. */
  featureLength: z.number().int().min(0),
  classes: z.array(modelClassSchema).min(1),
  files: z.array(modelFileSchema),
  defaults: z.object({ confidence: z.number(), iou: z.number() }),
  /** By test set, from `forage eval`. */
  metrics: z.record(z.string(), setMetricsSchema).default({}),
  /** From `forage calibrate`; a model without it gives care advice by its bare scores, and the page says so. */
  calibration: calibrationSchema.optional(),
  /** From `forage calibrate --foods`; a model without it names every box, and shows bare scores. */
  reading: readingSchema.optional(),
  /** Content hash of each training set. */
  dataSets: z.record(z.string(), z.string()).default({}),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;
