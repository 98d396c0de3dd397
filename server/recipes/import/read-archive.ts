import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { AppError, isAppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { archivePictures } from "@/lib/core/recipes/import/archive-pictures";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { checkGrowth } from "@/server/datasets/import/source/archive-limits";
import { MAX_ENTRIES } from "@/server/datasets/import/source/set-source";
import { findRecipesApart } from "./find-apart";

const unzipGzip = promisify(gunzip);

/** One recipe's file, with its pictures in it; a whole Mealie backup is one file too. */
const MAX_ENTRY_BYTES = 200 * 2 ** 20;
/** Of one entry; the largest backups take a tenth of it. */
export const READ_MS = 60_000;
const MAX_NESTING = 2;
const READ = /\.(?:json|jsonld|x?html?|paprikarecipe|zip|md|markdown|txt|csv|tsv)$/i;
/** What a Mac adds beside each file: forks and notes that no other system reads. */
const MAC_EXTRA = /(?:^|\/)(?:__MACOSX\/|\._[^/]*$|\.DS_Store$)/;

/** A recipe and its picture in the same archive. */
export interface FoundRecipe {
  readonly recipe: ForeignRecipe;
  readonly picture?: Uint8Array | undefined;
  /** True for a picture that is named or there, and cannot be taken out. */
  readonly isPictureLost: boolean;
}

export interface ReadEntry {
  /** Name of the file inside the archive. */
  readonly name: string;
  readonly recipes: readonly FoundRecipe[];
  /** True where it should hold a recipe and cannot be read. */
  readonly isUnread: boolean;
  /** Entries behind and in all, for progress. */
  readonly done: number;
  readonly total: number;
}

/**
 * Reads the recipes of an export in zip form, one entry at a time: Mealie's and Tandoor's JSON (Tandoor packs a zip
 * for each recipe), Paprika's gzipped JSON, pages and JSON-LD, each recipe with its picture. An entry that cannot be read
 * is reported as such, and the rest is read.
 * @throws AppError recipe/damaged-file when it is not an archive, or cut off; import/unsafe-archive, import/too-large
 */
export async function* readArchive(path: string): AsyncGenerator<ReadEntry> {
  const zip = await opened((done) => yauzl.open(path, { lazyEntries: true, autoClose: false }, done));
  yield* readZip(zip, 0, createGrowth((await stat(path)).size));
}

/** Counts what an archive and those in it unpack to. An entry that says less than it holds is not read. */
interface Growth {
  /** @throws AppError import/unsafe-archive when it is far more than the archive, import/too-large */
  add(bytes: number): void;
}

function createGrowth(archiveBytes: number): Growth {
  let [unpacked, entries] = [0, 0];
  return {
    add: (bytes) => {
      unpacked += bytes;
      entries++;
      checkGrowth(unpacked, archiveBytes);
      if (entries > MAX_ENTRIES)
        throw new AppError("import/too-large", { facts: { limitFiles: MAX_ENTRIES } });
    },
  };
}

/** The archive as a whole is refused, not one of its entries. */
const isRefusal = (error: unknown) =>
  isAppError(error) && ["import/unsafe-archive", "import/too-large"].includes(error.code);

/** A file of gzipped JSON: a single Paprika recipe. @throws AppError recipe/damaged-file */
export async function readGzip(bytes: Buffer, name: string, growth?: Growth): Promise<ForeignRecipe[]> {
  try {
    const text = await unzipGzip(bytes, { maxOutputLength: MAX_ENTRY_BYTES });
    growth?.add(text.length);
    return await findRecipesApart(text, { what: name || "This file", timeoutMs: READ_MS });
  } catch (cause) {
    throw isRefusal(cause) ? cause : damaged(name, cause);
  }
}

async function* readZip(zip: ZipFile, depth: number, growth: Growth): AsyncGenerator<ReadEntry> {
  try {
    const entries: Entry[] = [];
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      growth.add(entry.uncompressedSize);
      entries.push(entry);
    }
    const wanted = entries.filter(({ fileName }) => !MAC_EXTRA.test(fileName));
    const pictures = archivePictures(
      wanted.map(({ fileName }) => fileName),
      READ,
    );
    const byName = new Map(wanted.map((entry) => [entry.fileName, entry]));
    const pictureOf = async (recipe: ForeignRecipe, file: string, isOnly: boolean) => {
      const name = pictures.find(recipe.pictures ?? [], file, isOnly);
      const entry = name === null ? undefined : byName.get(name);
      if (!entry) return { isPictureLost: pictures.isMissing(recipe.pictures ?? []) };
      if (entry.uncompressedSize > MAX_PHOTO_BYTES) return { isPictureLost: true };
      const picture = await readEntry(zip, entry).catch(() => undefined);
      return { picture, isPictureLost: picture === undefined };
    };
    for (const [place, entry] of entries.entries()) {
      const name = entry.fileName;
      if (!READ.test(name) || MAC_EXTRA.test(name)) continue;
      yield* readOne(zip, entry, {
        depth,
        done: place + 1,
        total: entries.length,
        pictureOf,
        growth,
      });
    }
  } finally {
    zip.close();
  }
}

interface Place {
  readonly growth: Growth;
  readonly depth: number;
  readonly done: number;
  readonly total: number;
  readonly pictureOf: (
    recipe: ForeignRecipe,
    file: string,
    isOnly: boolean,
  ) => Promise<Omit<FoundRecipe, "recipe">>;
}

async function* readOne(
  zip: ZipFile,
  entry: Entry,
  { depth, done, total, pictureOf, growth }: Place,
): AsyncGenerator<ReadEntry> {
  const name = entry.fileName;
  const unread: ReadEntry = { name, recipes: [], isUnread: true, done, total };
  if (entry.uncompressedSize > MAX_ENTRY_BYTES) {
    yield unread;
    return;
  }
  const isZip = /\.zip$/i.test(name);
  let bytes: Buffer;
  let inner: ZipFile | null = null;
  let recipes: ForeignRecipe[] = [];
  try {
    bytes = await readEntry(zip, entry);
    if (!isZip) recipes = await readFile(bytes, name, growth);
    else if (depth < MAX_NESTING)
      inner = await opened((ready) => yauzl.fromBuffer(bytes, { lazyEntries: true }, ready));
  } catch (error) {
    if (isRefusal(error)) throw error;
    yield unread;
    return;
  }
  if (!isZip) {
    const isOnly = recipes.length === 1;
    const found: FoundRecipe[] = [];
    for (const recipe of recipes) found.push({ recipe, ...(await pictureOf(recipe, name, isOnly)) });
    // beside recipes an export holds settings and lists of tags; a file of this name is a recipe
    const isUnread = recipes.length === 0 && /\.paprikarecipe$/i.test(name);
    yield { name, recipes: found, isUnread, done, total };
    return;
  }
  if (!inner) {
    yield unread;
    return;
  }
  try {
    for await (const one of readZip(inner, depth + 1, growth))
      yield { ...one, name: `${name}/${one.name}`, done, total };
  } catch (error) {
    if (isRefusal(error)) throw error;
    yield unread;
  }
}

async function readFile(bytes: Buffer, name: string, growth: Growth): Promise<ForeignRecipe[]> {
  if (/\.paprikarecipe$/i.test(name) || (bytes[0] === 0x1f && bytes[1] === 0x8b))
    return await readGzip(bytes, name, growth);
  return findRecipesApart(bytes, { what: name, timeoutMs: READ_MS });
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
