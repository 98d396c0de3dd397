import { z } from "zod";
import { detectResponseSchema, REMOTE_FAILURES } from "@/lib/contracts/detection-api";
import { detectionFiguresSchema } from "@/lib/contracts/detection-events";
import { ERROR_CODES } from "@/lib/core/errors";
import type { PhotoToAnswer } from "../answer-photo";

/** What the web server tells one of the processes that run the network. */
export type ToWorker =
  | { readonly type: "load"; readonly id: number; readonly model: PhotoToAnswer["model"] }
  | {
      readonly type: "detect";
      readonly id: number;
      /** With the name of a model that was loaded. */
      readonly photo: Omit<PhotoToAnswer, "model"> & { readonly modelId: string };
    }
  | { readonly type: "cancel"; readonly id: number }
  | { readonly type: "release"; readonly modelId: string };

const failureSchema = z.union([
  z.object({ code: z.enum(ERROR_CODES), facts: z.record(z.string(), z.union([z.string(), z.number()])) }),
  z.object({ name: z.string().optional(), message: z.string() }),
]);
export type Failure = z.infer<typeof failureSchema>;

export const providerSchema = z.enum(["cuda", "webgpu", "cpu"]);

/** What a worker's process has used since it started. */
const usageSchema = z.object({ cpuSeconds: z.number(), residentBytes: z.number() });
export type WorkerUsage = z.infer<typeof usageSchema>;

const failure = z.enum(REMOTE_FAILURES).optional();
/** Which servers elsewhere it asks for the model. */
const uses = z.array(z.object({ url: z.string(), failure, detail: z.string().optional() })).readonly();

/** What it answers. Everything but `ready` names the message that it answers. */
export const fromWorkerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("loaded"), id: z.number(), provider: providerSchema, uses, usage: usageSchema }),
  z.object({
    type: z.literal("answered"),
    id: z.number(),
    /** JSON of a `DetectResponse`, as it goes to the client. */
    body: z.instanceof(Uint8Array<ArrayBuffer>),
    timings: detectResponseSchema.shape.timings,
    modelId: z.string(),
    /** Questions to servers elsewhere. */
    attempts: z.array(z.object({ url: z.string(), ms: z.number(), failure })).readonly(),
    uses,
    /** Where they were wanted, to be recorded. */
    figures: detectionFiguresSchema.extend({ recordMs: z.number() }).optional(),
    usage: usageSchema,
  }),
  z.object({ type: z.literal("failed"), id: z.number(), failure: failureSchema }),
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;
