import { z } from "zod";
import { sha256Schema } from "@/lib/contracts/box";
import { ERROR_CODES } from "@/lib/core/errors";
import type { Inspection } from "../inspect-photo";

const word = z.number().int().min(0).max(0xffff_ffff);

const factsSchema = z.discriminatedUnion("isReadable", [
  z.object({ isReadable: z.literal(false), reason: z.enum(ERROR_CODES) }),
  z.object({
    isReadable: z.literal(true),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    format: z.string(),
    mean: z.number(),
    variance: z.number(),
    sharpness: z.number(),
    darkShare: z.number(),
    brightShare: z.number(),
    high: word,
    low: word,
    /** Base64 of the 16 × 16 grey means, whole numbers. */
    thumbnail: z.base64(),
  }),
]);

/** An inspection as it is kept: the thumbnail in a byte a cell, so that a kept one and a new one compare alike. */
export function toFacts(inspection: Inspection): z.infer<typeof factsSchema> {
  if (!inspection.isReadable) return { isReadable: false, reason: inspection.reason };
  const { size, format, statistics, print } = inspection;
  const cells = Uint8Array.from(print.thumbnail, Math.round);
  return {
    isReadable: true,
    ...size,
    format,
    ...statistics,
    ...print.hash,
    thumbnail: Buffer.from(cells).toString("base64"),
  };
}

export function fromFacts(sha256: string, kept: unknown): Inspection {
  const facts = factsSchema.parse(kept);
  if (!facts.isReadable) return { sha256: sha256Schema.parse(sha256), ...facts };
  const { width, height, format, mean, variance, sharpness, darkShare, brightShare, high, low } = facts;
  return {
    sha256,
    isReadable: true,
    size: { width, height },
    format,
    statistics: { mean, variance, sharpness, darkShare, brightShare },
    print: {
      hash: { high, low },
      thumbnail: Float64Array.from(Buffer.from(facts.thumbnail, "base64")),
    },
  };
}
