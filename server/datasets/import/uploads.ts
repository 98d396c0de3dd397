import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type Upload, uploadSchema } from "@/lib/contracts/dataset-import";
import { normalPath } from "@/lib/core/datasets/formats/paths";
import { AppError } from "@/lib/core/errors";
import { cleanName } from "@/server/photos/service";
import { dataPath } from "@/server/storage/data-folder";
import { diskError } from "@/server/storage/disk-error";
import { withRoom } from "@/server/storage/quota";
import { bringFile, bringPlace, removeShared, shareFile } from "@/server/storage/shared-files";
import { MAX_FILE_BYTES } from "./source/set-source";

export const MAX_ZIP_BYTES = 100 * 2 ** 30;
/** One file of a folder: COCO keeps all labels of a set in one. */
export const MAX_SET_FILE_UPLOAD_BYTES = MAX_FILE_BYTES;

export const zipTooLarge = () =>
  new AppError("import/too-large", { facts: { limitGigabytes: MAX_ZIP_BYTES / 2 ** 30 } });

export const setFileTooLarge = (file: string) =>
  new AppError("import/file-too-large", {
    facts: { file: file.slice(0, 100), limitMegabytes: MAX_SET_FILE_UPLOAD_BYTES / 2 ** 20 },
  });

const recordSchema = uploadSchema.extend({ ownerId: z.uuid() });
type UploadRecord = z.infer<typeof recordSchema>;

/** An upload's folder; the id is a UUID, so it leads nowhere else. */
export function uploadFolder(uploadId: string): string {
  return dataPath("imports", z.uuid().parse(uploadId));
}

/** What is imported from: the archive, whose bytes tell its kind, or the folder of received files. */
export function uploadPlace({ uploadId, kind }: Upload): string {
  return path.join(uploadFolder(uploadId), kind === "zip" ? "upload.zip" : "files");
}

/** File that records what the import has done. */
export function uploadLog(uploadId: string): string {
  return path.join(uploadFolder(uploadId), "outcomes.jsonl");
}

export function previewFile(uploadId: string, index: number): string {
  return path.join(uploadFolder(uploadId), "preview", `${index}.webp`);
}

async function writeStream(
  body: ReadableStream<Uint8Array>,
  target: string,
  { limitBytes, tooLarge }: { readonly limitBytes: number; readonly tooLarge: () => AppError },
): Promise<void> {
  let bytes = 0;
  const counted = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const part of source) {
      bytes += part.length;
      if (bytes > limitBytes) throw tooLarge();
      yield part;
    }
  };
  const stream = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  try {
    await pipeline(
      stream,
      (source) => withRoom("uploads", counted(source)),
      createWriteStream(target, { mode: 0o600 }),
    );
    await shareFile(target);
  } catch (error) {
    await rm(target, { force: true });
    throw diskError(error, target);
  }
}

/** Makes a folder for files. What nobody imports the sweep removes; it knows which uploads jobs wait for. */
export async function startUpload(ownerId: string, name: string, kind: Upload["kind"]): Promise<Upload> {
  const upload: UploadRecord = { uploadId: randomUUID(), name: cleanName(name), kind, ownerId };
  const folder = uploadFolder(upload.uploadId);
  try {
    await mkdir(path.join(folder, "preview"), { recursive: true, mode: 0o700 });
    await writeFile(path.join(folder, "upload.json"), JSON.stringify(upload), { mode: 0o600 });
    await shareFile(path.join(folder, "upload.json"));
  } catch (error) {
    throw diskError(error, folder);
  }
  return uploadSchema.parse(upload);
}

/** Keeps an archive, streamed to disk. @throws AppError import/too-large, storage/… */
export async function receiveArchive(
  ownerId: string,
  name: string,
  body: ReadableStream<Uint8Array>,
): Promise<Upload> {
  const upload = await startUpload(ownerId, name, "zip");
  try {
    await writeStream(body, uploadPlace(upload), { limitBytes: MAX_ZIP_BYTES, tooLarge: zipTooLarge });
  } catch (error) {
    await removeUpload(upload.uploadId);
    throw error;
  }
  return upload;
}

/**
 * Adds one file of a folder to an upload.
 * @param filePath in the chosen folder; one that leads out is refused
 * @throws AppError request/invalid, import/gone, import/too-large, storage/…
 */
export async function uploadFile(
  ownerId: string,
  { uploadId, filePath }: { readonly uploadId: string; readonly filePath: string },
  body: ReadableStream<Uint8Array> | null,
): Promise<void> {
  const upload = await findUpload(ownerId, uploadId);
  const inner = normalPath(filePath);
  if (upload.kind !== "folder" || inner === undefined || Buffer.byteLength(inner) > 900) {
    throw new AppError("request/invalid", { facts: { field: `path ${filePath.slice(0, 100)}` } });
  }
  const target = path.join(uploadPlace(upload), inner);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw diskError(error, target);
  });
  await writeStream(body ?? new Blob([]).stream(), target, {
    limitBytes: MAX_SET_FILE_UPLOAD_BYTES,
    tooLarge: () => setFileTooLarge(inner),
  });
}

/** @throws AppError import/gone when this owner has no such upload */
export async function findUpload(ownerId: string, uploadId: string): Promise<Upload> {
  const file = path.join(uploadFolder(uploadId), "upload.json");
  await bringFile(file);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new AppError("import/gone", { cause });
  });
  const record = recordSchema.parse(JSON.parse(text));
  if (record.ownerId !== ownerId) throw new AppError("import/gone");
  return uploadSchema.parse(record);
}

export async function removeUpload(uploadId: string): Promise<void> {
  await removeShared(uploadFolder(uploadId));
}

/** The same as `uploadPlace`, once all of it is here, whichever replica received it. @throws AppError storage/… */
export async function bringUpload(upload: Upload): Promise<string> {
  await bringPlace(uploadPlace(upload));
  return uploadPlace(upload);
}

/** Imported files are no longer needed; their log is kept. */
export async function removeUploadedFiles(upload: Upload): Promise<void> {
  await removeShared(uploadPlace(upload));
}
