import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { AppError } from "@/lib/core/errors";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";

const unzipGzip = promisify(gunzip);

/** One recipe's file, with its pictures in it; a whole Mealie backup is one file too. */
const MAX_ENTRY_BYTES = 200 * 2 ** 20;
const MAX_NESTING = 2;
const READ = /\.(?:json|jsonld|html?|paprikarecipe|zip)$/i;

export interface ReadEntry {
  /** Name of the file inside the archive. */
  readonly name: string;
  readonly recipes: readonly ForeignRecipe[];
  /** Entries behind and in all, for progress. */
  readonly done: number;
  readonly total: number;
}

/**
 * Reads the recipes of an export in zip form, one entry at a time: Mealie's and Tandoor's JSON (Tandoor packs a zip
 * for each recipe), Paprika's gzipped JSON, pages and JSON-LD. Pictures are passed over unread.
 * @throws AppError recipe/damaged-file
 */
export async function* readArchive(path: string): AsyncGenerator<ReadEntry> {
  const zip = await opened((done) => yauzl.open(path, { lazyEntries: true, autoClose: false }, done));
  yield* readZip(zip, 0);
}

/** A file of gzipped JSON: a single Paprika recipe. @throws AppError recipe/damaged-file */
export async function readGzip(bytes: Buffer, name: string): Promise<ForeignRecipe[]> {
  try {
    const text = (await unzipGzip(bytes, { maxOutputLength: MAX_ENTRY_BYTES })).toString("utf8");
    return findRecipesInText(text);
  } catch (cause) {
    throw damaged(name, cause);
  }
}

async function* readZip(zip: ZipFile, depth: number): AsyncGenerator<ReadEntry> {
  try {
    for (let done = 1; ; done++) {
      const entry = await nextEntry(zip);
      if (!entry) return;
      const name = entry.fileName;
      if (!READ.test(name) || entry.uncompressedSize > MAX_ENTRY_BYTES) continue;
      const bytes = await readEntry(zip, entry);
      const total = zip.entryCount;
      if (!/\.zip$/i.test(name)) yield { name, recipes: await readFile(bytes, name), done, total };
      else if (depth < MAX_NESTING) {
        const inner = await opened((ready) => yauzl.fromBuffer(bytes, { lazyEntries: true }, ready));
        for await (const one of readZip(inner, depth + 1))
          yield { ...one, name: `${name}/${one.name}`, done, total };
      }
    }
  } finally {
    zip.close();
  }
}

async function readFile(bytes: Buffer, name: string): Promise<ForeignRecipe[]> {
  if (/\.paprikarecipe$/i.test(name) || (bytes[0] === 0x1f && bytes[1] === 0x8b))
    return await readGzip(bytes, name);
  return findRecipesInText(bytes.toString("utf8"));
}

async function opened(open: (done: (error: Error | null, zip: ZipFile) => void) => void): Promise<ZipFile> {
  return await new Promise<ZipFile>((resolve, reject) => {
    open((error, zip) => (error ? reject(damaged("", error)) : resolve(zip)));
  });
}

async function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return await new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      zip.off("entry", onEntry).off("end", onEnd).off("error", onError);
      act();
    };
    const onEntry = (entry: Entry) => settle(() => resolve(entry));
    const onEnd = () => settle(() => resolve(undefined));
    const onError = (error: Error) => settle(() => reject(damaged("", error)));
    zip.on("entry", onEntry).on("end", onEnd).on("error", onError);
    zip.readEntry();
  });
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  try {
    const stream = await promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))(entry);
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts);
  } catch (cause) {
    throw damaged(entry.fileName, cause);
  }
}

function damaged(entry: string, cause: unknown): AppError {
  return new AppError("recipe/damaged-file", {
    facts: entry === "" ? {} : { entry: entry.slice(0, 80) },
    cause,
  });
}
