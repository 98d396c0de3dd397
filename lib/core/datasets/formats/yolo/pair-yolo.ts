import { pairPaths } from "../pair-paths";
import { folderOf } from "../paths";
import { type Refusal, readingsOf, type SetFiles } from "../set-files";

export interface YoloPairs {
  /** Label file by photo. */
  readonly labelOf: ReadonlyMap<string, string>;
  readonly lone: readonly string[];
  readonly leftAside: readonly Refusal[];
}

/**
 * Pairs text files with photos by names and folders. One name in several formats (`a.jpg`, `a.png`) has one label file,
 * as trainers take it, and that is said; a photo with labels in two places has those nearer by.
 */
export function pairYolo(source: SetFiles, photos: readonly string[], texts: readonly string[]): YoloPairs {
  const claims = new Map<string, { readonly label: string; readonly distance: number }[]>();
  const lone: string[] = [];
  const leftAside: Refusal[] = [];
  for (const [label, { photos: same, distance }] of pairPaths(photos, texts, readingsOf(source))) {
    const isOneFolder = new Set(same.map(folderOf)).size === 1;
    if (same.length === 0) lone.push(label);
    else if (!isOneFolder)
      leftAside.push({ path: label, reason: `it may be of ${same.slice(0, 3).join(" or ")}` });
    else {
      if (same.length > 1) leftAside.push({ path: label, reason: `it counts for ${same.join(" and ")}` });
      for (const photo of same) claims.set(photo, [...(claims.get(photo) ?? []), { label, distance }]);
    }
  }
  const labelOf = new Map<string, string>();
  for (const [photo, all] of claims) {
    const best = Math.min(...all.map(({ distance }) => distance));
    const [first, second] = all.filter(({ distance }) => distance === best);
    if (first && !second) labelOf.set(photo, first.label);
    for (const { label } of all) {
      const taken = labelOf.get(photo);
      if (label === taken) continue;
      const other = taken ?? all.find((one) => one.label !== label)?.label;
      leftAside.push({ path: label, reason: `${other} is of the same photo, ${photo}` });
    }
  }
  return { labelOf, lone, leftAside };
}
