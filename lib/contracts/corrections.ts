import { z } from "zod";
import { ERROR_KINDS } from "@/lib/core/corrections/compare-boxes";
import { WORKER_BACKEND_IDS } from "@/lib/core/detection/backends";
import type { DetectionFilter } from "@/lib/core/detection/types";
import type { Label } from "@/lib/core/editor/types";
import { boxSchema, classIdSchema, scoreSchema } from "./box";
import { seenOnSchema } from "./device-kinds";

/** Most boxes one correction may hold, model's and person's each. */
export const MAX_BOXES = 2_000;

export const modelIdSchema = z
  .string()
  .max(100)
  .regex(/^[a-z0-9-]+\/[0-9]+$/);

export const backendSchema = z.enum([...WORKER_BACKEND_IDS, "server"]);

export const detectionFilterSchema = z.object({
  confidence: scoreSchema,
  iou: scoreSchema,
  confidenceByClass: z.record(z.coerce.number().int().min(0).max(65_535), scoreSchema),
  hiddenClasses: z.array(classIdSchema).max(MAX_BOXES),
  maxDetections: z.number().int().min(0).max(MAX_BOXES),
}) satisfies z.ZodType<DetectionFilter, unknown>;

/** A box as the model gave it, above the filter it was shown with. */
export const modelBoxSchema = z.object({
  box: boxSchema,
  score: scoreSchema,
  classId: classIdSchema,
  /** What else it said of the object, the likeliest first; such a box was shown as one. */
  alternatives: z
    .array(z.object({ classId: classIdSchema, score: scoreSchema }))
    .max(20)
    .optional(),
});
export type ModelBox = z.infer<typeof modelBoxSchema>;

export const labelOriginSchema = z.discriminatedUnion("by", [
  z.object({ by: z.literal("person") }),
  z.object({
    by: z.literal("model"),
    modelId: modelIdSchema,
    score: scoreSchema,
    box: boxSchema,
    classId: classIdSchema,
  }),
]);

/** A box a person owns; see `lib/core/editor/types.ts`. */
export const labelSchema = z.object({
  id: z.string().min(1).max(64),
  box: boxSchema,
  classId: classIdSchema,
  origin: labelOriginSchema,
  state: z.enum(["drawn", "confirmed", "edited", "deleted"]),
}) satisfies z.ZodType<Label, unknown>;

/** The boxes a person owns on one photo. */
export const labelsSchema = z
  .array(labelSchema)
  .max(MAX_BOXES)
  .refine((labels) => new Set(labels.map(({ id }) => id)).size === labels.length, {
    message: "two boxes share one id",
  });

/**
 * What a save records: the model's boxes as they were shown, with the model and thresholds that made them, and the
 * person's boxes. Boxes are source px of the stored photo. `modelId` and `backend` are null when no model ran.
 */
export const correctionInputSchema = z.object({
  photoId: z.uuid(),
  modelId: modelIdSchema.nullable(),
  backend: backendSchema.nullable(),
  filter: detectionFilterSchema,
  modelBoxes: z.array(modelBoxSchema).max(MAX_BOXES),
  labels: labelsSchema,
});
export type CorrectionInput = z.infer<typeof correctionInputSchema>;

/** Longest pooled feature vector a model may have. */
const MAX_FEATURES = 4_096;

/** Most earlier saves whose answer may be lost at a time. */
const MAX_UNANSWERED = 100;

/** Which save it is, and on top of what. */
export const saveIdentitySchema = z.object({
  /** Made when Save was pressed: a save with a known id is that save, and changes nothing. The server makes one up when it is left out. */
  id: z.uuid().optional(),
  /**
   * The correction these boxes were made on top of, null when the photo had none: when another is the newest by now, the
   * save is refused. Left out: whatever is the newest, if it is this person's own.
   */
  baseId: z.uuid().nullable().optional(),
  /** Saves of this page whose answer was lost: one of them may be the newest too. */
  unanswered: z.array(z.uuid()).max(MAX_UNANSWERED).default([]),
});
export type SaveIdentity = z.input<typeof saveIdentitySchema>;

const besideSchema = z.object({
  /** On what the photo was looked at, where figures of that detection are recorded: with the person's leave alone. */
  seenOn: seenOnSchema.optional(),
  /** `modelId`'s pooled features of the photo, when it ran in this page: how the review queue tells novelty. */
  features: z.array(z.number().finite()).max(MAX_FEATURES).optional(),
});

/** A save as the page sends it. */
export const saveCorrectionInputSchema = correctionInputSchema
  .extend(besideSchema.shape)
  .extend(saveIdentitySchema.shape);
export type SaveCorrectionInput = z.input<typeof saveCorrectionInputSchema>;

/** The first save of a photo, sent with the photo itself: all of it is kept, or nothing. */
export const savePhotoInputSchema = correctionInputSchema
  .omit({ photoId: true })
  .extend(besideSchema.shape)
  .extend(saveIdentitySchema.shape)
  .extend({
    /** Size in px the boxes were measured in: a photo that is stored in another would have them shifted. */
    size: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
  });
export type SavePhotoInput = z.input<typeof savePhotoInputSchema>;

/** One entry of a photo's append-only history; the newest is what the library shows. */
export const correctionSchema = z.object({
  id: z.uuid(),
  photoId: z.uuid(),
  /** Counts from 1 within the photo. */
  revision: z.number().int().positive(),
  modelId: modelIdSchema.nullable(),
  backend: backendSchema.nullable(),
  filter: detectionFilterSchema,
  modelBoxes: z.array(modelBoxSchema),
  labels: z.array(labelSchema),
  /** The revision this one brought back; null for a save. */
  restoredFrom: z.number().int().positive().nullable().default(null),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
});
export type Correction = z.infer<typeof correctionSchema>;

/** What comes with correction/outdated: what the save was made on top of, and the newest state. */
export const saveConflictSchema = z.object({
  base: correctionSchema.nullable(),
  newest: correctionSchema,
});
export type SaveConflict = z.infer<typeof saveConflictSchema>;

export const errorKindSchema = z.enum(ERROR_KINDS);

/** What the model got wrong, by kind and class; see `lib/core/corrections/compare-boxes.ts`. */
export const errorTallySchema = z.object({
  kind: errorKindSchema,
  classId: classIdSchema,
  count: z.number().int().positive(),
});

const changed = z.number().int().min(0);
const changesSchema = z.object({ added: changed, removed: changed, relabelled: changed, moved: changed });

/** One state in a photo's history, and its difference from the one before. */
export const revisionSchema = z.object({
  correction: correctionSchema,
  /** Name of the person who saved it. */
  author: z.string(),
  /** What a person did, against the revision before; for the first revision, against the model's boxes. */
  changes: changesSchema,
  /** Changes by another run of a model, or by its thresholds, not by a person. */
  modelChanges: changesSchema,
  errors: z.array(errorTallySchema),
  review: z
    .object({
      verdict: z.enum(["accepted", "fixed", "rejected"]),
      reason: z.string(),
      reviewer: z.string(),
      createdAt: z.iso.datetime(),
    })
    .nullable(),
});
export type Revision = z.infer<typeof revisionSchema>;

export const restoreRevisionInputSchema = z.object({
  photoId: z.uuid(),
  revision: z.number().int().positive(),
  /** The newest correction that the person has seen; left out: their own newest. */
  baseId: z.uuid().optional(),
});

export const correctionHistoryInputSchema = z.object({ photoId: z.uuid() });
