import { compareBoxes } from "../../corrections/compare-boxes";
import type { ClassedBox } from "../../geometry/box";
import { type Likely, meanOf, type PhotoPart, shareOf } from "./likely";
import { FEWEST_IN_SLICE, normalAbove } from "./worst-slice";

/** A photo that a person saved: the model's boxes as they were shown, and those that stand. */
export interface SavedPhoto {
  readonly model: readonly ClassedBox[];
  readonly standing: readonly ClassedBox[];
}

/** A detection in counts. */
interface CountedPhoto {
  readonly boxesByClass: ReadonlyMap<number, number>;
}

export interface FairGroup {
  readonly group: string;
  /** Of the model's boxes of the group, those that a person took away or named otherwise. Null: too few saved photos. */
  readonly wrong: Likely | null;
  /** Of the boxes of the group that stand, those that the model had not. Null: too few saved photos. */
  readonly missed: Likely | null;
  /** Boxes of the group on a photo, over all photos. Null: too few photos with it. */
  readonly boxes: Likely | null;
}

/** The group that fares worst beside the one that fares best. */
export interface Gap {
  readonly worst: string;
  readonly best: string;
  readonly worstShare: Likely;
  readonly bestShare: Likely;
  /** Wider than chance makes the widest of so many pairs. */
  readonly isBeyondChance: boolean;
}

/** Fewer photos that hold a group say nothing of it. */
export const FEWEST_PHOTOS = FEWEST_IN_SLICE;
const MOST_BY_CHANCE = 0.05;

const told = (photos: readonly PhotoPart[]): Likely | null => {
  const share = shareOf(photos);
  return share && share.photos >= FEWEST_PHOTOS ? share : null;
};

type GroupOf = (classId: number) => string;
const inGroup = (boxes: readonly ClassedBox[], groupOf: GroupOf, group: string) =>
  boxes.filter(({ classId }) => groupOf(classId) === group).length;

/**
 * How each group of classes fares. A box that was only moved is right.
 * @param saved photos that people saved; not mutated
 * @param counted photos in counts, saved or not; not mutated
 * @param least of fewer photos that hold a group nothing is told
 */
export function fairGroups(
  saved: readonly SavedPhoto[],
  counted: readonly CountedPhoto[],
  { groupOf, least }: { readonly groupOf: GroupOf; readonly least: number },
): readonly FairGroup[] {
  const compared = saved.map((photo) => ({ ...photo, ...compareBoxes(photo.model, photo.standing) }));
  const groups = new Set([
    ...saved.flatMap(({ model, standing }) => [...model, ...standing].map(({ classId }) => groupOf(classId))),
    ...counted.flatMap(({ boxesByClass }) => [...boxesByClass.keys()].map(groupOf)),
  ]);
  return [...groups].sort().map((group) => {
    const wrong = compared.map(({ model, falseAlarms, wrongClass }) => ({
      part: inGroup([...falseAlarms, ...wrongClass.map((pair) => pair.model)], groupOf, group),
      whole: inGroup(model, groupOf, group),
    }));
    const missed = compared.map((photo) => ({
      part: inGroup([...photo.missed, ...photo.wrongClass.map((pair) => pair.standing)], groupOf, group),
      whole: inGroup(photo.standing, groupOf, group),
    }));
    const counts = counted.map(({ boxesByClass }) =>
      [...boxesByClass].reduce((sum, [classId, count]) => sum + (groupOf(classId) === group ? count : 0), 0),
    );
    const holding = counts.filter((count) => count > 0).length;
    return {
      ...{ group, wrong: told(wrong), missed: told(missed) },
      boxes: holding < least ? null : meanOf(counts),
    };
  });
}

/**
 * The widest gap between two shares: a z-test that counts photos, Bonferroni-corrected for all pairs.
 * @returns null for fewer than two groups
 */
export function widestGap(shares: readonly (readonly [group: string, share: Likely])[]): Gap | null {
  const sorted = [...shares].sort(([, a], [, b]) => b.value - a.value);
  const [worst, best] = [sorted[0], sorted.at(-1)];
  if (!worst || !best || sorted.length < 2) return null;
  const [[worstName, a], [bestName, b]] = [worst, best];
  const pooled = (a.value * a.photos + b.value * b.photos) / (a.photos + b.photos);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.photos + 1 / b.photos));
  const pairs = (sorted.length * (sorted.length - 1)) / 2;
  const p = error > 0 ? 2 * normalAbove((a.value - b.value) / error) * pairs : 1;
  return {
    ...{ worst: worstName, best: bestName, worstShare: a, bestShare: b },
    isBeyondChance: p < MOST_BY_CHANCE,
  };
}
