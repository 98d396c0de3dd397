import { z } from "zod";
import { jobSchema } from "./jobs";
import { sweepSchema } from "./sweep";
import { trainingValuesSchema } from "./training-values";

/** Steps of the flow, in their order. */
export const TRAINING_STEPS = [
  "start",
  "prepare",
  "train",
  "choose",
  "export",
  "evaluate",
  "gate",
  "register",
  "deploy",
  "end",
] as const;
export const trainingStepSchema = z.enum(TRAINING_STEPS);
export type TrainingStep = z.infer<typeof trainingStepSchema>;

export const trainingConfigSchema = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  values: trainingValuesSchema,
});
export type TrainingConfig = z.infer<typeof trainingConfigSchema>;

/** What people corrected is shown more often than what came with a set. Those of the sets are the trainer's own. */
const SOURCE_REPEATS = { corrections: 3, ingredients: 1.5, plantdoc: 2.5, tableware: 1.5 };
const COMMON = { validationPhotos: 120, sourceRepeats: SOURCE_REPEATS };

/** Configs the form offers. "gentle" changes a good champion little; "bold" is for many new photos or classes. */
export const TRAINING_PRESETS: readonly TrainingConfig[] = [
  { name: "gentle", values: { ...COMMON, lr: 1e-4, frozenLayers: 10, mosaic: 0.3, warmupEpochs: 0.5 } },
  { name: "balanced", values: { ...COMMON, lr: 3e-4, frozenLayers: 3, mosaic: 0.6, mosaicOffShare: 0.35 } },
  { name: "bold", values: { ...COMMON, lr: 6e-4, frozenLayers: 0, mosaic: 0.8, scale: 0.6, hsvS: 0.7 } },
];

export const NO_TRACKER = "none";
/** Where a run is told to beside its own page. Which trackers there are, Python knows. */
export const trackerSchema = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);

export const deviceSchema = z.string().regex(/^(cpu|mps|[0-9]{1,2})$/);

/** Request for a run. */
export const startTrainingSchema = z.object({
  /** Of the data-set version. */
  version: z.number().int().min(1),
  configs: z
    .array(trainingConfigSchema)
    .min(1)
    .max(6)
    .refine((configs) => new Set(configs.map(({ name }) => name)).size === configs.length, {
      message: "two configs have the same name",
    }),
  epochs: z.number().int().min(1).max(1_000),
  device: deviceSchema.default("cpu"),
  note: z.string().trim().max(500).default(""),
  tracker: trackerSchema.default(NO_TRACKER),
  /** Makes the model champion by itself when the gate passes it. */
  promote: z.boolean().default(false),
  /** Also write the model into a Triton or KServe repository: a folder, or `s3://bucket/folder`. */
  deployTo: z
    .string()
    .trim()
    .max(500)
    .regex(/^(s3:\/\/[a-z0-9.-]+|\/)/, "a folder from / on, or s3://bucket/folder")
    .nullable()
    .default(null),
  /** Trials that vary the one config, instead of it alone; the best on validation goes on to the gate. */
  sweep: sweepSchema.nullable().default(null),
});
export type StartTraining = z.input<typeof startTrainingSchema>;
export type TrainingRequest = z.output<typeof startTrainingSchema>;

const at = z.iso.datetime();

export const curvePointSchema = z.object({
  epoch: z.number().int(),
  loss: z.record(z.string(), z.number()),
  map50: z.number().nullable(),
  lr: z.number(),
  seconds: z.number(),
});
export type CurvePoint = z.infer<typeof curvePointSchema>;

export const figuresSchema = z.object({
  set: z.string(),
  split: z.string(),
  photos: z.number(),
  boxes: z.number(),
  map50: z.number(),
  map50_95: z.number(),
  /** Over all boxes, at the confidence that is best on validation; null for runs of before it was told. */
  f1: z.number().nullable().default(null),
});
export type SetFigures = z.infer<typeof figuresSchema>;

const triedSchema = z.object({ share: z.number(), map50: z.number() });
const resultSchema = z.object({
  config: z.string(),
  map50: z.number().nullable(),
  share: z.number(),
  tried: z.array(triedSchema).default([]),
});

const paritySchema = z.object({
  onnx: z.record(z.string(), z.object({ box_px: z.number(), score: z.number(), feature: z.number() })),
  tfjs: z.record(z.string(), z.object({ boxPx: z.number(), score: z.number(), feature: z.number() })),
});

export const TRIAL_STATES = ["running", "complete", "pruned", "failed"] as const;

/** One trial of a sweep so far. */
export const trialSchema = z.object({
  config: z.string(),
  number: z.number(),
  state: z.enum(TRIAL_STATES),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  /** On validation, of what was kept; null unless it went to its end. */
  map50: z.number().nullable(),
  /** The last epoch of one that ended early. */
  prunedAfter: z.number().nullable(),
  reason: z.string().nullable(),
  startedAt: at,
  endedAt: at.nullable(),
});
export type Trial = z.infer<typeof trialSchema>;

export const VERDICTS = ["passed", "rejected", "inconclusive"] as const;

/** One line of a run's event files, as `training/src/forage_training/flow/events.py` writes them. */
export const trainingEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("attempt"), at, number: z.number() }),
  z.object({
    type: z.literal("step"),
    at,
    step: trainingStepSchema,
    task: z.string(),
    state: z.enum(["running", "done", "failed"]),
    reason: z.string().optional(),
  }),
  z.object({
    type: z.literal("training"),
    at,
    config: z.string(),
    epochs: z.number(),
    fromEpoch: z.number(),
  }),
  z.object({
    type: z.literal("batch"),
    at,
    config: z.string(),
    epoch: z.number(),
    epochs: z.number(),
    done: z.number(),
    total: z.number(),
  }),
  curvePointSchema.extend({
    type: z.literal("epoch"),
    at,
    config: z.string(),
    epochs: z.number(),
    photos: z.number(),
  }),
  z.object({
    type: z.literal("chosen-weights"),
    at,
    config: z.string(),
    map50: z.number().nullable(),
    share: z.number(),
    tried: z.array(triedSchema),
  }),
  z.object({
    type: z.literal("sweep"),
    at,
    workers: z.number(),
    runs: z.number().nullable(),
    hours: z.number().nullable(),
  }),
  z.object({
    type: z.literal("trial"),
    at,
    config: z.string(),
    number: z.number(),
    state: z.enum(TRIAL_STATES),
    values: z.record(z.string(), z.union([z.string(), z.number()])),
    map50: z.number().optional(),
    epoch: z.number().optional(),
    reason: z.string().optional(),
  }),
  z.object({ type: z.literal("chosen"), at, config: z.string(), results: z.array(resultSchema) }),
  z.object({
    type: z.literal("candidate"),
    at,
    id: z.string(),
    config: z.string(),
    bytes: z.number(),
    parity: paritySchema,
  }),
  z.object({ type: z.literal("figures"), at, validation: figuresSchema, sets: z.array(figuresSchema) }),
  z.object({ type: z.literal("verdict"), at, verdict: z.enum(VERDICTS) }),
  z.object({ type: z.literal("registered"), at, model: z.string() }),
  z.object({ type: z.literal("promoted"), at, model: z.string() }),
  z.object({ type: z.literal("deployed"), at, place: z.string(), files: z.array(z.string()) }),
  z.object({ type: z.literal("log"), at, text: z.string() }),
]);
export type TrainingEvent = z.infer<typeof trainingEventSchema>;

export const stepStateSchema = z.object({
  step: trainingStepSchema,
  state: z.enum(["waiting", "running", "done", "failed"]),
  startedAt: at.nullable(),
  endedAt: at.nullable(),
});
export type StepState = z.infer<typeof stepStateSchema>;

export const trainingFailureSchema = z.object({ step: trainingStepSchema.nullable(), reason: z.string() });

/** Where inside an epoch a config's training is. */
export const trainingProgressSchema = z.object({
  config: z.string(),
  epoch: z.number(),
  epochs: z.number(),
  done: z.number(),
  total: z.number(),
});
export type TrainingProgress = z.infer<typeof trainingProgressSchema>;

/** Results of a run so far; null for what is missing. */
export const trainingOutcomeSchema = z.object({
  attempts: z.number().default(0),
  /** By config. */
  progress: z.record(z.string(), trainingProgressSchema).default({}),
  results: z.array(resultSchema).default([]),
  /** Of a sweep: how many work at it, and what it may use up. */
  sweep: z
    .object({ workers: z.number(), runs: z.number().nullable(), hours: z.number().nullable() })
    .nullable()
    .default(null),
  /** Of a sweep, by number. */
  trials: z.array(trialSchema).default([]),
  chosen: z.string().nullable().default(null),
  candidate: z
    .object({ id: z.string(), config: z.string(), bytes: z.number(), parity: paritySchema })
    .nullable()
    .default(null),
  validation: figuresSchema.nullable().default(null),
  sets: z.array(figuresSchema).default([]),
  verdict: z.enum(VERDICTS).nullable().default(null),
  promoted: z.boolean().default(false),
  deployedTo: z.string().nullable().default(null),
  notes: z.array(z.string()).default([]),
});
export type TrainingOutcome = z.infer<typeof trainingOutcomeSchema>;

/** Points by config. */
export const curvesSchema = z.record(z.string(), z.array(curvePointSchema));
export type Curves = z.infer<typeof curvesSchema>;

export const trainingRunSchema = z.object({
  id: z.uuid(),
  job: jobSchema.nullable(),
  version: z.number().int(),
  datasetVersionId: z.uuid(),
  baseModelId: z.string(),
  request: startTrainingSchema,
  steps: z.array(stepStateSchema),
  curves: curvesSchema,
  outcome: trainingOutcomeSchema,
  failure: trainingFailureSchema.nullable(),
  modelId: z.string().nullable(),
  createdAt: at,
  updatedAt: at,
  endedAt: at.nullable(),
});
export type TrainingRun = z.infer<typeof trainingRunSchema>;

export const runInputSchema = z.object({ runId: z.uuid() });

/** Whether runs can be started here, and on what. */
export const trainingEnvironmentSchema = z.object({
  /** Its name, without its place on the server; null where there is none. */
  python: z.string().nullable(),
  devices: z.array(z.object({ id: deviceSchema, name: z.string() })),
  /** Trackers that can be chosen. */
  trackers: z.array(z.object({ name: trackerSchema, title: z.string() })),
  /** The first is the one a config that names none is trained with. */
  trainers: z.array(z.object({ name: z.string(), title: z.string() })),
});
export type TrainingEnvironment = z.infer<typeof trainingEnvironmentSchema>;

/** How long a run would take, from how long others took; null where nothing like it was trained here. */
export interface TrainingEstimate {
  /** Of training, with what of it goes side by side; of a sweep at most. */
  readonly seconds: number | null;
  /** Earlier trainings it is taken from. */
  readonly of: number;
  /** Runs that must end before. */
  readonly ahead: number;
  readonly startsInSeconds: number | null;
}

export interface WaitingRun {
  readonly runId: string;
  /** Runs before it on its device, at work or waiting. */
  readonly ahead: number;
  readonly startsInSeconds: number | null;
  readonly seconds: number | null;
}

export interface TrainableVersion {
  readonly number: number;
  readonly note: string;
  /** Photos by split. */
  readonly photos: { readonly train: number; readonly val: number; readonly test: number };
}

/** Address of a picture of a run: see `server/training/run-files.ts`. */
export const trainingFileUrl = (...words: readonly string[]): string =>
  `/api/v1/training/${words.map(encodeURIComponent).join("/")}`;

const curveSchema = z.object({
  /** Index i is confidence i / 100. */
  precision: z.array(z.number()),
  recall: z.array(z.number()),
  f1: z.array(z.number()),
});

/** A photo the candidate got much wrong on, with everything needed to draw it. */
export const worstPhotoSchema = z.object({
  set: z.string(),
  photo: z.string(),
  sha256: z.string(),
  width: z.number(),
  height: z.number(),
  missed: z.number().int(),
  falseAlarms: z.number().int(),
  confused: z.number().int(),
  boxes: z.array(
    z.object({
      kind: z.enum(["found", "missed", "false-alarm", "confused"]),
      classId: z.number().int(),
      /** Of a confused box: what it is. */
      trueClassId: z.number().int().nullable(),
      score: z.number().nullable(),
      x1: z.number(),
      y1: z.number(),
      x2: z.number(),
      y2: z.number(),
    }),
  ),
});
export type WorstPhoto = z.infer<typeof worstPhotoSchema>;

export const setEvaluationSchema = z.object({
  set: z.string(),
  photos: z.number().int(),
  boxes: z.number().int(),
  map50: z.number(),
  map50_95: z.number(),
  /** Over all classes together. */
  curve: curveSchema,
  /** Precision at recall 0, 0.01 … 1, mean over the classes of the set. */
  precisionAtRecall: z.array(z.number()),
  byClass: z.array(
    z.object({
      classId: z.number().int(),
      boxes: z.number().int(),
      ap50: z.number(),
      ap50_95: z.number(),
      /** At the threshold that validation chose. */
      precision: z.number(),
      recall: z.number(),
      f1: z.number(),
      precisionAtRecall: z.array(z.number()),
      f1AtConfidence: z.array(z.number()),
    }),
  ),
  /** Rows are what is there, columns what was found; the last of each is "nothing". */
  confusion: z.object({ classIds: z.array(z.number().int()), counts: z.array(z.array(z.number().int())) }),
  worst: z.array(worstPhotoSchema),
});
export type SetEvaluation = z.infer<typeof setEvaluationSchema>;

/** What `forage train-report` works out from the details of `forage eval`. */
export const evaluationReportSchema = z.object({
  schema: z.literal(1),
  model: z.string(),
  classes: z.array(z.object({ id: z.number().int(), name: z.string(), displayName: z.string() })),
  /** Confidence per class at which F1 on validation is best, and the one for classes validation has too few of. */
  thresholds: z.object({
    common: z.number(),
    byClass: z.array(z.object({ classId: z.number().int(), confidence: z.number(), f1: z.number() })),
  }),
  validation: setEvaluationSchema.nullable(),
  sets: z.array(setEvaluationSchema),
});
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
