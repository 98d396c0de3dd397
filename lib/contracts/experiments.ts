import { z } from "zod";
import { modelIdSchema } from "./corrections";
import { VERDICTS } from "./training";

/** A figure of one model on some photos. Only those of one `photosKey` are of the same photos with the same boxes. */
export const measuredSetSchema = z.object({
  set: z.string(),
  split: z.enum(["val", "test"]),
  /** Null where nobody wrote down which photos they were: comparable with no other figure. */
  photosKey: z.string().nullable(),
  photos: z.number().int(),
  /** Null where nobody has counted them. */
  boxes: z.number().int().nullable(),
  map50: z.number(),
  map50_95: z.number().nullable(),
  /** F1 over all boxes at `confidence`, which is best on validation; null where it was not worked out. */
  f1: z.number().nullable(),
  confidence: z.number().nullable(),
});
export type MeasuredSet = z.infer<typeof measuredSetSchema>;

export const EXPERIMENT_STATES = ["waiting", "running", "complete", "pruned", "failed", "stopped"] as const;

/** One training: a config of a run, or a trial of its sweep. Null is what is not known: never 0. */
export const experimentSchema = z.object({
  runId: z.uuid(),
  config: z.string(),
  isTrial: z.boolean(),
  state: z.enum(EXPERIMENT_STATES),
  /** What was said of the config; what was not said is the trainer's default. */
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  epochs: z.number().int(),
  epochsDone: z.number().int(),
  device: z.string(),
  version: z.number().int(),
  baseModelId: z.string(),
  /** Of the run's note. */
  runNote: z.string(),
  /** The model that was made of it; only the config that a run kept becomes one. */
  modelId: z.string().nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  measured: z.array(measuredSetSchema),
  /** Of training alone. */
  seconds: z.number().nullable(),
  createdAt: z.iso.datetime(),
  isStarred: z.boolean(),
  isArchived: z.boolean(),
  note: z.string(),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** What an hour of training costs here, as the installation's setting says. */
export const PRICE = /^(\d{1,6}(?:\.\d{1,4})?) ([A-Z]{3})$/;
export interface Price {
  readonly perHour: number;
  readonly currency: string;
}

/** Of "0.75 EUR"; null for anything else. */
export function parsePrice(text: string | undefined): Price | null {
  const [, perHour, currency] = PRICE.exec(text?.trim() ?? "") ?? [];
  return perHour && currency ? { perHour: Number(perHour), currency } : null;
}

export interface ExperimentList {
  readonly experiments: readonly Experiment[];
  readonly price: Price | null;
  /** Older runs that are not listed. */
  readonly left: number;
}

export const markInputSchema = z.object({
  runId: z.uuid(),
  config: z.string().min(1).max(60),
  isStarred: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  note: z.string().trim().max(2_000).optional(),
});
export type MarkInput = z.infer<typeof markInputSchema>;

export const MODELS_AT_MOST = 6;
export const comparePhotosSchema = z.object({
  modelIds: z
    .array(modelIdSchema)
    .min(2)
    .max(MODELS_AT_MOST)
    .refine((ids) => new Set(ids).size === ids.length, { message: "a model is named twice" }),
});

type Corners = readonly [x1: number, y1: number, x2: number, y2: number];

/** A photo that all the models were measured on, with the same true boxes; px of the photo. */
export interface PhotoOfAll {
  readonly set: string;
  readonly photo: string;
  readonly sha256: string;
  /** Where its picture is. */
  readonly runId: string;
  readonly width: number;
  readonly height: number;
  readonly truths: readonly { readonly name: string; readonly box: Corners }[];
  /** In the order of the models. */
  readonly models: readonly {
    /** Missed, false and wrongly named boxes. */
    readonly errors: number;
    readonly boxes: readonly { readonly name: string; readonly score: number; readonly box: Corners }[];
  }[];
}

export interface PhotosOfAll {
  readonly models: readonly {
    readonly id: string;
    /** From which its boxes are shown and counted: its own default. */
    readonly confidence: number;
    readonly map50: number | null;
    /** Over all boxes, from `confidence` on. */
    readonly f1: number | null;
    readonly errors: number;
  }[];
  /** Photos that all were measured on. */
  readonly common: number;
  /** Why others were left out. */
  readonly left: {
    /** Photos that not all were measured on. */
    readonly notByAll: number;
    /** Photos whose boxes were others when one of the models was measured. */
    readonly otherBoxes: number;
    /** Names of classes that not all models know: their boxes are not compared. */
    readonly classes: readonly string[];
    /** Models of which no photos are known, so that they are not compared. */
    readonly models: readonly string[];
  };
  /** Those they differ on most first. */
  readonly photos: readonly PhotoOfAll[];
}

export const keyOf = ({ runId, config }: { readonly runId: string; readonly config: string }): string =>
  `${runId}/${config}`;
