import { z } from "zod";
import { modelIdSchema } from "./corrections";

/** A day in UTC, `YYYY-MM-DD`. */
export const daySchema = z.iso.date();

export const PERIODS = ["day", "week"] as const;
export const periodSchema = z.enum(PERIODS);
export type Period = z.infer<typeof periodSchema>;

const columnRowsSchema = z.object({ rows: z.number().int(), missing: z.number().int() });

/** One cell of the drift matrix: a feature in a period, beside the reference. */
export const driftColumnSchema = z.object({
  column: z.string(),
  test: z.string().nullable(),
  value: z.number().nullable(),
  /** A p-value raised for the number of columns. */
  corrected: z.number().nullable(),
  threshold: z.number().nullable(),
  verdict: z.enum(["drift", "no drift", "none"]),
  /** Why there is no verdict. */
  reason: z.string().nullable(),
  reference: columnRowsSchema,
  current: columnRowsSchema,
});
export type DriftColumn = z.infer<typeof driftColumnSchema>;

/** A period compared with the reference. */
export const driftFindingSchema = z.object({
  /** It is part of the reference, and compared with nothing. */
  isReference: z.boolean(),
  events: z.number().int(),
  verdict: z.enum(["drift", "no drift", "too few rows"]),
  drifted: z.number().int(),
  judged: z.number().int(),
  comparable: z.number().int(),
  columns: z.array(driftColumnSchema),
});
export type DriftFinding = z.infer<typeof driftFindingSchema>;

/** A feature's values on both sides of a comparison, by column: `Evidence` of monitor-page.ts. */
export const evidenceSchema = z.record(
  z.string(),
  z.object({
    kind: z.enum(["numbers", "names"]),
    bars: z.array(z.object({ name: z.string(), reference: z.number().int(), current: z.number().int() })),
    referenceRows: z.number().int(),
    currentRows: z.number().int(),
  }),
);
/** What stands for names that are too few to be told apart. */
export const OTHERS = "…";

/** The days that others are compared with. */
export const referenceSchema = z.object({ from: daySchema, to: daySchema });
export type Reference = z.infer<typeof referenceSchema>;

/** Days, or the photos that the model learnt from. */
export const chosenReferenceSchema = z.union([
  referenceSchema,
  z.strictObject({ isTraining: z.literal(true) }),
]);
export type ChosenReference = z.infer<typeof chosenReferenceSchema>;

/** What a report compared with; reports of before know only days. */
export const comparedWithSchema = referenceSchema.extend({
  /** Photos of the training data, where it was that. */
  trainingPhotos: z.number().int().optional(),
});
export type ComparedWith = z.infer<typeof comparedWithSchema>;

export const setReferenceSchema = z
  .object({ modelId: modelIdSchema, reference: chosenReferenceSchema.nullable() })
  .refine(({ reference }) => !reference || !("from" in reference) || reference.from <= reference.to, {
    path: ["reference"],
  });

export const modelPeriodSchema = z.object({
  modelId: modelIdSchema.nullable().default(null),
  period: periodSchema.default("day"),
});

export const evidenceInputSchema = z.object({
  modelId: modelIdSchema,
  period: periodSchema,
  startsOn: daySchema,
  column: z.string().min(1).max(60),
});

/** Fewer detections than this are shown to nobody but the person whose they are: they would tell of one person. */
export const LEAST_SHOWN = 10;

/** By what a day's detections are added up, each and every two. */
export const SUMMED_DIMENSIONS = ["device", "browser", "backend", "source", "light", "hour"] as const;
export type SummedDimension = (typeof SUMMED_DIMENSIONS)[number];

export const SLICE_DIMENSIONS = [
  "device",
  "browser",
  "backend",
  "source",
  "hour",
  "light",
  "model",
  "team",
] as const;
export type SliceDimension = (typeof SLICE_DIMENSIONS)[number];
