import { z } from "zod";
import { FINDING_CODES } from "@/lib/core/datasets/finding";
import { boxSchema, classIdSchema, sha256Schema } from "./box";
import { splitSchema } from "./dataset-manifest";

export const findingCodeSchema = z.enum(FINDING_CODES);

/** Findings that only leaving the photo out can settle: nothing of it could be exported. */
export const NOT_WAIVABLE: ReadonlySet<string> = new Set(["photo-unreadable"]);

const corner = z.number();
const regionSchema = z.object({ x1: corner, y1: corner, x2: corner, y2: corner });

/** What the quality gate found on a version's photos. `photos` are SHA-256. */
export const versionFindingSchema = z.object({
  code: findingCodeSchema,
  severity: z.enum(["error", "warning"]),
  photos: z.array(sha256Schema),
  /** The box it is about, source px; it may lie outside the photo. */
  region: regionSchema.nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Why somebody waived it; null when nobody did. */
  waived: z.string().nullable(),
});
export type VersionFinding = z.infer<typeof versionFindingSchema>;

/** A photo of a finding as it was checked: with every box it had, also those that cannot be used. */
export const findingPhotoSchema = z.object({
  sha256: sha256Schema,
  photoId: z.uuid().nullable(),
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  split: splitSchema,
  /** Nearly the same as a photo of `split`: it is in none. Older reports do not have it and read as false. */
  isHeldOut: z.boolean().default(false),
  source: z.string(),
  boxes: z.array(z.object({ classId: classIdSchema, box: boxSchema.or(regionSchema) })),
});
export type FindingPhoto = z.infer<typeof findingPhotoSchema>;

/** The gate's report, as it lies in storage beside the manifest. */
export const qualityGateReportSchema = z.object({
  schema: z.literal(1),
  findings: z.array(versionFindingSchema),
  photos: z.record(sha256Schema, findingPhotoSchema),
});
export type QualityGateReport = z.infer<typeof qualityGateReportSchema>;

const reasonSchema = z.string().trim().min(3).max(500);

/** Which finding a decision is about: as `findingKey` gives it. */
export const findingKeySchema = z.object({
  photo: sha256Schema.or(z.literal("")),
  code: findingCodeSchema,
  subject: z.string().max(20_000),
});

export const waiveInputSchema = z.object({ key: findingKeySchema, reason: reasonSchema });
export const excludeInputSchema = z.object({
  sha256: sha256Schema,
  code: findingCodeSchema,
  reason: reasonSchema,
});
export const revokeInputSchema = z.object({ decisionId: z.uuid() });

export const decisionSchema = z.object({
  id: z.uuid(),
  photo: z.string(),
  code: findingCodeSchema,
  subject: z.string(),
  decision: z.enum(["waived", "excluded"]),
  reason: z.string(),
  decidedAt: z.iso.datetime(),
});
export type FindingDecision = z.infer<typeof decisionSchema>;
