import { z } from "zod";
import { FINDING_CODES } from "@/lib/core/datasets/finding";
import { EXPORT_FORMATS, SET_FORMATS } from "@/lib/core/datasets/formats/known-formats";
import { ROW_CHOICES } from "@/lib/core/datasets/formats/yolo/yolo-rules";
import { boxSchema, classIdSchema } from "./box";
import { addClassInputSchema } from "./dataset-classes";
import { splitSchema } from "./dataset-manifest";

export const setFormatSchema = z.enum(SET_FORMATS);
export const exportFormatSchema = z.enum(EXPORT_FORMATS);

const count = z.number().int().min(0);

/** Name for the photos of an import: a letter or digit first, no path in it. */
export const setNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u);

/** The name of a class as somebody else's set has it. */
export const foreignNameSchema = z.string().min(1).max(200);

/** An upload on its way or waiting to be imported: a zip, or files of a folder. */
export const uploadSchema = z.object({
  uploadId: z.uuid(),
  name: z.string(),
  kind: z.enum(["zip", "folder"]),
});
export type Upload = z.infer<typeof uploadSchema>;

/** A name of the set with its meaning here: a class, left out (null), or not known yet (undefined). */
export const foundClassSchema = z.object({
  foreignName: foreignNameSchema,
  boxes: count,
  photos: count,
  classId: classIdSchema.nullable().optional(),
  /** How it is known: by the same name or a synonym, or because a person said so before. */
  knownBy: z.enum(["name", "choice"]).nullable(),
  /** The class that looks most like it, when it is not known. */
  suggestion: classIdSchema.nullable(),
});
export type FoundClass = z.infer<typeof foundClassSchema>;

/** One of the first photos, with its boxes, as the preview draws it. */
export const previewPhotoSchema = z.object({
  path: z.string(),
  name: z.string(),
  split: splitSchema.nullable(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  boxes: z.array(
    z.object({
      name: z.string(),
      box: z.object({ x1: z.number(), y1: z.number(), x2: z.number(), y2: z.number() }),
    }),
  ),
  /** Number of its picture in the preview. */
  index: count,
});
export type PreviewPhoto = z.infer<typeof previewPhotoSchema>;

export const problemSchema = z.object({ path: z.string(), reason: z.string() });
export type ImportProblem = z.infer<typeof problemSchema>;

/** Most problems and examples of a finding that are kept in full. */
export const MAX_PROBLEMS = 500;

/** A person's answer about a set that can be read in more than one way. */
export const setChoicesSchema = z.object({
  rows: z.enum(ROW_CHOICES).optional(),
  classFile: z.string().max(1_000).optional(),
  answers: z.record(z.string().max(60), z.string().max(1_000)).optional(),
});
export type SetChoices = z.infer<typeof setChoicesSchema>;

export const scanParamsSchema = setChoicesSchema.extend({
  uploadId: z.uuid(),
  format: setFormatSchema.optional(),
});

/** Something that a set does not say, with the ways it can be read. */
const openPointSchema = z.object({
  id: z.string(),
  why: z.string(),
  options: z.array(z.object({ value: z.string(), words: z.string() })),
});
const doubtSchema = openPointSchema.extend({ taken: z.string() });
export type AskedDoubt = z.infer<typeof doubtSchema>;

/** A set that can be read in two ways: each with what it would mean, to choose from. */
export const setQuestionSchema = z.discriminatedUnion("about", [
  z.object({
    about: z.literal("rows"),
    file: z.string(),
    line: count,
    text: z.string(),
    length: count,
    rows: count,
    readings: z.array(
      z.object({ rows: z.enum(ROW_CHOICES), boxes: count, preview: z.array(previewPhotoSchema) }),
    ),
  }),
  z.object({
    about: z.literal("class-file"),
    files: z.array(z.object({ path: z.string(), names: z.array(z.string()) })),
  }),
  openPointSchema.extend({ about: z.literal("answer") }),
]);
export type AskedQuestion = z.infer<typeof setQuestionSchema>;

/** What is in a set, before anything of it is imported. */
export const scanResultSchema = z.object({
  format: setFormatSchema,
  /** Formats that its labels could be read as, with how many photos these are of. */
  candidates: z.array(z.object({ format: setFormatSchema, photos: count })),
  /** The answer given before; the set is imported with it. */
  choices: setChoicesSchema,
  /** What a person must answer before it can be imported. */
  question: setQuestionSchema.optional(),
  /** What was read in the usual way though the set does not say so; another can be chosen. */
  doubts: z.array(doubtSchema).default([]),
  photos: count,
  unlabelled: count,
  boxes: count,
  /** Shapes that will become the box around them. */
  polygons: count,
  /** Regions marked as crowds, which are no boxes. */
  crowds: count.default(0),
  splits: z.object({ train: count, val: count, test: count, none: count }),
  classes: z.array(foundClassSchema),
  problems: z.array(problemSchema),
  problemCount: count,
  preview: z.array(previewPhotoSchema),
});
export type ScanResult = z.infer<typeof scanResultSchema>;

/** What a foreign name means, as a person chose in the dialog. */
export const classChoiceSchema = z.discriminatedUnion("as", [
  z.object({ as: z.literal("class"), foreignName: foreignNameSchema, classId: classIdSchema }),
  z.object({ as: z.literal("new"), foreignName: foreignNameSchema, class: addClassInputSchema }),
  z.object({ as: z.literal("left-out"), foreignName: foreignNameSchema }),
]);
export type ClassChoice = z.input<typeof classChoiceSchema>;

export const saveChoicesInputSchema = z.object({ choices: z.array(classChoiceSchema).max(2_000) });
export const knownClassesInputSchema = z.object({ names: z.array(foreignNameSchema).max(5_000) });

export const startScanInputSchema = scanParamsSchema;
/**
 * What happens to the boxes of a photo that is here already: `add` keeps them and adds the set's, `replace` puts the
 * set's in their place. The photo's history keeps all of them.
 */
export const KNOWN_PHOTOS = ["add", "replace"] as const;
export type KnownPhotos = (typeof KNOWN_PHOTOS)[number];
const knownPhotosSchema = z.enum(KNOWN_PHOTOS).default("add");

export const startImportInputSchema = setChoicesSchema.extend({
  uploadId: z.uuid(),
  format: setFormatSchema,
  name: setNameSchema,
  knownPhotos: knownPhotosSchema,
  /** The person may share these photos for training, and does. */
  isShared: z.literal(true),
});
export const importParamsSchema = setChoicesSchema.extend({
  uploadId: z.uuid(),
  format: setFormatSchema,
  name: setNameSchema,
  knownPhotos: knownPhotosSchema,
  /** File or folder as the person knows it. */
  label: z.string(),
});
export type ImportParams = z.infer<typeof importParamsSchema>;

/** For photos that were already here with other boxes: how many boxes were kept, removed and added. */
const earlierSchema = z.object({ kept: count, gone: count, added: count });
export type EarlierBoxes = z.infer<typeof earlierSchema>;
const NO_EARLIER: EarlierBoxes = { kept: 0, gone: 0, added: 0 };

const findingSchema = z.object({
  code: z.enum(FINDING_CODES),
  severity: z.enum(["error", "warning"]),
  photos: z.array(z.string()).readonly(),
  line: z.number().optional(),
  region: z.object({ x1: z.number(), y1: z.number(), x2: z.number(), y2: z.number() }).optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
});

/** Result for one photo of the set; a line of the import's log. */
export const photoOutcomeSchema = z.object({
  path: z.string(),
  /**
   * new: photo and labels are in. known: both were here. changed: the photo was here with other labels; these wait for
   * review. unlabelled: the photo is in, nobody labelled it. failed: left out.
   */
  outcome: z.enum(["new", "known", "changed", "unlabelled", "failed"]),
  sha256: z.string().nullable(),
  split: splitSchema.nullable(),
  boxes: count,
  earlier: earlierSchema.default(NO_EARLIER),
  polygons: count,
  crowds: count.default(0),
  /** Boxes of classes that are left out, and those that cannot be used. */
  leftOut: count,
  /** Boxes by foreign class name, in pairs: a name may be any word. Older logs hold an object. */
  classes: z.preprocess(
    (value) =>
      value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : value,
    z.array(z.tuple([z.string(), count])),
  ),
  problems: z.array(z.string()),
  findings: z.array(findingSchema),
});
export type PhotoOutcome = z.infer<typeof photoOutcomeSchema>;

export const findingGroupSchema = z.object({
  code: z.enum(FINDING_CODES),
  severity: z.enum(["error", "warning"]),
  count,
  examples: z.array(findingSchema),
});
export type FindingGroup = z.infer<typeof findingGroupSchema>;

export const importResultSchema = z.object({
  format: setFormatSchema,
  name: z.string(),
  photos: z.object({ new: count, known: count, changed: count, unlabelled: count, failed: count }),
  boxes: count,
  earlier: earlierSchema.default(NO_EARLIER),
  polygons: count,
  crowds: count.default(0),
  leftOut: count,
  splits: z.object({ train: count, val: count, test: count, none: count }),
  /** What was left out, the first `MAX_PROBLEMS`. */
  problems: z.array(problemSchema),
  problemCount: count,
  /** The quality gate's findings, grouped; photos by their path in the set. */
  findings: z.array(findingGroupSchema),
});
export type ImportResult = z.infer<typeof importResultSchema>;

/** Which photos an export holds: of these sources and splits, all of them when left out. */
export const exportParamsSchema = z.object({
  format: exportFormatSchema,
  sources: z.array(z.string().max(200)).max(500).optional(),
  splits: z
    .array(z.enum(["train", "val", "test", "none"]))
    .max(4)
    .optional(),
});
export type ExportParams = z.infer<typeof exportParamsSchema>;

export const exportResultSchema = z.object({
  format: exportFormatSchema,
  photos: count,
  boxes: count,
  /** Photos whose file is gone from storage: not in it. */
  missing: z.array(z.string()),
  bytes: count,
  /** File name of the archive. */
  fileName: z.string(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** What there is to export: sources with their labelled photos by split. */
export const exportChoiceSchema = z.object({
  source: z.string(),
  /** Photos of it that came with another set too, and are counted there as well. */
  several: count,
  splits: z.object({ train: count, val: count, test: count, none: count }),
});
export type ExportChoice = z.infer<typeof exportChoiceSchema>;

export const labelledBoxSchema = z.object({ classId: classIdSchema, box: boxSchema });
