import { z } from "zod";
import { classIdSchema } from "./box";
import { modelIdSchema } from "./corrections";

export const promotionVerdictSchema = z.enum(["passed", "rejected", "inconclusive"]);

const checkStateSchema = z.enum(["passed", "failed", "unclear", "not-judged"]);

/** A test set, candidate less champion; mAP50 in 0..1. */
export const gateSetSchema = z.object({
  name: z.string(),
  photos: z.number().int(),
  boxes: z.number().int(),
  candidateMap50: z.number(),
  championMap50: z.number(),
  /** Of what each shows by default; null for gates that ran before it was told. Not judged. */
  candidateF1: z.number().nullable().default(null),
  championF1: z.number().nullable().default(null),
  difference: z.number(),
  /** 95 % interval of the difference. */
  low: z.number(),
  high: z.number(),
  state: checkStateSchema,
  /** Display names of classes with boxes here that the champion does not know: not compared. */
  newClasses: z.array(z.string()),
});
export type PromotionGateSet = z.infer<typeof gateSetSchema>;

export const gateClassSchema = z.object({
  set: z.string(),
  classId: classIdSchema,
  displayName: z.string(),
  candidateAp50: z.number(),
  championAp50: z.number(),
  difference: z.number(),
  /** Of the difference, at `level`: Holm's correction has widened it. */
  low: z.number(),
  high: z.number(),
  level: z.number(),
  boxes: z.number().int(),
  photos: z.number().int(),
  state: z.enum(["held", "worse", "not-judged"]),
});
export type PromotionGateClass = z.infer<typeof gateClassSchema>;

export const gateBudgetSchema = z.object({
  name: z.enum(["size", "latency", "parity"]),
  candidate: z.number(),
  champion: z.number().nullable(),
  limit: z.number(),
  unit: z.enum(["B", "ms", "of tolerance"]),
  state: z.enum(["passed", "failed"]),
});
export type PromotionGateBudget = z.infer<typeof gateBudgetSchema>;

const px = z.number();
const truthSchema = z.tuple([classIdSchema, px, px, px, px]);
const predictionSchema = z.tuple([classIdSchema, z.number(), px, px, px, px]);

/** A photo that came out differently; boxes in photo px, from the confidence at which each model shows them by default. */
export const gatePhotoSchema = z.object({
  set: z.string(),
  photo: z.string(),
  sha256: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** Missed, false and wrongly named boxes. */
  candidateErrors: z.number().int(),
  championErrors: z.number().int(),
  truths: z.array(truthSchema),
  candidate: z.array(predictionSchema),
  champion: z.array(predictionSchema),
});
export type PromotionGatePhoto = z.infer<typeof gatePhotoSchema>;

/** Everything a verdict rests on. */
export const promotionGateReportSchema = z.object({
  schema: z.literal(1),
  candidateId: modelIdSchema,
  championId: modelIdSchema,
  verdict: promotionVerdictSchema,
  /** What decided it, in sentences. */
  reasons: z.array(z.string()),
  rules: z.object({
    level: z.number(),
    worstSet: z.number(),
    bestSet: z.number(),
    worstClass: z.number(),
    minPhotosOfSet: z.number(),
    minBoxesOfClass: z.number(),
    minPhotosOfClass: z.number(),
    maxSizeRatio: z.number(),
    maxLatencyRatio: z.number(),
  }),
  resamples: z.number().int(),
  seed: z.number().int(),
  seconds: z.number(),
  sets: z.array(gateSetSchema),
  /** Whether at least one set got better. */
  better: checkStateSchema,
  classes: z.array(gateClassSchema),
  budgets: z.array(gateBudgetSchema),
  photos: z.object({ better: z.array(gatePhotoSchema), worse: z.array(gatePhotoSchema) }),
});
export type PromotionGateReport = z.infer<typeof promotionGateReportSchema>;

/** A verdict as it is kept. */
export const promotionVerdictRecordSchema = z.object({
  id: z.uuid(),
  promoted: z.boolean(),
  createdAt: z.iso.datetime(),
  report: promotionGateReportSchema,
});
export type PromotionVerdictRecord = z.infer<typeof promotionVerdictRecordSchema>;

/** A model's gate result against today's champion; undecided is not passed. */
export const gateStandingSchema = z.object({
  standing: z.enum([...promotionVerdictSchema.options, "not-measured"]),
  championId: modelIdSchema,
  /** The verdict that says so; null when there is none. */
  verdictId: z.uuid().nullable(),
});
export type GateStanding = z.infer<typeof gateStandingSchema>;

export const gateVerdictInputSchema = z.object({ verdictId: z.uuid() });
export const gateVerdictListInputSchema = z.object({
  modelId: modelIdSchema.optional(),
  limit: z.number().int().min(1).max(100).default(30),
});

/** Gate request from the page. @property version null for the newest */
export const startGateSchema = z.object({
  candidateId: modelIdSchema,
  version: z.number().int().positive().nullable().default(null),
});
export type StartGate = z.infer<typeof startGateSchema>;

/** Params and result of the job "gate". */
export const gateJobParamsSchema = z.object({
  candidateId: modelIdSchema,
  version: z.number().int().positive(),
});
export type GateJobParams = z.infer<typeof gateJobParamsSchema>;

export const gateJobResultSchema = z.object({
  verdictId: z.uuid(),
  verdict: promotionVerdictSchema,
  promoted: z.boolean(),
});
export type GateJobResult = z.infer<typeof gateJobResultSchema>;
