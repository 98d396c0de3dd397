import { z } from "zod";
import { classIdSchema, sha256Schema } from "./box";
import {
  findingCodeSchema,
  findingKeySchema,
  findingPhotoSchema,
  versionFindingSchema,
} from "./dataset-findings";
import { manifestBoxSchema, manifestPhotoSchema, splitSchema } from "./dataset-manifest";
import { classKindSchema } from "./model-manifest";

const count = z.number().int().min(0);
const bySplit = z.object({ train: count, val: count, test: count });

/** Boxes of a class by split: what the histogram draws. Photos held out are not counted. */
export const classBoxCountSchema = z.object({
  id: classIdSchema,
  name: z.string(),
  displayName: z.string(),
  kind: classKindSchema,
  photos: count,
  boxes: bySplit,
});
export type ClassBoxCount = z.infer<typeof classBoxCountSchema>;

/** What lists and pages show of a version without reading its manifest. */
export const versionSummarySchema = z.object({
  photos: count,
  boxes: count,
  /** Photos by split, those held out not counted. */
  splits: bySplit,
  heldOut: count,
  excluded: count,
  sources: z.array(z.object({ source: z.string(), photos: bySplit, heldOut: count })),
  /** Only classes with boxes, by id. */
  classes: z.array(classBoxCountSchema),
  /** The pairs of classes seen together in most photos. */
  together: z.array(z.object({ first: classIdSchema, second: classIdSchema, photos: count })),
  errors: count,
  warnings: count,
  waived: count,
});
export type VersionSummary = z.infer<typeof versionSummarySchema>;

export const datasetVersionSchema = z.object({
  id: z.uuid(),
  /** Counts from 1. */
  number: z.number().int().positive(),
  parent: z.number().int().positive().nullable(),
  /** SHA-256 of the canonical manifest: the version's identity. */
  manifestSha256: sha256Schema,
  note: z.string(),
  summary: versionSummarySchema,
  /** Photos in it that their owners have deleted since. */
  deletedPhotos: count,
  createdAt: z.iso.datetime(),
});
export type DatasetVersion = z.infer<typeof datasetVersionSchema>;

/** The newest run of the gate over what would be the next version. */
export const datasetCheckSchema = z.object({
  id: z.uuid(),
  manifestSha256: sha256Schema,
  summary: versionSummarySchema,
  /** Number of the version it became, or that it is equal to; null while it is none. */
  version: z.number().int().positive().nullable(),
  createdAt: z.iso.datetime(),
});
export type DatasetCheck = z.infer<typeof datasetCheckSchema>;

/** Parameters of the job "dataset-version". */
export const versionJobParamsSchema = z.object({
  note: z.string().trim().max(500).default(""),
  /** Only look: run the gate and make no version. */
  isCheckOnly: z.boolean().default(false),
});
export type VersionJobParams = z.infer<typeof versionJobParamsSchema>;

export const versionJobResultSchema = z.object({
  /** blocked: errors that nobody fixed, excluded or waived; unchanged: `version` holds exactly this already. */
  outcome: z.enum(["created", "checked", "blocked", "unchanged"]),
  version: z.number().int().positive().nullable(),
  checkId: z.uuid(),
  photos: count,
  boxes: count,
  errors: count,
  warnings: count,
});
export type VersionJobResult = z.infer<typeof versionJobResultSchema>;

export const versionNumberSchema = z.number().int().min(1).max(1_000_000);
/** A version, or what would be the next one as the newest check found it. */
export const versionOrNextSchema = z.union([versionNumberSchema, z.literal("next")]);
export type VersionOrNext = z.infer<typeof versionOrNextSchema>;

export const versionInputSchema = z.object({ number: versionNumberSchema });
export const createVersionInputSchema = versionJobParamsSchema;

const offset = z.number().int().min(0).default(0);

export const findingsInputSchema = z.object({
  of: versionOrNextSchema,
  code: findingCodeSchema.optional(),
  /** The name that infinite queries use: the offset to continue from. */
  cursor: offset,
  limit: z.number().int().min(1).max(100).default(24),
});

export const shownFindingSchema = versionFindingSchema.extend({
  key: findingKeySchema,
  /** The current decision, on the finding or on one of its photos; null when there is none. */
  decisionId: z.uuid().nullable(),
  excluded: z.array(sha256Schema),
  /** `image` is the photo's id while it is there to be shown; null when it was deleted. */
  shown: z.array(findingPhotoSchema.extend({ image: z.uuid().nullable(), isDeleted: z.boolean() })),
});
export type ShownFinding = z.infer<typeof shownFindingSchema>;

export const findingsPageSchema = z.object({
  /** How many of each code there are, errors first. */
  codes: z.array(
    z.object({
      code: findingCodeSchema,
      severity: z.enum(["error", "warning"]),
      count,
      /** Neither waived nor settled by excluding a photo. */
      open: count,
    }),
  ),
  findings: z.array(shownFindingSchema),
  nextCursor: z.number().int().nullable(),
});
export type FindingsPage = z.infer<typeof findingsPageSchema>;

export const versionPhotosInputSchema = z.object({
  number: versionNumberSchema,
  split: splitSchema.optional(),
  source: z.string().max(200).optional(),
  classId: classIdSchema.optional(),
  cursor: offset,
  limit: z.number().int().min(1).max(100).default(30),
});

/** A photo of a version as pages show it. */
export const versionPhotoSchema = manifestPhotoSchema.extend({
  image: z.uuid().nullable(),
  isDeleted: z.boolean(),
});
export type VersionPhoto = z.infer<typeof versionPhotoSchema>;

const boxPairSchema = z.object({ from: manifestBoxSchema, to: manifestBoxSchema });

/** added, removed: the whole photo. changed: its boxes. moved: to another split. */
export const photoChangeSchema = z.enum(["added", "removed", "changed", "split"]);
export type PhotoChange = z.infer<typeof photoChangeSchema>;

export const changedPhotoSchema = z.object({
  sha256: sha256Schema,
  name: z.string(),
  width: z.number(),
  height: z.number(),
  source: z.string(),
  change: photoChangeSchema,
  /** Split in each; null where it is not in it, or is held out. */
  splitBefore: splitSchema.nullable(),
  splitAfter: splitSchema.nullable(),
  boxes: z.object({
    added: z.array(manifestBoxSchema),
    removed: z.array(manifestBoxSchema),
    relabelled: z.array(boxPairSchema),
    moved: z.array(boxPairSchema),
    kept: z.array(manifestBoxSchema),
  }),
  image: z.uuid().nullable(),
  isDeleted: z.boolean(),
});
export type ChangedPhoto = z.infer<typeof changedPhotoSchema>;

export const diffInputSchema = z.object({
  before: versionNumberSchema,
  after: versionNumberSchema,
  change: photoChangeSchema.optional(),
  cursor: offset,
  limit: z.number().int().min(1).max(100).default(24),
});

export const versionDiffSchema = z.object({
  photos: z.object({ added: count, removed: count, changed: count, split: count, same: count }),
  boxes: z.object({ added: count, removed: count, relabelled: count, moved: count, kept: count }),
  /** Each class of either version, by id, with its boxes in both. */
  classes: z.array(
    z.object({
      id: classIdSchema,
      displayName: z.string(),
      /** The name it had before, when it was renamed in between. */
      nameBefore: z.string().nullable(),
      before: count,
      after: count,
    }),
  ),
  items: z.array(changedPhotoSchema),
  nextCursor: z.number().int().nullable(),
});
export type VersionDiff = z.infer<typeof versionDiffSchema>;
