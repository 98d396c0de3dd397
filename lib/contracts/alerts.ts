import { z } from "zod";
import type { AlertState } from "@/lib/core/monitoring/alerts/step-alert";
import { periodSchema } from "./monitoring";

/** What a rule reads. Each gives one number, and more is worse. */
export const ALERT_KINDS = [
  "drift",
  "feature",
  "confidence",
  "wrong",
  "boxless",
  "latency",
  "classes",
  "heartbeat",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

const days = z.number().int().min(1).max(30);

const readsSchema = z.discriminatedUnion("kind", [
  /** The part of the judged features that drifted in the newest period. */
  z.object({ kind: z.literal("drift"), period: periodSchema }),
  /** 1 while one feature drifts. */
  z.object({ kind: z.literal("feature"), period: periodSchema, column: z.string().min(1).max(60) }),
  /** By how much the mean of the surest boxes' scores fell below that of the days compared with. */
  z.object({ kind: z.literal("confidence"), days }),
  /** The least part of the model's boxes that people deleted or renamed, as the lower end of its interval. */
  z.object({ kind: z.literal("wrong"), days }),
  /** By how much the part of photos without a box rose. */
  z.object({ kind: z.literal("boxless"), days }),
  /** How many times as long the slowest device and backend takes as in the days compared with. */
  z.object({ kind: z.literal("latency"), days }),
  /** Classes that are found far more or less often. */
  z.object({ kind: z.literal("classes"), period: periodSchema }),
  /** Hours without a detection. */
  z.object({ kind: z.literal("heartbeat") }),
]);
export type AlertReads = z.infer<typeof readsSchema>;

const looks = z.number().int().min(1).max(100);
const level = z.number().min(0).max(1_000_000);

export const alertRuleSchema = z
  .object({ reads: readsSchema, raiseAt: level, clearAt: level, raiseAfter: looks, clearAfter: looks })
  .refine(({ raiseAt, clearAt }) => clearAt <= raiseAt, { path: ["clearAt"] });
export type AlertRule = z.infer<typeof alertRuleSchema>;

const webAddress = z.url({ protocol: /^https?$/ }).max(500);

/** A way to tell somebody. */
export const alertChannelSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("email"), to: z.email().max(254) }),
  z.object({ kind: z.literal("webhook"), url: webAddress }),
  z.object({ kind: z.literal("slack"), url: webAddress }),
  /** The address of a topic, such as https://ntfy.example/forage. */
  z.object({ kind: z.literal("ntfy"), url: webAddress }),
]);
export type AlertChannel = z.infer<typeof alertChannelSchema>;

export const saveAlertSchema = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(80),
  rule: alertRuleSchema,
  channels: z.array(alertChannelSchema).max(5),
  isOn: z.boolean(),
});
export type SaveAlert = z.infer<typeof saveAlertSchema>;

export const alertIdSchema = z.object({ id: z.uuid() });
/** Null: speaks again. */
export const silenceAlertSchema = z.object({
  id: z.uuid(),
  hours: z.number().int().min(1).max(8_760).nullable(),
});

export const alertStateSchema = z.object({
  is: z.enum(["quiet", "raised"]),
  inRow: z.number().int(),
  of: z.string().nullable(),
  since: z.string().nullable(),
  raisedAt: z.string().nullable(),
}) satisfies z.ZodType<AlertState>;

export interface ShownAlert extends SaveAlert {
  readonly state: AlertState;
  readonly silentUntil: string | null;
}

/** What was told. */
export interface AlertMessage {
  readonly id: number;
  readonly ruleId: string | null;
  readonly at: string;
  readonly kind: "raised" | "cleared" | "test";
  readonly title: string;
  readonly text: string;
  /** Email, webhook and so on, and to where, without what is secret in it. */
  readonly channel: string;
  readonly sentAt: string | null;
  readonly tries: number;
  /** Why the last try failed, in a sentence. */
  readonly error: string | null;
}

/** Rules that a team may begin with, by kind. */
export const USUAL_RULES: Readonly<Record<AlertKind, AlertRule>> = {
  drift: {
    reads: { kind: "drift", period: "day" },
    raiseAt: 0.5,
    clearAt: 0.25,
    raiseAfter: 2,
    clearAfter: 2,
  },
  feature: {
    reads: { kind: "feature", period: "day", column: "brightness" },
    ...{ raiseAt: 1, clearAt: 0, raiseAfter: 2, clearAfter: 2 },
  },
  confidence: {
    reads: { kind: "confidence", days: 3 },
    raiseAt: 0.1,
    clearAt: 0.05,
    raiseAfter: 2,
    clearAfter: 2,
  },
  wrong: { reads: { kind: "wrong", days: 7 }, raiseAt: 0.2, clearAt: 0.15, raiseAfter: 2, clearAfter: 2 },
  boxless: { reads: { kind: "boxless", days: 3 }, raiseAt: 0.1, clearAt: 0.05, raiseAfter: 2, clearAfter: 2 },
  latency: { reads: { kind: "latency", days: 3 }, raiseAt: 1.5, clearAt: 1.2, raiseAfter: 2, clearAfter: 2 },
  classes: {
    reads: { kind: "classes", period: "day" },
    raiseAt: 1,
    clearAt: 0,
    raiseAfter: 2,
    clearAfter: 2,
  },
  heartbeat: { reads: { kind: "heartbeat" }, raiseAt: 48, clearAt: 24, raiseAfter: 1, clearAfter: 1 },
};
