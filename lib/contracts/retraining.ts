import { z } from "zod";
import { nextTime } from "@/lib/core/retraining/clock";
import { RETRAINING_CAUSES } from "@/lib/core/retraining/due";
import { deviceSchema, NO_TRACKER, trackerSchema } from "./training";
import { trainingValuesSchema } from "./training-values";

export const RETRAINING_CONFIGS = ["gentle", "balanced", "bold"] as const;

/** The moment that cron lines are tried with: any will do. */
const ANY_TIME = new Date(0);

/** When a team's model is trained again by itself. */
export const retrainingSettingsSchema = z.object({
  isOn: z.boolean(),
  /** After so many accepted corrections that no training has seen. */
  afterCorrections: z.number().int().min(10).max(100_000).nullable(),
  /** A cron line of five fields, in UTC. */
  cron: z
    .string()
    .trim()
    .max(100)
    .refine((line) => nextTime(line, ANY_TIME) !== undefined, { message: "no cron line" })
    .nullable(),
  /** When a drift rule of the Monitor page fires. */
  onDrift: z.boolean(),
  /** A preset of `lib/contracts/training.ts`. */
  config: z.enum(RETRAINING_CONFIGS),
  /** Over the preset's own, as a run has them: trainer, optimiser, learning rate. */
  values: trainingValuesSchema.default({}),
  tracker: trackerSchema.default(NO_TRACKER),
  epochs: z.number().int().min(1).max(1_000),
  device: deviceSchema,
  /** Makes the model champion by itself when the gate passes it. */
  promote: z.boolean(),
});
export type RetrainingSettings = z.infer<typeof retrainingSettingsSchema>;

export const USUAL_RETRAINING: RetrainingSettings = {
  isOn: false,
  afterCorrections: 50,
  cron: null,
  onDrift: false,
  config: "gentle",
  values: {},
  tracker: NO_TRACKER,
  epochs: 10,
  device: "cpu",
  promote: false,
};

/** What made a drift rule fire. */
export const driftEvidenceSchema = z.object({
  /** The rule as its team calls it. */
  rule: z.string().trim().min(1).max(120),
  /** A sentence for people: what moved, and how far. */
  text: z.string().trim().min(1).max(1_000),
  modelId: z.string().max(80).nullable(),
});
export type DriftEvidence = z.infer<typeof driftEvidenceSchema>;

export const RETRAINING_OUTCOMES = [
  /** A version is being made. */
  "preparing",
  "started",
  /** A run waits or works already. */
  "busy",
  "too-few-new",
  "too-few-photos",
  /** No frozen set is large enough for the gate. */
  "no-frozen",
  /** The quality gate found errors. */
  "findings",
  /** Switched off meanwhile. */
  "off",
  "failed",
] as const;
export type RetrainingOutcome = (typeof RETRAINING_OUTCOMES)[number];

const factsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** What became of a trigger. */
export const retrainingDecisionSchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  cause: z.enum(RETRAINING_CAUSES),
  outcome: z.enum(RETRAINING_OUTCOMES),
  facts: factsSchema,
  runId: z.uuid().nullable(),
});
export type RetrainingDecision = z.infer<typeof retrainingDecisionSchema>;

export interface Retraining {
  readonly settings: RetrainingSettings;
  /** By the clock. */
  readonly nextAt: string | null;
  /** What no training has seen yet: all photos to train on, and accepted corrections among them. */
  readonly fresh: { readonly photos: number; readonly corrections: number };
  /** A drift rule's word that nothing was done about yet. */
  readonly drift: (DriftEvidence & { readonly at: string }) | null;
  /** Newest first. */
  readonly decisions: readonly RetrainingDecision[];
}
