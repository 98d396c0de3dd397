import { readdir } from "node:fs/promises";
import path from "node:path";
import { isPhotoPath } from "@/lib/core/datasets/formats/paths";

const isLabel = (name: string) => /\.txt$/i.test(name);

async function filesIn(folder: string, isWanted: (name: string) => boolean): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter(isWanted)
    .toSorted()
    .map((name) => path.join(folder, name));
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** The photos of one split, sorted by name, in either usual layout; none where there is no such split. */
export async function photosOfSplit(folder: string, split: string): Promise<readonly string[]> {
  const usual = await filesIn(path.join(folder, "images", split), isPhotoPath);
  return usual.length > 0 ? usual : filesIn(path.join(folder, split, "images"), isPhotoPath);
}

/** The label files of one split, sorted by name. */
export async function labelFilesOfSplit(folder: string, split: string): Promise<readonly string[]> {
  const usual = await filesIn(path.join(folder, "labels", split), isLabel);
  return usual.length > 0 ? usual : filesIn(path.join(folder, split, "labels"), isLabel);
}

/** Names of the splits a set has photos in: `images/<split>` or `<split>/images`. */
export async function splitsOf(folder: string): Promise<readonly string[]> {
  const names = new Set([...(await foldersIn(path.join(folder, "images"))), ...(await foldersIn(folder))]);
  const splits: string[] = [];
  for (const name of names) if ((await photosOfSplit(folder, name)).length > 0) splits.push(name);
  return splits.toSorted();
}

/** The label file of a photo: `images` in its path becomes `labels`, its ending `.txt`. */
export function labelFileOf(photo: string): string {
  const parts = photo.split(path.sep);
  parts[parts.lastIndexOf("images")] = "labels";
  return parts.join(path.sep).replace(/\.[^.]+$/, ".txt");
}
