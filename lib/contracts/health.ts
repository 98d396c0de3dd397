import { z } from "zod";
import { ERROR_CODES } from "@/lib/core/errors";

/** Answer of `GET /api/v1/health`: 200 when the server can detect and its database answers, 503 otherwise. */
export const healthResponseSchema = z.object({
  ok: z.boolean(),
  /** Of Forage itself. */
  version: z.string(),
  node: z.string(),
  onnxRuntime: z.string(),
  database: z.union([
    z.object({ isUp: z.literal(true) }),
    z.object({ error: z.object({ code: z.enum(ERROR_CODES), message: z.string() }) }),
  ]),
  detection: z.union([
    z.object({
      /** What runs the network on this server. */
      provider: z.enum(["cuda", "webgpu", "cpu"]),
      modelId: z.string(),
      /** Servers elsewhere that are to run it, and how many of them did when they were asked last; absent where none is set. */
      remote: z.object({ servers: z.number().int(), inUse: z.number().int() }).optional(),
    }),
    z.object({ error: z.object({ code: z.enum(ERROR_CODES), message: z.string() }) }),
  ]),
});
const failure = z.object({ code: z.enum(ERROR_CODES), message: z.string() });

/** Answer of `GET /health/ready`: 200 when requests may be sent here, 503 otherwise. */
export const readyResponseSchema = z.object({
  ok: z.boolean(),
  database: z.union([z.object({ isUp: z.boolean() }), z.object({ error: failure })]),
  /** Whether a photo would be looked at at once; the error where the network could not be loaded. */
  detection: z.object({ isWarm: z.boolean(), error: failure.optional() }),
  /** True while the server finishes what it has begun, and is then gone. */
  isDraining: z.boolean().optional(),
});
export type ReadyResponse = z.infer<typeof readyResponseSchema>;
export type HealthResponse = z.infer<typeof healthResponseSchema>;
