import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { type Entry, openPromise, validateFileName, type ZipFile } from "yauzl";
import { isClutter, normalPath } from "@/lib/core/datasets/formats/paths";
import type { Refusal, SourceEntry } from "@/lib/core/datasets/formats/set-files";
import { AppError } from "@/lib/core/errors";
import { checkGrowth, unsafe } from "./archive-limits";
import { createNameReader, type EntryName } from "./entry-names";
import { fileTooLarge } from "./folder-source";
import { MAX_ENTRIES, type SetSource } from "./set-source";

/** Ways of compression in a zip that need another program. Source: PKWARE's APPNOTE.TXT, section 4.4.5 */
const METHODS: Readonly<Record<number, string>> = {
  1: "shrink",
  6: "implode",
  9: "Deflate64",
  12: "bzip2",
  14: "LZMA",
  93: "Zstandard",
  95: "xz",
  98: "PPMd",
};
const LINK = 0o120000;
const FILE_TYPE = 0o170000;

function isLink(entry: Entry): boolean {
  const isUnix = entry.versionMadeBy >> 8 === 3;
  return isUnix && ((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK;
}

function refusalOf(entry: Entry): string | undefined {
  if (isLink(entry)) return "it is a link";
  if (entry.isEncrypted()) return "it is encrypted";
  if (entry.canDecodeFileData()) return undefined;
  const { compressionMethod: method } = entry;
  return `it is compressed with ${METHODS[method] ?? `method ${method}`}, which is not read here`;
}

interface Index {
  readonly byPath: Map<string, Entry>;
  /** Other readings of a path. */
  readonly readings: Map<string, readonly string[]>;
  readonly refused: Refusal[];
}

/** @throws AppError import/unsafe-archive, import/damaged-archive, import/too-large */
async function readIndex(zip: ZipFile, archiveBytes: number): Promise<Index> {
  const index: Index = { byPath: new Map(), readings: new Map(), refused: [] };
  const found: Entry[] = [];
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      checkGrowth(unpacked, archiveBytes);
      found.push(entry);
      if (found.length > 2 * MAX_ENTRIES) throw tooManyFiles();
    }
  } catch (error) {
    throw error instanceof AppError ? error : archiveError(error);
  }
  // all names together tell how they are encoded
  const nameOf = createNameReader(found);
  for (const entry of found) take(entry, nameOf(entry), index);
  return index;
}

const tooManyFiles = () => new AppError("import/too-large", { facts: { limitFiles: MAX_ENTRIES } });

function take(entry: Entry, { name, readings }: EntryName, index: Index): void {
  if (name.endsWith("/") || isClutter(name)) return;
  const path = normalPath(name);
  if (path === undefined || validateFileName(name) !== null) throw unsafe(`${name} leads out of it`);
  const reason = refusalOf(entry) ?? (index.byPath.has(path) ? "it is in the archive twice" : undefined);
  if (reason) index.refused.push({ path, reason });
  else {
    index.byPath.set(path, entry);
    if (readings.length > 0) index.readings.set(path, readings);
  }
  if (index.byPath.size > MAX_ENTRIES) throw tooManyFiles();
}

const closed = (reason: string) => new AppError("import/unreadable-archive", { facts: { reason } });

/** yauzl's errors as an AppError: it refuses absolute paths and `..` by itself. */
function archiveError(error: unknown): AppError {
  const words = error instanceof Error ? error.message : String(error);
  if (/absolute path|invalid relative path|invalid characters in fileName/.test(words)) return unsafe(words);
  if (/strong encryption/i.test(words)) return closed("it is encrypted");
  if (/multi-disk/i.test(words)) return closed("it is one of several parts of an archive");
  return new AppError("import/damaged-archive", { facts: { reason: words.slice(0, 120) }, cause: error });
}

async function collect(parts: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

/** The file size that an archive states may be wrong. */
async function* limited(stream: Readable, limitBytes: number, path: string): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > limitBytes) throw fileTooLarge(path, limitBytes);
    yield part;
  }
}

/**
 * Opens a zip archive and reads its list; files are unpacked one by one, in memory, when they are asked for.
 * @throws AppError import/damaged-archive, import/unsafe-archive (paths that lead out, bombs), import/too-large
 */
export async function openZipSource(file: string): Promise<SetSource> {
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new AppError("request/invalid", { facts: { field: `there is no file ${file}` }, cause });
  });
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false }).catch((error: unknown) => {
    throw archiveError(error);
  });
  try {
    const { byPath, readings, refused } = await readIndex(zip, size);
    const entries: SourceEntry[] = [...byPath].map(([path, entry]) => ({
      path,
      bytes: entry.uncompressedSize,
      readings: readings.get(path),
    }));
    async function* parts(path: string, limitBytes: number): AsyncGenerator<Buffer> {
      const entry = byPath.get(path);
      if (!entry) throw new AppError("storage/missing");
      if (entry.uncompressedSize > limitBytes) throw fileTooLarge(path, limitBytes);
      try {
        yield* limited(await zip.openReadStreamPromise(entry), limitBytes, path);
      } catch (error) {
        throw error instanceof AppError ? error : archiveError(error);
      }
    }
    return {
      entries: entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      refused,
      read: (path, limitBytes) => collect(parts(path, limitBytes)),
      parts,
      close: async () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}
