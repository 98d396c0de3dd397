import { z } from "zod";
import { otherClassesSchema } from "@/lib/contracts/detection-api";
import { detectionFiguresSchema } from "@/lib/contracts/detection-events";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import { WORKER_BACKEND_IDS } from "@/lib/core/detection/backends";
import { ERROR_CODES } from "@/lib/core/errors";

/** Backends that run in the worker; the page calls the server itself. */
export const workerBackendSchema = z.enum(WORKER_BACKEND_IDS);

export const backendReasonSchema = z.enum([
  "best-available",
  "chosen-by-person",
  "not-supported",
  "software-adapter",
  "init-failed",
  "device-lost",
  "out-of-memory",
  "worker-crashed",
  "needs-consent",
  "previous-failed",
]);

const factsSchema = z.record(z.string(), z.union([z.string(), z.number()]));
const failure = { code: z.enum(ERROR_CODES), facts: factsSchema };
const run = z.number().int().min(0);
const milliseconds = z.number().min(0);

/** Page → worker. A worker is started once and takes one photo at a time. */
export const workerRequestSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    /** Tried in this order; the first that this device really has is taken. */
    backends: z.array(workerBackendSchema).min(1),
    /** Backends the person chose: taken even where a GPU is only emulated. */
    allowSoftware: z.array(workerBackendSchema),
    /** Address of the manifest of the model to run. */
    manifestUrl: z.string(),
    /** Address the model's id and file names are appended to. */
    filesUrl: z.string(),
    /** True for a model that runs beside the champion: the champion's files stay in the browser's cache. */
    keepOthers: z.boolean().default(false),
    /** Whether the model in the browser's cache is taken while the server is still asked which it is. */
    startsFromCache: z.boolean().default(true),
    /** This many threads on WASM on any device, for measurements; otherwise as many as pay. */
    threads: z.number().int().min(1).max(16).optional(),
    /** Held by the worker while it lives, so that its death is noticed at once. */
    lockName: z.string(),
  }),
  z.object({
    type: z.literal("detect"),
    run,
    photo: z.instanceof(Blob),
    scoreFloor: z.number(),
    /** Whether figures of the detection are wanted, to be recorded or shown. */
    describe: z.boolean().default(false),
  }),
  z.object({ type: z.literal("cancel"), run }),
]);
export type WorkerRequest = z.infer<typeof workerRequestSchema>;

const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);
const shorts = z.custom<Uint16Array>((value) => value instanceof Uint16Array);

const candidatesSchema = z
  .object({
    count: z.number().int().min(0),
    boxes: floats,
    scores: floats,
    classIds: shorts,
    others: otherClassesSchema,
    naming: z.object({ likelihoods: floats, from: z.number() }).optional(),
  })
  .refine(({ count, boxes, scores, classIds, others, naming }) => {
    return (
      boxes.length === count * 4 &&
      [scores, classIds, others, naming?.likelihoods].every(
        (each) => each === undefined || each.length === count,
      )
    );
  });

export const stageTimingsSchema = z.object({
  decodeMs: milliseconds,
  preprocessMs: milliseconds,
  inferenceMs: milliseconds,
  postprocessMs: milliseconds,
  totalMs: milliseconds,
});

/** Worker → page. */
export const workerMessageSchema = z.discriminatedUnion("type", [
  /** The worker's script runs and its lock is held. */
  z.object({ type: z.literal("alive") }),
  z.object({ type: z.literal("progress"), receivedBytes: z.number(), totalBytes: z.number() }),
  /** A backend that was skipped, before one is used. */
  z.object({
    type: z.literal("passed-over"),
    backend: workerBackendSchema,
    reason: backendReasonSchema,
    detail: z.string(),
  }),
  z.object({ type: z.literal("warming-up"), backend: workerBackendSchema }),
  z.object({
    type: z.literal("ready"),
    backend: workerBackendSchema,
    detail: z.string(),
    manifest: modelManifestSchema,
    downloadMs: milliseconds,
    warmUpMs: milliseconds,
    fromCache: z.boolean(),
  }),
  /** No backend of the list can be used: the last one failed, or all were skipped. */
  z.object({ type: z.literal("exhausted") }),
  /** The model could not be fetched: no backend would help. */
  z.object({ type: z.literal("failed"), ...failure }),
  /** This worker's backend is gone, or broke while starting or running; the worker is no longer of use. */
  z.object({
    type: z.literal("backend-lost"),
    backend: workerBackendSchema,
    reason: backendReasonSchema,
    detail: z.string(),
  }),
  z.object({
    type: z.literal("result"),
    run,
    photo: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
    candidates: candidatesSchema,
    features: floats,
    timings: stageTimingsSchema,
    /** Where they were wanted; with what they cost. */
    figures: detectionFiguresSchema.extend({ recordMs: milliseconds }).optional(),
  }),
  /** This photo cannot be looked at; the worker goes on. */
  z.object({ type: z.literal("run-failed"), run, ...failure }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
