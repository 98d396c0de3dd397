import { groupPairs } from "./near-duplicates";

export type SplitName = "train" | "val" | "test";

export interface Assignment {
  readonly split: SplitName;
  /** Equal for photos that look nearly the same, directly or by steps. */
  readonly groupKey: string;
  /** SHA-256 of the photo it is kept out of training for; it is in no split's use then. */
  readonly heldOutFor: string | null;
}

export interface SplitPhoto {
  readonly sha256: string;
  readonly source: string;
  /** The split it had in the set it was imported with. */
  readonly importedSplit: SplitName | null;
  /** What an earlier version decided. */
  readonly before: Assignment | undefined;
}

export interface SplitShares {
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

export interface AssignOptions {
  /** The share of new photos of a source, those without a split of their own, that each split gets. Sums to 1. */
  readonly sharesOf: (source: string) => SplitShares;
}

type Pair = { readonly first: number; readonly second: number };

/**
 * Decides where each photo counts, for good: what an earlier version decided or an imported set says stands; a new
 * photo goes where those that look like it are, else by its hash. What looks nearly the same as a test photo is held
 * out for it, also when it trained before, and so is a training photo that looks like one of validation: a photo that
 * is in test never trains, nor does its copy.
 * @param photos those of the version, then any from earlier ones that are kept out now; unique by SHA-256
 * @param pairs near-duplicates among them, by index
 * @returns one assignment a photo, in the order of `photos`; the same for the same input in any order
 */
export function assignSplits(
  photos: readonly SplitPhoto[],
  pairs: readonly Pair[],
  { sharesOf }: AssignOptions,
): Assignment[] {
  const keys = groupKeys(photos, pairs);
  const members = new Map<string, SplitPhoto[]>();
  for (const [index, photo] of photos.entries()) {
    const group = members.get(keys[index]!);
    if (group) group.push(photo);
    else members.set(keys[index]!, [photo]);
  }
  const own = photos.map((photo, index) => ownSplit(photo, keys[index]!, members, sharesOf));
  const neighbours = photos.map((): number[] => []);
  for (const { first, second } of pairs) {
    neighbours[first]!.push(second);
    neighbours[second]!.push(first);
  }
  const context = { photos, own, neighbours };
  return photos.map((photo, index) => {
    const groupKey = keys[index]!;
    const before = photo.before;
    if (before?.heldOutFor) return { ...before, groupKey };
    const leader = leaderOf(index, context);
    if (leader === undefined) return { split: own[index]!, groupKey, heldOutFor: null };
    return { split: own[leader]!, groupKey, heldOutFor: photos[leader]!.sha256 };
  });
}

/** An earlier version's key stays, so that a group keeps its name while it grows; else the smallest SHA-256. */
function groupKeys(photos: readonly SplitPhoto[], pairs: readonly Pair[]): string[] {
  const keys = photos.map((photo) => photo.before?.groupKey ?? photo.sha256);
  const groups = groupPairs(
    photos.length,
    pairs.map((pair) => ({ ...pair, bits: 0 })),
  );
  for (const group of groups) {
    const known = group.flatMap((index) => photos[index]!.before?.groupKey ?? []).sort();
    const key = known[0] ?? group.map((index) => photos[index]!.sha256).sort()[0]!;
    for (const index of group) keys[index] = key;
  }
  return keys;
}

/** The photo's own split, before it is held out for another. */
function ownSplit(
  photo: SplitPhoto,
  groupKey: string,
  members: ReadonlyMap<string, readonly SplitPhoto[]>,
  sharesOf: AssignOptions["sharesOf"],
): SplitName {
  const stated = statedSplit(photo);
  if (stated) return stated;
  const known = (members.get(groupKey) ?? []).flatMap((other) => statedSplit(other) ?? []);
  // new among known: train where any trains, so that none of them is measured on
  const follow = (["train", "val"] as const).find((split) => known.includes(split));
  return follow ?? splitByHash(groupKey, sharesOf(photo.source));
}

function statedSplit({ before, importedSplit }: SplitPhoto): SplitName | undefined {
  if (before) return before.heldOutFor ? undefined : before.split;
  return importedSplit ?? undefined;
}

/** The first 32 bits of the SHA-256 as a fraction: the same on every machine, unrelated to what the photo shows. */
function splitByHash(sha256: string, { train, val }: SplitShares): SplitName {
  const fraction = Number.parseInt(sha256.slice(0, 8), 16) / 2 ** 32;
  if (fraction < train) return "train";
  return fraction < train + val ? "val" : "test";
}

const STRICTNESS: Readonly<Record<SplitName, number>> = { train: 0, val: 1, test: 2 };

interface Neighbourhood {
  readonly photos: readonly SplitPhoto[];
  readonly own: readonly SplitName[];
  readonly neighbours: readonly (readonly number[])[];
}

/** The neighbour a photo is held out for: the strictest above its own split, the smallest SHA-256 among those. */
function leaderOf(index: number, where: Neighbourhood): number | undefined {
  const { photos, own, neighbours } = where;
  return neighbours[index]!.filter(
    (other) => isLeader(other, where) && STRICTNESS[own[other]!] > STRICTNESS[own[index]!],
  ).sort(
    (a, b) => STRICTNESS[own[b]!] - STRICTNESS[own[a]!] || (photos[a]!.sha256 < photos[b]!.sha256 ? -1 : 1),
  )[0];
}

/** False for a photo that is held out itself: an earlier one, or one of validation beside a test photo. */
function isLeader(index: number, { photos, own, neighbours }: Neighbourhood): boolean {
  if (photos[index]!.before?.heldOutFor) return false;
  if (own[index] === "test") return true;
  return !neighbours[index]!.some((other) => own[other] === "test" && !photos[other]!.before?.heldOutFor);
}
