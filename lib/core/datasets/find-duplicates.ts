import type { CheckedPhoto } from "./checked-photo";
import { type Finding, finding } from "./finding";
import { groupPairs, nearDuplicatePairs } from "./near-duplicates";

/**
 * Photos that are the same file, or look the same. Those in one split are one finding a group; each group that
 * reaches over splits is an error, because memorised photos would be measured.
 */
export function findDuplicates(photos: readonly CheckedPhoto[]): Finding[] {
  const bySha = groupBySha(photos);
  const same = [...bySha.values()].filter((group) => group.length > 1);
  const exact = same.map((group) => about("duplicate", group));
  // one of each set of equal files represents all
  const readable = [...bySha.values()].flatMap(([first]) =>
    first?.print && !first.isHeldOut ? [first] : [],
  );
  const pairs = nearDuplicatePairs(readable.map((photo) => photo.print!));
  const near = groupPairs(readable.length, pairs).map((group) =>
    about(
      "near-duplicate",
      group.map((index) => readable[index]!),
    ),
  );
  return [...exact, ...near];
}

function about(code: "duplicate" | "near-duplicate", group: readonly CheckedPhoto[]): Finding {
  const names = group.map((photo) => photo.name);
  const splits = new Set(group.map((photo) => photo.split));
  if (splits.size === 1) return finding(code, names);
  return finding(`${code}-across-splits`, names, { splits: [...splits].sort().join(", ") });
}

function groupBySha(photos: readonly CheckedPhoto[]): ReadonlyMap<string, CheckedPhoto[]> {
  const groups = new Map<string, CheckedPhoto[]>();
  for (const photo of photos) {
    const group = groups.get(photo.sha256);
    if (group) group.push(photo);
    else groups.set(photo.sha256, [photo]);
  }
  return groups;
}
