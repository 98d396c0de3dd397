import { z } from "zod";
import { modelIdSchema } from "./corrections";
import { comparedWithSchema, daySchema, driftFindingSchema, evidenceSchema } from "./monitoring";

/** Who made a report: Forage from its own comparison, or Evidently or Alibi Detect over the same rows. */
export const REPORT_MAKERS = ["forage", "evidently", "alibi"] as const;
export type ReportMaker = (typeof REPORT_MAKERS)[number];

/** Makers that are programs of their own, in an environment that whoever runs Forage may install. */
export const OUTSIDE_MAKERS = ["evidently", "alibi"] as const;
export type OutsideMaker = (typeof OUTSIDE_MAKERS)[number];

export const OUTSIDE_JOBS = { evidently: "evidently-report", alibi: "alibi-report" } as const;

/** What the week's detections add up to. */
export const reportFiguresSchema = z.object({
  events: z.number().int(),
  boxes: z.number().int(),
  boxless: z.number().int(),
  /** Photos with boxes, and of them those whose best is below one half. */
  topCount: z.number().int(),
  unsure: z.number().int(),
  typicalMs: z.number().nullable(),
  judged: z.number().int(),
  corrected: z.number().int(),
  judgedBoxes: z.number().int(),
  wrongBoxes: z.number().int(),
});
export type ReportFigures = z.infer<typeof reportFiguresSchema>;

const reportBase = {
  modelId: modelIdSchema,
  from: daySchema,
  to: daySchema,
  reference: comparedWithSchema,
};

export const forageReportSchema = z.object({
  maker: z.literal("forage"),
  ...reportBase,
  figures: reportFiguresSchema,
  finding: driftFindingSchema,
  /** By column; names with too few detections are together, and a column with too few rows has no bars. */
  evidence: evidenceSchema,
});
export type ForageReport = z.infer<typeof forageReportSchema>;

/** What `forage_training.monitoring.evidently_report` writes beside its page. */
export const evidentlySummarySchema = z.object({
  version: z.string(),
  drifted: z.object({ count: z.number().int(), share: z.number() }),
  columns: z.array(
    z.object({
      column: z.string(),
      method: z.string(),
      value: z.number(),
      threshold: z.number().nullable(),
      /** Null where Evidently has no test for it. */
      isDrift: z.boolean().nullable(),
    }),
  ),
  /** Vectors with gaps, which Evidently cannot compare. Reports of before do not say. */
  leftOut: z.array(z.string()).default([]),
  tests: z.array(z.object({ name: z.string(), description: z.string(), status: z.string() })),
});
export type EvidentlySummary = z.infer<typeof evidentlySummarySchema>;

export const evidentlyReportSchema = z.object({
  maker: z.literal("evidently"),
  ...reportBase,
  summary: evidentlySummarySchema,
});
export type EvidentlyReport = z.infer<typeof evidentlyReportSchema>;

const rowCount = z.number().int();

/** What `forage_training.monitoring.alibi_outliers` writes beside its page. */
export const alibiSummarySchema = z.object({
  version: z.string(),
  detector: z.string(),
  threshold: z.number(),
  /** `reference`: those that were not learnt, on which the threshold stands. */
  rows: z.object({ learnt: rowCount, reference: rowCount, current: rowCount }),
  outliers: z.object({ reference: rowCount, current: rowCount }),
  p: z.number(),
  isDrift: z.boolean(),
  /** What sets the outliers of now apart, in standard deviations. */
  apart: z.array(z.object({ column: z.string(), by: z.number() })),
  leftOut: z.array(z.string()),
});
export type AlibiSummary = z.infer<typeof alibiSummarySchema>;

export const alibiReportSchema = z.object({
  maker: z.literal("alibi"),
  ...reportBase,
  summary: alibiSummarySchema,
});
export type AlibiReport = z.infer<typeof alibiReportSchema>;

export const monitorReportSchema = z.discriminatedUnion("maker", [
  forageReportSchema,
  evidentlyReportSchema,
  alibiReportSchema,
]);
export type MonitorReport = z.infer<typeof monitorReportSchema>;

export const REPORT_FORMATS = ["html", "json", "pdf"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** One of a model's kept reports, in a line. */
export interface ReportLine {
  readonly id: string;
  readonly maker: ReportMaker;
  readonly from: string;
  readonly to: string;
  readonly madeAt: string;
  readonly drifted: number;
  /** Columns with a verdict. */
  readonly judged: number;
  /** Null of a report that another program made. */
  readonly figures: ReportFigures | null;
}

export interface ReportList {
  readonly installed: readonly OutsideMaker[];
  /** The newest first. */
  readonly reports: readonly ReportLine[];
}

export const reportsOfModelSchema = z.object({ modelId: modelIdSchema });
export const askReportSchema = reportsOfModelSchema.extend({ maker: z.enum(OUTSIDE_MAKERS) });
export const outsideParamsSchema = reportsOfModelSchema.extend({ startsOn: daySchema });
