import { z } from "zod";
import { MAX_BOXES, modelBoxSchema, modelIdSchema } from "./corrections";
import { modelManifestSchema } from "./model-manifest";

export const modelOriginSchema = z.enum(["shipped", "trained", "uploaded"]);
export type ModelOrigin = z.infer<typeof modelOriginSchema>;

/** What a model is now: at most one is champion. */
export const modelAliasSchema = z.enum(["champion", "candidate", "archived"]);
export type ModelAlias = z.infer<typeof modelAliasSchema>;

/** Who changed which model's alias, when and why. */
export const modelMoveSchema = z.object({
  id: z.number().int().positive(),
  modelId: modelIdSchema,
  alias: modelAliasSchema,
  /** The champion it took the place of; null for the other aliases. */
  previousId: modelIdSchema.nullable(),
  isRollback: z.boolean(),
  reason: z.string(),
  movedBy: z.string(),
  movedAt: z.iso.datetime(),
});
export type ModelMove = z.infer<typeof modelMoveSchema>;

/** A model as the registry lists it. */
export const registryEntrySchema = z.object({
  manifest: modelManifestSchema,
  origin: modelOriginSchema,
  alias: modelAliasSchema,
  registeredAt: z.iso.datetime().nullable(),
  runId: z.string().nullable(),
  datasetVersionId: z.string().nullable(),
  commit: z.string().nullable(),
});
export type RegistryEntry = z.infer<typeof registryEntrySchema>;

export const moveReasonSchema = z.string().trim().min(1).max(500);

export const modelInputSchema = z.object({ modelId: modelIdSchema });
export const moveInputSchema = z.object({ modelId: modelIdSchema, reason: moveReasonSchema });
export const promoteInputSchema = moveInputSchema.extend({
  /** The person knows that the model has not passed the gate and promotes it anyway. */
  anyway: z.boolean().default(false),
});
export type PromoteInput = z.infer<typeof promoteInputSchema>;
export const rollbackInputSchema = z.object({ reason: moveReasonSchema });
export const historyInputSchema = z.object({
  modelId: modelIdSchema.optional(),
  limit: z.number().int().min(1).max(500).default(100),
});

/** Which candidate runs in the shadow, and for what share of the photos. */
export const shadowSettingSchema = z.object({
  candidateId: modelIdSchema.nullable(),
  /** 0 to 1. */
  share: z.number().min(0).max(1),
});
export type ShadowSetting = z.infer<typeof shadowSettingSchema>;

/** Sent to browsers at once and after each change. */
export const releaseSchema = z.object({
  championId: modelIdSchema,
  shadow: shadowSettingSchema,
});
export type Release = z.infer<typeof releaseSchema>;

/** What a browser found while the candidate ran beside the champion on a photo that the server keeps. */
export const shadowReportSchema = z.object({
  photoId: z.uuid(),
  championId: modelIdSchema,
  candidateId: modelIdSchema,
  championBoxes: z.array(modelBoxSchema).max(MAX_BOXES),
  candidateBoxes: z.array(modelBoxSchema).max(MAX_BOXES),
});
export type ShadowReport = z.infer<typeof shadowReportSchema>;

/** From a model back to what it learnt from. */
export const lineageSchema = z.object({
  modelId: modelIdSchema,
  baseModelId: modelIdSchema.nullable(),
  runId: z.string().nullable(),
  version: z
    .object({
      id: z.uuid(),
      number: z.number().int(),
      manifestSha256: z.string(),
      createdAt: z.iso.datetime(),
    })
    .nullable(),
  /** Photos of the version by split, those held out apart; deleted ones are counted in both. */
  photos: z.object({
    heldOut: z.number().int(),
    train: z.number().int(),
    val: z.number().int(),
    test: z.number().int(),
    deleted: z.number().int(),
  }),
  /** Those whose boxes a person corrected in the app, newest correction first, at most a hundred. */
  corrections: z.array(
    z.object({
      correctionId: z.uuid(),
      sha256: z.string(),
      split: z.enum(["train", "val", "test", "heldOut"]),
      source: z.string(),
      deletedAt: z.iso.datetime().nullable(),
      /** Null when the photo was deleted. */
      photo: z.object({ id: z.uuid(), name: z.string(), width: z.number(), height: z.number() }).nullable(),
    }),
  ),
  correctionCount: z.number().int(),
});
export type Lineage = z.infer<typeof lineageSchema>;
