import { S3Client } from "@aws-sdk/client-s3";
import { AppError } from "@/lib/core/errors";

/** A store that accepts no connection, or falls silent, is reported within this; the client tries three times. */
const CONNECT_MS = 3_000;
const SILENT_MS = 15_000;

export interface S3Settings {
  readonly bucket: string;
  /** Any S3-compatible server; the AWS one of `region` when left out. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** Put before every name, without slashes at its ends. */
  readonly prefix: string;
}

/** Credentials come from the environment, as every AWS tool reads them. */
export function openS3Client({ region, endpoint }: S3Settings): S3Client {
  return new S3Client({
    region,
    ...(endpoint && { endpoint }),
    forcePathStyle: true,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: SILENT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: SILENT_MS,
    },
  });
}

/** HTTP status of a failure; undefined where nothing was answered. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const { $metadata } = error as { $metadata: { httpStatusCode?: number } };
  return $metadata.httpStatusCode;
}

/** What a failure of the store means for a person. */
export function s3Error(
  error: unknown,
  { bucket, endpoint = "AWS" }: Pick<S3Settings, "bucket" | "endpoint">,
): AppError {
  const status = statusOf(error);
  if (status === 404 && !(error instanceof Error && error.name === "NoSuchBucket")) {
    return new AppError("storage/missing", { cause: error });
  }
  if (status === 507) return new AppError("storage/disk-full", { facts: { folder: bucket }, cause: error });
  if (status === 403) return new AppError("storage/read-only", { facts: { folder: bucket }, cause: error });
  return new AppError("storage/unreachable", { facts: { endpoint: `${endpoint}/${bucket}` }, cause: error });
}
