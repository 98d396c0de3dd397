import { z } from "zod";
import { ERROR_KINDS } from "@/lib/core/corrections/compare-boxes";
import type { Split } from "@/lib/core/datasets/split";
import { boxSchema, classIdSchema, scoreSchema, sha256Schema } from "./box";
import { correctionInputSchema, correctionSchema, errorKindSchema, errorTallySchema } from "./corrections";

/** A photo a data-set version may hold, with the boxes that count. */
export interface TrainablePhoto {
  readonly photoId: string;
  readonly sha256: string;
  /** px after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly name: string;
  /** "corrections" for photos saved in the app, else the labelled set it was imported with. */
  readonly source: string;
  /** The split it had where it came from. */
  readonly importedSplit: Split | null;
  /** The correction its boxes were read from. */
  readonly correctionId: string;
  /** Source px. */
  readonly boxes: readonly { readonly classId: number; readonly box: z.infer<typeof boxSchema> }[];
}

/** Value of `TrainablePhoto.source` for photos saved in the app. */
export const OWN_SOURCE = "corrections";

export const reviewVerdictSchema = z.enum(["accepted", "fixed", "rejected"]);
export type ReviewVerdict = z.infer<typeof reviewVerdictSchema>;

/** Reasons with their own key, in the order of their keys; any other text is a reason too. */
export const REJECT_REASONS = ["blurred", "boxes-wrong", "not-food-or-leaf", "private", "duplicate"] as const;
export const rejectReasonSchema = z.string().trim().min(1).max(500);

export const signalsSchema = z.object({
  disagreement: scoreSchema,
  uncertainty: scoreSchema,
  rarity: scoreSchema,
  novelty: scoreSchema.nullable(),
  /** How much champion and candidate differ; null when no candidate looked. */
  shadow: scoreSchema.nullable(),
  priority: z.number().min(0),
});
export type ReviewSignals = z.infer<typeof signalsSchema>;

/** The two sides whose boxes differ on the photo. */
export const disagreementKindSchema = z.enum(["person", "shadow", "none"]);

/** Who is to review a photo: the person who asks, nobody in particular, or somebody else. */
export const whoseSchema = z.enum(["mine", "nobody", "somebody"]);

export const reviewFilterSchema = z.object({
  /** Photos with a standing box, or an error, of any of these. */
  classIds: z.array(classIdSchema).max(500).default([]),
  errorKinds: z.array(errorKindSchema).max(ERROR_KINDS.length).default([]),
  sources: z.array(z.string().max(200)).max(100).default([]),
  disagreements: z.array(disagreementKindSchema).max(3).default([]),
  /** Without any: all but what is assigned to somebody else. */
  whose: z.array(whoseSchema).max(3).default([]),
});
export type ReviewFilter = z.output<typeof reviewFilterSchema>;

export const reviewQueueInputSchema = z.object({
  filter: reviewFilterSchema.prefault({}),
  limit: z.number().int().min(1).max(200).default(50),
});

/** One photo in the queue, as the list needs it. */
export const reviewCardSchema = z.object({
  photoId: z.uuid(),
  correctionId: z.uuid(),
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  source: z.string(),
  savedAt: z.iso.datetime(),
  errors: z.array(errorTallySchema),
  signals: signalsSchema,
  /** The drifting feature for which it stands first in the queue; null where it does not. */
  drift: z.string().nullable(),
});
export type ReviewCard = z.infer<typeof reviewCardSchema>;

const facet = <T extends z.ZodType>(value: T) =>
  z.array(z.object({ value, count: z.number().int().positive() }));

export const reviewQueueSchema = z.object({
  /** What teaches most first. */
  cards: z.array(reviewCardSchema),
  /** Photos that match the filter. */
  total: z.number().int().min(0),
  /** Photos that wait, whatever the filter. */
  waiting: z.number().int().min(0),
  /** What the filters can offer, over all that waits, most frequent first. */
  facets: z.object({
    classes: facet(classIdSchema),
    errorKinds: facet(errorKindSchema),
    sources: facet(z.string()),
    disagreements: facet(disagreementKindSchema),
  }),
  /** Shared photos whose novelty is unknown: the champion has not looked at them here. */
  unmeasured: z.number().int().min(0),
  /** Corrected photos that nobody has shared: why a queue may be empty. */
  privatePhotos: z.number().int().min(0),
});
export type ReviewQueue = z.infer<typeof reviewQueueSchema>;

const classedBoxSchema = z.object({ classId: classIdSchema, box: boxSchema });

/** Champion and candidate on one photo. */
export const shadowEvidenceSchema = z.object({
  championId: z.string(),
  candidateId: z.string(),
  championBoxes: z.array(classedBoxSchema),
  candidateBoxes: z.array(classedBoxSchema),
  disagreement: scoreSchema,
});

/** All that a reviewer sees of one photo. */
export const reviewItemSchema = z.object({
  card: reviewCardSchema,
  sha256: sha256Schema,
  correction: correctionSchema,
  author: z.string(),
  revisions: z.number().int().positive(),
  shadow: shadowEvidenceSchema.nullable(),
  /** How many labelled photos contain each of its classes: the basis of "rare". */
  labelledPhotos: z.array(z.object({ classId: classIdSchema, count: z.number().int().min(0) })),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

const decisionSchema = z.object({
  /** Made with the decision: one with a known id is that decision, and changes nothing. */
  id: z.uuid().optional(),
  photoId: z.uuid(),
  correctionId: z.uuid(),
});

/** A decision about one correction: the newest of its photo, or it is refused as a conflict. */
export const reviewInputSchema = z.discriminatedUnion("verdict", [
  decisionSchema.extend({ verdict: z.literal("accepted") }),
  decisionSchema.extend({ verdict: z.literal("rejected"), reason: rejectReasonSchema }),
  decisionSchema.extend({
    verdict: z.literal("fixed"),
    /** The person's boxes after the fix; the model's stay as they are. */
    labels: correctionInputSchema.shape.labels,
  }),
]);
export type ReviewInput = z.infer<typeof reviewInputSchema>;

export const undoReviewInputSchema = z.object({ photoId: z.uuid(), reviewId: z.uuid() });

/** What became of a decision on a photo that two people review apart: it waits for the other, or both are in. */
export const opinionStateSchema = z.enum(["first", "agreed", "differs"]);
export type OpinionState = z.infer<typeof opinionStateSchema>;

export const reviewSchema = z.object({
  id: z.uuid(),
  photoId: z.uuid(),
  correctionId: z.uuid(),
  verdict: z.enum([...reviewVerdictSchema.options, "withdrawn"]),
  reason: z.string(),
  createdAt: z.iso.datetime(),
  /** Null where one review is enough. */
  opinion: opinionStateSchema.nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** Kind of the job that measures features, and what it tells when it is done. */
export const FEATURES_JOB = "photo-features";
export const featuresJobResultSchema = z.object({
  measured: z.number().int().min(0),
  /** Photos that could not be read. */
  failed: z.number().int().min(0),
});
export type FeaturesJobResult = z.infer<typeof featuresJobResultSchema>;
