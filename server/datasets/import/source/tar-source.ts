import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { isClutter, normalPath } from "@/lib/core/datasets/formats/paths";
import type { Refusal } from "@/lib/core/datasets/formats/set-files";
import { AppError } from "@/lib/core/errors";
import { dataPath } from "@/server/storage/data-folder";
import { diskError } from "@/server/storage/disk-error";
import { takeRoom } from "@/server/storage/quota";
import { checkGrowth, unsafe } from "./archive-limits";
import { fileTooLarge } from "./folder-source";
import { MAX_ENTRIES, MAX_FILE_BYTES, type SetSource } from "./set-source";

interface Unpacked {
  readonly folder: string;
  /** Where a file's content lies, and how long it is, by its path in the archive. */
  readonly files: Map<string, { readonly file: string; readonly bytes: number }>;
  readonly refused: Refusal[];
}

function refusalOf({ type, size = 0 }: Header): string | undefined {
  if (type === "symlink" || type === "link") return "it is a link";
  if (type !== "file" && type !== "contiguous-file") return "it is no file";
  return size > MAX_FILE_BYTES ? `it is larger than ${MAX_FILE_BYTES / 2 ** 20} MB` : undefined;
}

async function take(header: Header, content: Readable, unpacked: Unpacked): Promise<void> {
  const { files, refused, folder } = unpacked;
  const skip = () =>
    pipeline(content, async (parts) => {
      for await (const _part of parts);
    });
  if (header.type === "directory") return skip();
  const inner = normalPath(header.name);
  if (inner === undefined) throw unsafe(`${header.name} leads out of it`);
  if (isClutter(inner)) return skip();
  const reason = refusalOf(header);
  if (reason) {
    refused.push({ path: inner, reason });
    return skip();
  }
  // if a file is in it twice, the later one counts, as for tar itself
  const file = path.join(folder, String(files.size));
  files.set(inner, { file: files.get(inner)?.file ?? file, bytes: header.size ?? 0 });
  if (files.size > MAX_ENTRIES)
    throw new AppError("import/too-large", { facts: { limitFiles: MAX_ENTRIES } });
  await pipeline(content, createWriteStream(files.get(inner)?.file ?? file, { mode: 0o600 }));
}

/** tar-stream's and zlib's errors as an AppError. */
function tarError(error: unknown, place: string): unknown {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^E[A-Z]+$/.test(code)) return diskError(error, place);
  const words = error instanceof Error ? error.message : String(error);
  const reason = /unexpected end/i.test(words) ? "it is cut off before its end" : words.slice(0, 120);
  return new AppError("import/damaged-archive", { facts: { reason }, cause: error });
}

/** The disk is looked at once for so much. */
const ROOM_STEP_BYTES = 64 * 2 ** 20;

async function unpack(file: string, isGzipped: boolean, unpacked: Unpacked): Promise<void> {
  const { size } = await stat(file);
  let [bytes, roomTaken] = [0, 0];
  async function* counted(parts: AsyncIterable<Buffer>) {
    for await (const part of parts) {
      bytes += part.length;
      checkGrowth(bytes, size);
      // it fills no disk on the way
      if (bytes > roomTaken) {
        await takeRoom("uploads", ROOM_STEP_BYTES);
        roomTaken += ROOM_STEP_BYTES;
      }
      yield part;
    }
  }
  const archive = extract();
  const entries = (async () => {
    for await (const entry of archive) await take(entry.header, entry as unknown as Readable, unpacked);
  })();
  const stream = createReadStream(file);
  const feed = isGzipped
    ? pipeline(stream, createGunzip(), counted, archive)
    : pipeline(stream, counted, archive);
  // whichever fails first ends the other; its own reason counts
  const failure = await Promise.race([
    Promise.all([feed, entries]).then(() => undefined),
    feed.then(
      () => new Promise<never>(() => undefined),
      (error: unknown) => error,
    ),
    entries.then(
      () => new Promise<never>(() => undefined),
      (error: unknown) => error,
    ),
  ]);
  if (failure !== undefined) {
    stream.destroy();
    archive.destroy();
    await Promise.allSettled([feed, entries]);
    throw failure;
  }
}

/**
 * Opens a tar archive, compressed with gzip or not. It can be read from front to back only, so its files are unpacked
 * into the data folder, each under a number: a name in the archive never becomes one on the disk. `close` removes them.
 * @throws AppError import/damaged-archive, import/unsafe-archive (paths that lead out, bombs), import/too-large
 */
export async function openTarSource(file: string, { isGzipped }: { isGzipped: boolean }): Promise<SetSource> {
  const folder = dataPath("imports", `unpacked-${randomUUID()}`);
  const unpacked: Unpacked = { folder, files: new Map(), refused: [] };
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await unpack(file, isGzipped, unpacked);
  } catch (error) {
    await close();
    throw tarError(error, folder);
  }
  const { files, refused } = unpacked;
  const entries = [...files].map(([inner, { bytes }]) => ({ path: inner, bytes }));
  return {
    entries: entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    refused,
    read: async (inner, limitBytes) => {
      const found = files.get(inner);
      if (!found) throw new AppError("storage/missing");
      if (found.bytes > limitBytes) throw fileTooLarge(inner, limitBytes);
      return readFile(found.file).catch((error: unknown) => {
        throw diskError(error, folder);
      });
    },
    async *parts(inner, limitBytes) {
      const found = files.get(inner);
      if (!found) throw new AppError("storage/missing");
      if (found.bytes > limitBytes) throw fileTooLarge(inner, limitBytes);
      try {
        yield* createReadStream(found.file) as AsyncIterable<Buffer>;
      } catch (error) {
        throw diskError(error, folder);
      }
    },
    close,
  };
}
