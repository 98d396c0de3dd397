import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { ambiguous } from "@/lib/core/datasets/formats/ambiguous";
import type { OpenedSet, SetChoices, SetPhoto } from "@/lib/core/datasets/formats/opened-set";
import { isClassList } from "@/lib/core/datasets/formats/yolo/class-files";
import { openYoloSet } from "@/lib/core/datasets/formats/yolo/yolo-set";
import { AppError, isAppError } from "@/lib/core/errors";
import type { Box, Size } from "@/lib/core/geometry/box";
import { setFilesOf } from "./import/set-files";
import { openFolderSource } from "./import/source/folder-source";

export interface LabelledBox {
  /** Index into the set's own class names. */
  readonly classIndex: number;
  readonly box: Box<"source">;
}

/** One split of a labelled set on disk. */
export interface YoloSplit {
  /** The set's own names, by class index. */
  readonly classNames: readonly string[];
  /** Other names of each class, by class index: those of an export of a version know what a class was called before. */
  readonly otherNames: readonly (readonly string[])[];
  /** Photo files, sorted by name. */
  readonly photos: readonly string[];
  /** The boxes of a photo, in its px; none when it has no label file. */
  readLabels(photo: string, size: Size): Promise<readonly LabelledBox[]>;
}

/** Photos of the folder's own set, not of one that lies in a folder below with a file of class names of its own. */
function ownPhotos({ photos, classFiles = [] }: OpenedSet): readonly SetPhoto[] {
  const isAbove = classFiles.some((file) => !file.path.includes("/"));
  const yamls = classFiles.filter((file) => /\.ya?ml$/i.test(file.path));
  const below = yamls.map((file) => path.posix.dirname(file.path)).filter((at) => at !== ".");
  if (!isAbove) return photos;
  return photos.filter((photo) => !below.some((at) => photo.path.startsWith(`${at}/`)));
}

/** The split as the set has it, or a folder of that name, under `images` or above it. */
function photosOf(set: OpenedSet, split: string): readonly SetPhoto[] {
  const own = ownPhotos(set);
  const said = own.filter((one) => one.split === split || one.alsoIn?.some((other) => other === split));
  if (said.length > 0) return said;
  const isThere = (at: string) => at.startsWith(`images/${split}/`) || at.startsWith(`${split}/images/`);
  return own.filter((photo) => isThere(photo.path));
}

const invalidIn = (folder: string) => (field: string, cause?: unknown) =>
  new AppError("request/invalid", { facts: { folder, field }, cause });

/** A folder that is a YOLO set itself, with a file of class names at its top. @throws AppError request/invalid */
async function openOwnSet(folder: string, choices: SetChoices): Promise<OpenedSet> {
  const invalid = invalidIn(folder);
  const source = await openFolderSource(folder, { followLinks: true });
  const isNamed = source.entries.some(
    ({ path: at }) => !at.includes("/") && (/\.ya?ml$/i.test(at) || isClassList(at)),
  );
  if (!isNamed) throw invalid(`${folder} has no data.yaml`);
  return openYoloSet(setFilesOf(source), choices).catch((error: unknown) => {
    if (!isAppError(error) || !error.code.startsWith("import/") || error.code === "import/ambiguous")
      throw error;
    const file = error.facts.file ? `${error.facts.file}: ` : `${folder}: `;
    throw invalid(`${file}${error.facts.reason ?? error.code}`, error);
  });
}

/** Splits that a set has photos in, as `openYoloSplit` takes them; none for a folder that is no set. */
export async function splitsOf(folder: string): Promise<readonly string[]> {
  const set = await openOwnSet(folder, {}).catch((error: unknown) => {
    if (isAppError(error) && error.code === "request/invalid") return undefined;
    throw error;
  });
  const names = (set ? ownPhotos(set) : []).flatMap(({ path: at, split, alsoIn = [] }) => {
    const folderName = /^images\/([^/]+)\/|^([^/]+)\/images\//.exec(at);
    return [split, ...alsoIn, folderName?.[1] ?? folderName?.[2]].filter((name) => typeof name === "string");
  });
  return [...new Set(names)].toSorted();
}

/**
 * Opens a split of a YOLO set, which is read as an import reads it; links are followed.
 * With `namesMayBeMissing`, a set of photos that show nothing may have no names.
 * @throws AppError dataset/no-class-names when its list of names is empty; import/ambiguous; request/invalid with the
 *   folder and what else is wrong with it
 */
export async function openYoloSplit(
  folder: string,
  split: string,
  { namesMayBeMissing = false, ...choices }: SetChoices & { readonly namesMayBeMissing?: boolean } = {},
): Promise<YoloSplit> {
  const invalid = invalidIn(folder);
  const set = await openOwnSet(folder, choices);
  if (set.question) throw ambiguous(set.question);
  const classNames = (set.classFiles ?? []).flatMap(({ names }) => names);
  if (classNames.length === 0 && !namesMayBeMissing)
    throw new AppError("dataset/no-class-names", { facts: { folder } });
  const photos = photosOf(set, split);
  if (photos.length === 0) throw invalid(`${folder} has no photos of the split ${split}`);
  const byFile = new Map(photos.map((photo) => [path.join(folder, photo.path), photo]));
  return {
    classNames,
    otherNames: await otherNamesIn(folder),
    photos: [...byFile.keys()],
    async readLabels(photo, size) {
      const known = byFile.get(photo);
      const labels = known ? await set.readLabels(known, size) : null;
      // a figure over half-read labels would be silently wrong
      if (labels && labels.problems.length > 0) throw invalid(`${photo}: ${labels.problems[0]}`);
      return (labels?.boxes ?? []).map(({ name, box }) => ({ classIndex: classNames.indexOf(name), box }));
    },
  };
}

/** Beside the data.yaml of an exported version: its classes with every name they had. */
export const VERSION_RECORD = "version.json";
const recordSchema = z.object({
  classes: z.array(z.object({ id: z.number().int().min(0), synonyms: z.array(z.string()) })),
});

async function otherNamesIn(folder: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(path.join(folder, VERSION_RECORD), "utf8").catch(() => undefined);
  if (text === undefined) return [];
  try {
    const names: string[][] = [];
    for (const { id, synonyms } of recordSchema.parse(JSON.parse(text)).classes) names[id] = synonyms;
    return names;
  } catch (cause) {
    throw new AppError("request/invalid", { facts: { folder, field: VERSION_RECORD }, cause });
  }
}
