import type { z } from "zod";
import {
  TAKEOUT_FILES,
  TAKEOUT_VERSION,
  type TakeoutManifest,
  takeoutManifestSchema,
} from "@/lib/contracts/takeout";
import { AppError, isAppError } from "@/lib/core/errors";
import { readJsonFile, readTextParts } from "@/server/datasets/import/read-text";
import { openSource } from "@/server/datasets/import/source/open-source";
import { MAX_FILE_BYTES } from "@/server/datasets/import/source/set-source";

const MAX_MANIFEST_BYTES = 2 ** 20;
const MAX_JSON_BYTES = 64 * 2 ** 20;
/** A photo with its whole history. */
const MAX_LINE_CHARACTERS = 64 * 2 ** 20;
/** An archive of the time before its layout had a version: its saves do not say what their classes are called. */
const EARLIER = [
  "READ-ME",
  TAKEOUT_FILES.pantry,
  TAKEOUT_FILES.week,
  TAKEOUT_FILES.cook,
  TAKEOUT_FILES.plants,
];

/** An archive of somebody's data, open for reading; its files stay in it until they are asked for. */
export interface OpenedTakeout {
  readonly manifest: TakeoutManifest;
  /** Paths of all its files. */
  readonly paths: ReadonlySet<string>;
  /** @throws AppError takeout/damaged */
  readJson<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** Lines of JSON, one at a time; null for a line that is not what it should be. @throws AppError takeout/damaged */
  readLines<T>(path: string, schema: z.ZodType<T>): AsyncGenerator<T | null>;
  /** @throws AppError as `SetSource.read` */
  read(path: string, limitBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const damaged = (file: string, cause?: unknown) =>
  new AppError("takeout/damaged", { facts: { file }, cause });

/** What is wrong with one of the archive's own files; other failures stay what they are. */
function toDamaged(file: string, error: unknown): unknown {
  const isAboutFile =
    isAppError(error) &&
    (error.code === "storage/missing" ||
      (error.code.startsWith("import/") && error.code !== "import/unsafe-archive"));
  return isAboutFile ? damaged(file, error) : error;
}

/**
 * Opens what a person wants to bring in.
 * @throws AppError import/… for no archive, a damaged one, and one that is made to do harm; takeout/not-ours,
 *   takeout/too-new, takeout/earlier, takeout/damaged
 */
export async function openTakeout(place: string): Promise<OpenedTakeout> {
  const source = await openSource(place);
  const paths = new Set(source.entries.map(({ path }) => path));
  const readJson = async <T>(path: string, schema: z.ZodType<T>, limit = MAX_JSON_BYTES): Promise<T> => {
    try {
      return schema.parse(await readJsonFile(source, path, limit));
    } catch (error) {
      if (error instanceof Error && error.name === "ZodError") throw damaged(path, error);
      throw toDamaged(path, error);
    }
  };
  try {
    const manifest = await readManifest(paths, (schema) =>
      readJson(TAKEOUT_FILES.manifest, schema, MAX_MANIFEST_BYTES),
    );
    return {
      manifest,
      paths,
      readJson,
      readLines: (path, schema) => linesOf(path, schema, () => readTextParts(source, path, MAX_FILE_BYTES)),
      read: (path, limitBytes) => source.read(path, limitBytes),
      close: () => source.close(),
    };
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function readManifest(
  paths: ReadonlySet<string>,
  read: (schema: z.ZodType<unknown>) => Promise<unknown>,
): Promise<TakeoutManifest> {
  if (!paths.has(TAKEOUT_FILES.manifest)) {
    throw new AppError(EARLIER.every((path) => paths.has(path)) ? "takeout/earlier" : "takeout/not-ours");
  }
  const found = await read(takeoutManifestSchema.pick({ kind: true, version: true })).catch(
    (error: unknown) => {
      // another program may have a file of this name
      throw isAppError(error) && error.code === "takeout/damaged" ? new AppError("takeout/not-ours") : error;
    },
  );
  const { version } = takeoutManifestSchema.pick({ version: true }).parse(found);
  if (version > TAKEOUT_VERSION) throw new AppError("takeout/too-new");
  return takeoutManifestSchema.parse(await read(takeoutManifestSchema));
}

async function* linesOf<T>(
  path: string,
  schema: z.ZodType<T>,
  parts: () => AsyncGenerator<string, undefined>,
): AsyncGenerator<T | null> {
  const parse = (line: string): T | null => {
    try {
      return schema.safeParse(JSON.parse(line)).data ?? null;
    } catch {
      return null;
    }
  };
  let waiting = "";
  try {
    for await (const part of parts()) {
      waiting += part;
      if (waiting.length > MAX_LINE_CHARACTERS) throw damaged(path);
      if (!part.includes("\n")) continue;
      const lines = waiting.split("\n");
      waiting = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") yield parse(line);
    }
  } catch (error) {
    throw toDamaged(path, error);
  }
  if (waiting.trim() !== "") yield parse(waiting);
}
