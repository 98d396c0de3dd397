import { createPhotoFinder, folderOf, isPhotoPath, stemOf } from "@/lib/core/datasets/formats/paths";
import type { SetSource } from "../source/set-source";

export interface Pairs {
  /** Label file by photo. */
  readonly labelOf: ReadonlyMap<string, string>;
  /** Label files whose photo is not in the set. */
  readonly lone: readonly string[];
  readonly photos: readonly string[];
}

/**
 * Pairs one label file a photo: by equal names without endings, which needs no reading, and where that is not enough
 * by the photo's name in the file.
 * @param referenceOf the photo a label file names, "" for none; called for the files that names do not settle
 */
export async function pairLabels(
  source: SetSource,
  ending: RegExp,
  referenceOf: (labelFile: string) => Promise<string>,
): Promise<Pairs> {
  const photos = source.entries.map(({ path }) => path).filter(isPhotoPath);
  const labels = source.entries.map(({ path }) => path).filter((path) => ending.test(path));
  const byStem = new Map<string, string[]>();
  for (const photo of photos) byStem.set(stemOf(photo), [...(byStem.get(stemOf(photo)) ?? []), photo]);
  const find = createPhotoFinder(photos);
  const labelOf = new Map<string, string>();
  const lone: string[] = [];
  for (const label of labels) {
    const same = byStem.get(stemOf(label)) ?? [];
    const near = same.filter((photo) => folderOf(photo) === folderOf(label));
    const [only] = near.length === 1 ? near : same;
    const isSettled = near.length === 1 || same.length === 1;
    const photo = isSettled ? only : find(await referenceOf(label), label);
    if (photo === undefined || labelOf.has(photo)) lone.push(label);
    else labelOf.set(photo, label);
  }
  return { labelOf, lone, photos };
}
