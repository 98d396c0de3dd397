import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";
import { namesNothing, readClassNames } from "./data-yaml";
import { labelFileOf, photosOfSplit } from "./yolo-files";
import { type LabelledBox, readYoloLabels } from "./yolo-labels";

export { checkSet, type SetReport } from "./check-set";
export { splitsOf } from "./yolo-files";
export type { LabelledBox } from "./yolo-labels";

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

/**
 * Opens a split of a YOLO-layout set: data.yaml, `images/<split>` and `labels/<split>` (or `<split>/images`).
 * With `namesMayBeMissing`, a set of photos that show nothing may have no names.
 * @throws AppError dataset/no-class-names when its list of names is empty; request/invalid with the folder and what else
 *   is wrong with it
 */
export async function openYoloSplit(
  folder: string,
  split: string,
  { namesMayBeMissing = false }: { readonly namesMayBeMissing?: boolean } = {},
): Promise<YoloSplit> {
  const invalid = (field: string, cause?: unknown) =>
    new AppError("request/invalid", { facts: { folder, field }, cause });
  const yaml = await readFile(path.join(folder, "data.yaml"), "utf8").catch((cause: unknown) => {
    throw invalid(`${folder} has no data.yaml`, cause);
  });
  const isNameless = namesNothing(yaml);
  if (isNameless && !namesMayBeMissing) throw new AppError("dataset/no-class-names", { facts: { folder } });
  let classNames: readonly string[];
  try {
    classNames = isNameless ? [] : readClassNames(yaml);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : "data.yaml", cause);
  }
  const photos = await photosOfSplit(folder, split);
  if (photos.length === 0) throw invalid(`${folder} has no photos in images/${split}`);
  return {
    classNames,
    otherNames: await otherNamesIn(folder),
    photos,
    async readLabels(photo, size) {
      const file = labelFileOf(photo);
      const text = await readFile(file, "utf8").catch(() => "");
      try {
        return readYoloLabels(text, size);
      } catch (cause) {
        throw invalid(`${file}: ${cause instanceof Error ? cause.message : "labels"}`, cause);
      }
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
