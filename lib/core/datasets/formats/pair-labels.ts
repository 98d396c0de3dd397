import { isDrawing, pairPaths } from "./pair-paths";
import { looseForm } from "./path-forms";
import { folderOf, isPhotoPath, stemOf } from "./paths";
import { createPhotoFinder } from "./photo-finder";
import { type Refusal, readingsOf, type SetFiles } from "./set-files";

export interface Pairs {
  /** Label file by photo. */
  readonly labelOf: ReadonlyMap<string, string>;
  /** Label files whose photo is not in the set. */
  readonly lone: readonly string[];
  /** Label files that could not be put to one photo, and pictures that are drawings of others. */
  readonly leftAside: readonly Refusal[];
  readonly photos: readonly string[];
}

interface Claim {
  readonly label: string;
  readonly distance: number;
}

/** Gives each photo its nearest label file; of two that are as near, neither. */
function settle(claims: ReadonlyMap<string, readonly Claim[]>) {
  const labelOf = new Map<string, string>();
  const leftAside: Refusal[] = [];
  for (const [photo, all] of claims) {
    const best = Math.min(...all.map(({ distance }) => distance));
    const [first, second] = all.filter(({ distance }) => distance === best);
    if (first && !second) labelOf.set(photo, first.label);
    for (const { label, distance } of all) {
      if (label === labelOf.get(photo)) continue;
      const other = distance > best ? first : [first, second].find((one) => one?.label !== label);
      leftAside.push({ path: label, reason: `${other?.label} is of the same photo, ${photo}` });
    }
  }
  return { labelOf, leftAside };
}

/** Drawings of labelled photos are no photos: a word for each folder of them. */
function findDrawings(photos: readonly string[], labelOf: ReadonlyMap<string, string>) {
  const labelled = new Set([...labelOf.keys()].map((path) => looseForm(stemOf(path))));
  const drawings = photos.filter(
    (path) => isDrawing(path) && !labelOf.has(path) && labelled.has(looseForm(stemOf(path))),
  );
  const folders = new Map<string, number>();
  for (const path of drawings) folders.set(folderOf(path), (folders.get(folderOf(path)) ?? 0) + 1);
  const leftAside = [...folders].map(([path, count]) => ({
    path,
    reason: `it holds drawings of ${count} photos, which are no photos themselves`,
  }));
  return { drawings: new Set(drawings), leftAside };
}

/**
 * Pairs one label file a photo: by equal names and folders, which needs no reading, and where that is not enough by
 * the photo's name in the file.
 * @param referenceOf the photo a label file names, "" for none; called for the files that names do not settle
 */
export async function pairLabels(
  source: SetFiles,
  ending: RegExp,
  referenceOf: (labelFile: string) => Promise<string>,
): Promise<Pairs> {
  const photos = source.entries.map(({ path }) => path).filter(isPhotoPath);
  const labels = source.entries.map(({ path }) => path).filter((path) => ending.test(path));
  const readings = readingsOf(source);
  const find = createPhotoFinder(photos, readings);
  const claims = new Map<string, Claim[]>();
  const lone: string[] = [];
  const leftAside: Refusal[] = [];
  for (const [label, { photos: same, distance }] of pairPaths(photos, labels, readings)) {
    const reference = same.length === 1 ? "" : await referenceOf(label);
    const [only] = same;
    const photo = same.length === 1 ? only : reference === "" ? undefined : find(reference, label);
    if (photo !== undefined) claims.set(photo, [...(claims.get(photo) ?? []), { label, distance }]);
    else if (same.length === 0) lone.push(label);
    else leftAside.push({ path: label, reason: `it may be of ${same.slice(0, 3).join(" or ")}` });
  }
  const settled = settle(claims);
  const drawn = findDrawings(photos, settled.labelOf);
  return {
    labelOf: settled.labelOf,
    lone,
    leftAside: [...leftAside, ...settled.leftAside, ...drawn.leftAside],
    photos: photos.filter((path) => !drawn.drawings.has(path)),
  };
}
