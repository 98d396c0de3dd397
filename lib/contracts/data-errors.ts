import { z } from "zod";
import { LABEL_DOUBTS } from "@/lib/core/data-errors/judge-labels";
import { ACQUAINTANCES } from "@/lib/core/data-errors/judged-photo";
import { boxSchema, classIdSchema, scoreSchema, sha256Schema } from "./box";
import { labelsSchema, modelIdSchema } from "./corrections";
import { manifestBoxSchema, splitSchema } from "./dataset-manifest";
import { versionNumberSchema } from "./dataset-versions";

/** What may be wrong with a photo as a whole, beside what may be wrong with its labels. */
export const PHOTO_DOUBTS = ["copies-across-splits", "copies-differ", "outlier"] as const;
export const DOUBT_KINDS = [...LABEL_DOUBTS, ...PHOTO_DOUBTS] as const;
export const doubtKindSchema = z.enum(DOUBT_KINDS);
export type DoubtKind = z.infer<typeof doubtKindSchema>;

/** open: nobody has said anything; kept: a person found it right; mended: the photo has changed since; left-out: of later versions. */
export const DOUBT_STATES = ["open", "kept", "mended", "left-out"] as const;
export const doubtStateSchema = z.enum(DOUBT_STATES);
export type DoubtState = z.infer<typeof doubtStateSchema>;

const count = z.number().int().min(0);
export const acquaintanceSchema = z.enum(ACQUAINTANCES);

export const classedBoxSchema = z.object({ classId: classIdSchema, box: boxSchema });
const scoredBoxSchema = classedBoxSchema.extend({ score: scoreSchema });

/** One thing that may be wrong with a version's data. */
export const doubtSchema = z.object({
  /** The same for the same doubt of the same photo, whenever it is found. */
  id: z.string().regex(/^[0-9a-f]{24}$/),
  kind: doubtKindSchema,
  sha256: sha256Schema,
  /** 1 is surely wrong: what the list is ordered by. */
  score: scoreSchema,
  label: classedBoxSchema.nullable(),
  model: scoredBoxSchema.nullable(),
  /** The model's score of the label's own class; null where there is no label. */
  selfConfidence: scoreSchema.nullable(),
  /** The photos it is a copy of. */
  others: z.array(sha256Schema),
});
export type Doubt = z.infer<typeof doubtSchema>;

/** A model that judged, and how many photos, by what it had to do with them before. */
export const judgeSchema = z.object({
  modelId: modelIdSchema,
  photos: z.record(acquaintanceSchema, count),
});
export type Judge = z.infer<typeof judgeSchema>;

const LINKS = ["source", "brightness", "size"] as const;
export const linkNameSchema = z.enum(LINKS);
export type LinkName = z.infer<typeof linkNameSchema>;

/** How strongly classes go together with a property of their photos: `lib/core/data-errors/class-links.ts`. */
export const classLinkSchema = z.object({
  count,
  cramersV: z.number(),
  cramersVCorrected: z.number(),
  normalisedInformation: z.number(),
  pValue: z.number(),
  isSparse: z.boolean(),
  leftOut: z.object({ classes: count, values: count }),
  standsOut: z.array(
    z.object({
      classId: classIdSchema,
      /** A source's name, or a quarter of all: "0" the darkest or smallest to "3". */
      value: z.string(),
      count,
      share: z.number(),
      shareOfAll: z.number(),
      deviations: z.number(),
    }),
  ),
});
export type ClassLinkFigures = z.infer<typeof classLinkSchema>;

export const balanceSchema = z.object({
  evenness: z.number(),
  largestToMedian: z.number(),
  rare: z.array(classIdSchema),
});

/** A cell of the confusion matrix; null is "nothing". */
export const confusionCellSchema = z.object({
  truth: classIdSchema.nullable(),
  found: classIdSchema.nullable(),
  count: z.number().int().positive(),
  /** Indices into the report's photos, each once. */
  photos: z.array(count),
});
export type ConfusionCell = z.infer<typeof confusionCellSchema>;

export const reportPhotoSchema = z.object({
  sha256: sha256Schema,
  /** Index into the judges; null when it could not be read. */
  judge: count.nullable(),
  acquaintance: acquaintanceSchema,
  /** Where it lies among the others: on the plane in which photos differ most; null without features. */
  at: z.tuple([z.number(), z.number()]).nullable(),
  /** Indices of the photos that look most like it, nearest first. */
  nearest: z.array(count),
});

/** All that was found in a version, as it lies in storage. */
export const dataErrorReportSchema = z.object({
  schema: z.literal(1),
  judges: z.array(judgeSchema),
  /** Whose features the map and the outliers are made of. */
  mapModelId: modelIdSchema,
  /** Worst first. */
  doubts: z.array(doubtSchema),
  photos: z.array(reportPhotoSchema),
  balance: balanceSchema.nullable(),
  /** Null where there are too few things to say so. */
  links: z.record(linkNameSchema, classLinkSchema.nullable()),
  confusion: z.array(confusionCellSchema),
});
export type DataErrorReport = z.infer<typeof dataErrorReportSchema>;

/** How many doubts of each kind. */
export const doubtCountsSchema = z.record(doubtKindSchema, count);
export type DoubtCounts = z.infer<typeof doubtCountsSchema>;

export const dataErrorSummarySchema = z.object({
  photos: count,
  labels: count,
  /** Photos that no model could look at. */
  failed: count,
  /** Labels whose name no model could judge. */
  unjudgedNames: count,
  judges: z.array(judgeSchema),
  found: doubtCountsSchema,
});
export type DataErrorSummary = z.infer<typeof dataErrorSummarySchema>;

export const DATA_ERRORS_JOB = "data-errors";
export const dataErrorsParamsSchema = z.object({ number: versionNumberSchema });
export type DataErrorsParams = z.infer<typeof dataErrorsParamsSchema>;
export const dataErrorsResultSchema = z.object({
  number: versionNumberSchema,
  photos: count,
  /** Looks that were made now; the others were kept from before. */
  looked: count,
  failed: count,
  doubts: count,
});
export type DataErrorsResult = z.infer<typeof dataErrorsResultSchema>;

/** What was found in a version and what became of it, beside the versions before and after. */
export const dataErrorsOverviewSchema = z.object({
  number: versionNumberSchema,
  createdAt: z.iso.datetime(),
  summary: dataErrorSummarySchema,
  mapModelId: modelIdSchema,
  states: z.record(doubtKindSchema, z.record(doubtStateSchema, count)),
  balance: balanceSchema.nullable(),
  links: z.record(linkNameSchema, classLinkSchema.nullable()),
  /** Every version that was looked through, oldest first: doubts found, and those that are still open. */
  history: z.array(z.object({ number: versionNumberSchema, labels: count, found: doubtCountsSchema })),
});
export type DataErrorsOverview = z.infer<typeof dataErrorsOverviewSchema>;

const offset = z.number().int().min(0).default(0);

export const doubtsInputSchema = z.object({
  number: versionNumberSchema,
  kind: doubtKindSchema.optional(),
  state: doubtStateSchema.default("open"),
  cursor: offset,
  limit: z.number().int().min(1).max(60).default(24),
});

/** A photo of a version with what a page needs to draw it. */
export const shownPhotoSchema = z.object({
  sha256: sha256Schema,
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  split: splitSchema,
  source: z.string(),
  boxes: z.array(manifestBoxSchema),
  /** The photo's id while it is there to be shown; null when it was deleted. */
  image: z.uuid().nullable(),
  isDeleted: z.boolean(),
});
export type ShownPhoto = z.infer<typeof shownPhotoSchema>;

export const shownDoubtSchema = doubtSchema.extend({
  state: doubtStateSchema,
  /** Of the decision that keeps it or leaves the photo out, to take it back. */
  decisionId: z.uuid().nullable(),
  judge: modelIdSchema,
  acquaintance: acquaintanceSchema,
  photo: shownPhotoSchema,
  copies: z.array(shownPhotoSchema),
});
export type ShownDoubt = z.infer<typeof shownDoubtSchema>;

export const doubtsPageSchema = z.object({
  doubts: z.array(shownDoubtSchema),
  total: count,
  nextCursor: z.number().int().nullable(),
});
export type DoubtsPage = z.infer<typeof doubtsPageSchema>;

const doubtIdInput = { number: versionNumberSchema, doubtId: doubtSchema.shape.id };
export const keepInputSchema = z.object({ ...doubtIdInput, id: z.uuid() });
/** `id` is made with the decision: one with a known id is that decision, and changes nothing. */
export const mendInputSchema = z.object({ ...doubtIdInput, id: z.uuid() });
export const correctInputSchema = z.object({
  photoId: z.uuid(),
  /** The correction that was looked at. */
  correctionId: z.uuid(),
  id: z.uuid(),
  labels: labelsSchema,
});
export const takeKeptBackInputSchema = z.object({ id: z.uuid() });
export const undoMendInputSchema = z.object({ photoId: z.uuid(), reviewId: z.uuid() });

/** What became of a mend: in the next version, or waiting because two people are to review this photo. */
export const mendedSchema = z.object({
  reviewId: z.uuid().nullable(),
  photoId: z.uuid(),
});
export type Mended = z.infer<typeof mendedSchema>;

export const SIZE_BANDS = ["tiny", "small", "medium", "large"] as const;
export const sizeBandSchema = z.enum(SIZE_BANDS);
export type SizeBand = z.infer<typeof sizeBandSchema>;

export const browseInputSchema = z.object({
  number: versionNumberSchema,
  split: splitSchema.optional(),
  source: z.string().max(200).optional(),
  classId: classIdSchema.optional(),
  /** Photos with a box of that size, of the class where one is named. */
  size: sizeBandSchema.optional(),
  /** Those that look most like this one, nearest first, itself in front. */
  near: sha256Schema.optional(),
  /** Those of a cell of the confusion matrix; null is "nothing". */
  cell: z.object({ truth: classIdSchema.nullable(), found: classIdSchema.nullable() }).optional(),
  cursor: offset,
  limit: z.number().int().min(1).max(100).default(30),
});

export const browsePageSchema = z.object({
  photos: z.array(shownPhotoSchema),
  total: count,
  nextCursor: z.number().int().nullable(),
});
export type BrowsePage = z.infer<typeof browsePageSchema>;

/** The photos of a version that can be shown as points. */
export const photoMapSchema = z.object({
  modelId: modelIdSchema,
  points: z.array(
    z.object({
      sha256: sha256Schema,
      x: z.number(),
      y: z.number(),
      split: splitSchema,
      source: z.string(),
      /** Its most frequent class; null without boxes. */
      classId: classIdSchema.nullable(),
    }),
  ),
});
export type PhotoMap = z.infer<typeof photoMapSchema>;

export const confusionSchema = z.object({
  /** Classes with a label or a find, by how often they are confused. */
  classIds: z.array(classIdSchema),
  cells: z.array(confusionCellSchema.omit({ photos: true }).extend({ photos: count })),
});
export type ConfusionFigures = z.infer<typeof confusionSchema>;
