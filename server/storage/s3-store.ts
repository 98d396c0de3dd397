import { createHash } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AppError } from "@/lib/core/errors";
import { checkName, type FileStore } from "./file-store";

export interface S3Settings {
  readonly bucket: string;
  /** Any S3-compatible server; the AWS one of `region` when left out. */
  readonly endpoint?: string;
  readonly region: string;
  /** Put before every name, without slashes at its ends. */
  readonly prefix: string;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const { $metadata } = error as { $metadata: { httpStatusCode?: number } };
  return $metadata.httpStatusCode;
}

function s3Error(error: unknown, { bucket, endpoint = "AWS" }: S3Settings): AppError {
  const status = statusOf(error);
  if (status === 404 && !(error instanceof Error && error.name === "NoSuchBucket")) {
    return new AppError("storage/missing", { cause: error });
  }
  if (status === 507) return new AppError("storage/disk-full", { facts: { folder: bucket }, cause: error });
  if (status === 403) return new AppError("storage/read-only", { facts: { folder: bucket }, cause: error });
  return new AppError("storage/unreachable", { facts: { endpoint: `${endpoint}/${bucket}` }, cause: error });
}

/** Credentials come from the environment, as every AWS tool reads them. */
export function createS3Store(settings: S3Settings): FileStore {
  const { bucket, endpoint, region, prefix } = settings;
  const client = new S3Client({ region, endpoint, forcePathStyle: true, maxAttempts: 3 });
  const target = (sha256: string) => ({
    Bucket: bucket,
    Key: [prefix, checkName(sha256).slice(0, 2), sha256].filter(Boolean).join("/"),
  });
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw s3Error(error, settings);
    }
  };
  const get = async (sha256: string) => {
    const where = target(sha256);
    const { Body, ContentLength } = await guarded(() => client.send(new GetObjectCommand(where)));
    if (!Body) throw new AppError("storage/missing");
    return { body: Body, bytes: ContentLength ?? 0 };
  };
  return {
    put: async (content) => {
      const sha256 = createHash("sha256").update(content).digest("hex");
      const command = new PutObjectCommand({
        ...target(sha256),
        Body: content,
        ContentLength: content.length,
        // a stored file never changes: who comes second finds it there
        IfNoneMatch: "*",
      });
      try {
        await client.send(command);
      } catch (error) {
        if (statusOf(error) !== 412) throw s3Error(error, settings);
      }
      return sha256;
    },
    has: async (sha256) => {
      try {
        await client.send(new HeadObjectCommand(target(sha256)));
        return true;
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw s3Error(error, settings);
      }
    },
    read: async (sha256) => {
      const { body } = await get(sha256);
      return guarded(() => body.transformToByteArray());
    },
    open: async (sha256) => {
      const { body, bytes } = await get(sha256);
      return { bytes, stream: body.transformToWebStream() as ReadableStream<Uint8Array> };
    },
    remove: async (sha256) => {
      const where = target(sha256);
      await guarded(() => client.send(new DeleteObjectCommand(where)));
    },
  };
}
