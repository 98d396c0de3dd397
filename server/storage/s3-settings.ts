import { z } from "zod";
import type { S3Settings } from "./s3-client";

const environmentSchema = z.object({
  FORAGE_S3_BUCKET: z.string().min(1).optional(),
  FORAGE_S3_ENDPOINT: z.url().optional(),
  FORAGE_S3_REGION: z.string().default("us-east-1"),
  FORAGE_S3_PREFIX: z
    .string()
    .default("")
    .transform((prefix) => prefix.replace(/^\/+|\/+$/g, "")),
});

/** The object store that the environment names; undefined where files are kept on the disk. */
export function s3Settings(): S3Settings | undefined {
  // a variable that is set to nothing is not set: workflows and Compose files write it so
  const given = Object.entries(process.env).filter(([, value]) => value !== "");
  const settings = environmentSchema.parse(Object.fromEntries(given));
  if (!settings.FORAGE_S3_BUCKET) return undefined;
  return {
    bucket: settings.FORAGE_S3_BUCKET,
    endpoint: settings.FORAGE_S3_ENDPOINT,
    region: settings.FORAGE_S3_REGION,
    prefix: settings.FORAGE_S3_PREFIX,
  };
}
