import { z } from "zod";
import { ERROR_CODES } from "@/lib/core/errors";

const photo = z.number().int().min(0);
const blob = z.instanceof(Blob);

/** Page → worker that reads photos. It takes one after another. */
export type PhotoWorkerRequest =
  /** The lock is held by the worker while it lives, so that its death is noticed at once. */
  | { readonly type: "start"; readonly lockName: string }
  | { readonly type: "read"; readonly photo: number; readonly file: Blob; readonly thumbnail: boolean };

/** Worker → page. */
export const photoWorkerMessageSchema = z.discriminatedUnion("type", [
  /** The worker's script runs and its lock is held. */
  z.object({ type: z.literal("alive") }),
  z.object({
    type: z.literal("read"),
    photo,
    blob,
    size: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }),
    thumbnail: blob.optional(),
  }),
  z.object({
    type: z.literal("failed"),
    photo,
    code: z.enum(ERROR_CODES),
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** This browser cannot read it in a worker, for whatever reason. */
  z.object({ type: z.literal("unable"), photo }),
]);
export type PhotoWorkerMessage = z.infer<typeof photoWorkerMessageSchema>;
