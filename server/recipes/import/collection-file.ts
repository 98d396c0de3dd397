import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { AppError } from "@/lib/core/errors";
import { dataPath } from "@/server/storage/data-folder";
import { withRoom } from "@/server/storage/quota";
import { shareFile } from "@/server/storage/shared-files";

export const MAX_COLLECTION_BYTES = 8 * 2 ** 30;

export const collectionTooLarge = () =>
  new AppError("url/too-large", { facts: { limitMegabytes: MAX_COLLECTION_BYTES / 2 ** 20 } });

/** Where an uploaded collection waits for its job. */
export function collectionPath(fileId: string): string {
  return dataPath("recipe-imports", fileId);
}

/**
 * Keeps an uploaded collection on disk, streamed, whatever its size.
 * @returns its id
 * @throws AppError url/too-large past the limit
 */
export async function keepCollection(body: ReadableStream<Uint8Array>): Promise<string> {
  const fileId = randomUUID();
  const path = collectionPath(fileId);
  await mkdir(join(path, ".."), { recursive: true });
  let bytes = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      const tooLarge = bytes > MAX_COLLECTION_BYTES;
      done(tooLarge ? collectionTooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(
      Readable.fromWeb(body),
      limit,
      (source: AsyncIterable<Uint8Array>) => withRoom("recipes", source),
      createWriteStream(path),
    );
    await shareFile(path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return fileId;
}
