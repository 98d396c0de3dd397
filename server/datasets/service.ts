import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";
import { readClassNames } from "./data-yaml";
import { type LabelledBox, readYoloLabels } from "./yolo-labels";

export type { LabelledBox } from "./yolo-labels";

const PHOTO = /\.(jpe?g|png|webp|avif|heic)$/i;

/** One split of a labelled set on disk. */
export interface YoloSplit {
  /** The set's own names, by class index. */
  readonly classNames: readonly string[];
  /** Photo files, sorted by name. */
  readonly photos: readonly string[];
  /** The boxes of a photo, in its px; none when it has no label file. */
  readLabels(photo: string, size: Size): Promise<readonly LabelledBox[]>;
}

async function photosIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => PHOTO.test(name))
    .toSorted()
    .map((name) => path.join(folder, name));
}

/** The label file of a photo: `images` in its path becomes `labels`, its ending `.txt`. */
function labelFile(photo: string): string {
  const parts = photo.split(path.sep);
  const at = parts.lastIndexOf("images");
  parts[at] = "labels";
  return parts.join(path.sep).replace(/\.[^.]+$/, ".txt");
}

/**
 * Opens a split of a YOLO-layout set: data.yaml, `images/<split>` and `labels/<split>` (or `<split>/images`).
 * @throws AppError request/invalid with the folder and what is wrong with it
 */
export async function openYoloSplit(folder: string, split: string): Promise<YoloSplit> {
  const invalid = (field: string, cause?: unknown) =>
    new AppError("request/invalid", { facts: { folder, field }, cause });
  const yaml = await readFile(path.join(folder, "data.yaml"), "utf8").catch((cause: unknown) => {
    throw invalid(`${folder} has no data.yaml`, cause);
  });
  let classNames: readonly string[];
  try {
    classNames = readClassNames(yaml);
  } catch (cause) {
    throw invalid(cause instanceof Error ? cause.message : "data.yaml", cause);
  }
  const usual = await photosIn(path.join(folder, "images", split));
  const photos = usual.length > 0 ? usual : await photosIn(path.join(folder, split, "images"));
  if (photos.length === 0) throw invalid(`${folder} has no photos in images/${split}`);
  return {
    classNames,
    photos,
    async readLabels(photo, size) {
      const file = labelFile(photo);
      const text = await readFile(file, "utf8").catch(() => "");
      try {
        return readYoloLabels(text, size);
      } catch (cause) {
        throw invalid(`${file}: ${cause instanceof Error ? cause.message : "labels"}`, cause);
      }
    },
  };
}
