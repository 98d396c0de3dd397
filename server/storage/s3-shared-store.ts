import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import pLimit from "p-limit";
import { AppError, isAppError } from "@/lib/core/errors";
import { machineError } from "./disk-error";
import { openS3Client, type S3Settings, s3Error, statusOf } from "./s3-client";
import type { SharedFile, SharedStore } from "./shared-store";

/** Ten thousand parts are the most: 160 GB. */
const PART_BYTES = 16 * 2 ** 20;
const PARTS_AT_ONCE = 2;
const FILES_AT_ONCE = 16;

/**
 * @param folder where the files lie here
 * @param area where they lie in the bucket
 */
export function createSharedStore(
  settings: S3Settings,
  folder: string,
  area: "work" | "builds",
): SharedStore {
  const { bucket, prefix } = settings;
  const client = openS3Client(settings);
  const root = [prefix, area].filter(Boolean).join("/");
  const target = (name: string) => ({ Bucket: bucket, Key: `${root}/${name}` });
  const placeOf = (name: string) => path.join(folder, ...name.split("/"));
  /** Tags of the files as this process has them: an equal one need not be brought again. */
  const tags = new Map<string, string>();
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw isAppError(error) ? error : s3Error(error, settings);
    }
  };

  async function isHere(name: string, tag: string | undefined, bytes: number): Promise<boolean> {
    if (!tag || tags.get(name) !== tag) return false;
    const found = await stat(placeOf(name)).catch(() => undefined);
    return found?.size === bytes;
  }

  /** @param bytes how long it is by what the store said before: some give less, under the same tag */
  async function fetchFile(name: string, bytes: number): Promise<void> {
    const place = placeOf(name);
    const partial = `${place}.${process.pid}.partial`;
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    try {
      const {
        Body,
        ETag = "",
        ContentLength = bytes,
      } = await guarded(() => client.send(new GetObjectCommand(target(name))));
      if (!Body) throw new AppError("storage/missing");
      await pipeline(Body as Readable, createWriteStream(partial, { mode: 0o600 })).catch(
        (error: unknown) => {
          throw machineError(error, { folder: place }) ?? s3Error(error, settings);
        },
      );
      const { size } = await stat(partial);
      // it may have been shared again in between, longer: then both say so
      if (size !== ContentLength || size < bytes)
        throw new AppError("storage/damaged", { facts: { file: name } });
      await rename(partial, place);
      tags.set(name, ETag);
    } finally {
      await rm(partial, { force: true });
    }
  }

  async function* list(inner: string): AsyncGenerator<readonly (SharedFile & { readonly tag?: string })[]> {
    for (let token: string | undefined; ; ) {
      const page = await guarded(() =>
        client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: inner === "" ? `${root}/` : `${root}/${inner}/`,
            ContinuationToken: token,
          }),
        ),
      );
      yield (page.Contents ?? []).map(({ Key = "", Size = 0, LastModified, ETag }) => ({
        name: Key.slice(root.length + 1),
        bytes: Size,
        writtenAt: LastModified ?? new Date(),
        ...(ETag && { tag: ETag }),
      }));
      token = page.NextContinuationToken;
      if (!token) return;
    }
  }

  async function removeNames(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    for (const name of names) tags.delete(name);
    const Objects = names.map((name) => ({ Key: target(name).Key }));
    const { Errors = [] } = await guarded(() =>
      client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } })),
    );
    if (Errors.length > 0) throw s3Error(new Error(Errors[0]?.Message), settings);
  }

  return {
    share: (name) =>
      guarded(async () => {
        const place = placeOf(name);
        const { size } = await stat(place);
        if (size <= PART_BYTES) {
          // in memory, so that it can be sent again
          const Body = await readFile(place);
          const { ETag } = await client.send(new PutObjectCommand({ ...target(name), Body }));
          tags.set(name, ETag ?? "");
          return;
        }
        const upload = new Upload({
          client,
          params: { ...target(name), Body: createReadStream(place) },
          partSize: PART_BYTES,
          queueSize: PARTS_AT_ONCE,
          leavePartsOnError: false,
        });
        tags.set(name, (await upload.done()).ETag ?? "");
      }),
    bring: async (name) => {
      let bytes = 0;
      try {
        const { ETag, ContentLength = 0 } = await client.send(new HeadObjectCommand(target(name)));
        if (await isHere(name, ETag, ContentLength)) return;
        bytes = ContentLength;
      } catch (error) {
        if (statusOf(error) !== 404) throw s3Error(error, settings);
        const found = await stat(placeOf(name)).catch(() => undefined);
        // a folder has files of its own
        if (found?.isFile()) await rm(placeOf(name), { force: true });
        return;
      }
      await fetchFile(name, bytes);
    },
    bringFolder: async (inner) => {
      const limit = pLimit(FILES_AT_ONCE);
      for await (const page of list(inner))
        await Promise.all(
          page.map(({ name, bytes, tag }) =>
            limit(async () => {
              if (!(await isHere(name, tag, bytes))) await fetchFile(name, bytes);
            }),
          ),
        );
    },
    sizeOf: async (name) => {
      try {
        return (await client.send(new HeadObjectCommand(target(name)))).ContentLength;
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw s3Error(error, settings);
      }
    },
    open: async (name) => {
      try {
        const { ContentLength: said } = await client.send(new HeadObjectCommand(target(name)));
        const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand(target(name)));
        if (!Body) return undefined;
        if (said !== undefined && ContentLength < said)
          throw new AppError("storage/damaged", { facts: { file: name } });
        return {
          bytes: ContentLength,
          stream: Body.transformToWebStream() as ReadableStream<Uint8Array>,
        };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw isAppError(error) ? error : s3Error(error, settings);
      }
    },
    remove: async (name) => {
      await removeNames([name]);
      for await (const page of list(name)) await removeNames(page.map((file) => file.name));
    },
    list,
  };
}
