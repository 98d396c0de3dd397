import { createHash } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { AppError, isAppError } from "@/lib/core/errors";
import { checkName, type FileStore } from "./file-store";
import { openS3Client, type S3Settings, s3Error, statusOf } from "./s3-client";

const MOST_VERIFIED = 200_000;

/** Credentials come from the environment, as every AWS tool reads them. */
export function createS3Store(settings: S3Settings): FileStore {
  const { bucket, prefix } = settings;
  const client = openS3Client(settings);
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
  /** Tags and sizes of objects that were read in full and were what their names say; another one means another look. */
  const verified = new Map<string, string>();
  const whole = async (sha256: string): Promise<Uint8Array> => {
    const where = target(sha256);
    const { Body, ETag = "" } = await guarded(() => client.send(new GetObjectCommand(where)));
    if (!Body) throw new AppError("storage/missing");
    const bytes = await guarded(() => Body.transformToByteArray());
    if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
      throw new AppError("storage/damaged", { facts: { file: sha256 } });
    }
    if (verified.size >= MOST_VERIFIED) verified.clear();
    verified.set(sha256, `${ETag} ${bytes.length}`);
    return bytes;
  };
  return {
    put: async (content) => {
      const sha256 = createHash("sha256").update(content).digest("hex");
      const command = new PutObjectCommand({
        ...target(sha256),
        Body: content,
        ContentLength: content.length,
        // a stored file never changes: a second writer finds it there
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
    read: whole,
    open: async (sha256) => {
      const where = target(sha256);
      const { Body, ContentLength, ETag } = await guarded(() => client.send(new GetObjectCommand(where)));
      if (!Body) throw new AppError("storage/missing");
      const stream = Body.transformToWebStream() as ReadableStream<Uint8Array>;
      if (ETag && verified.get(sha256) === `${ETag} ${ContentLength}`)
        return { bytes: ContentLength ?? 0, stream };
      // read in full before the first byte is given out
      await stream.cancel();
      const bytes = await whole(sha256);
      return { bytes: bytes.length, stream: new Blob([new Uint8Array(bytes)]).stream() };
    },
    remove: async (sha256) => {
      const where = target(sha256);
      await guarded(() => client.send(new DeleteObjectCommand(where)));
    },
    async *list() {
      for (let token: string | undefined; ; ) {
        const page = await guarded(() =>
          client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token })),
        );
        const found = (page.Contents ?? []).flatMap(({ Key = "", Size = 0, LastModified }) => {
          const sha256 = Key.slice(Key.lastIndexOf("/") + 1);
          // what replicas share of their work lies beside it
          return /^[0-9a-f]{64}$/.test(sha256) && target(sha256).Key === Key
            ? [{ sha256, bytes: Size, writtenAt: LastModified ?? new Date() }]
            : [];
        });
        if (found.length > 0) yield found;
        token = page.NextContinuationToken;
        if (!token) return;
      }
    },
    check: async (sha256) => {
      try {
        await whole(sha256);
        return "whole";
      } catch (error) {
        if (isAppError(error) && error.code === "storage/damaged") return "damaged";
        if (isAppError(error) && error.code === "storage/missing") return "missing";
        throw error;
      }
    },
  };
}
