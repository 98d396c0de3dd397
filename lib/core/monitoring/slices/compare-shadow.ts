import { compareBoxes } from "../../corrections/compare-boxes";
import type { ClassedBox } from "../../geometry/box";
import { type Likely, meanOf, type PhotoPart, shareDifference, shareOf } from "./likely";

/** What two models found on a photo, and what stands on it since a person saved it (null: nobody has). */
export interface ShadowPhoto {
  readonly champion: readonly ClassedBox[];
  readonly candidate: readonly ClassedBox[];
  readonly standing: readonly ClassedBox[] | null;
}

interface ClassShift {
  readonly classId: number;
  /** Boxes of the class in all. */
  readonly champion: number;
  readonly candidate: number;
  /** Photos on which the candidate names it more often, and less often. */
  readonly more: number;
  readonly fewer: number;
  /** More lopsided than chance makes one of so many classes. */
  readonly isBeyondChance: boolean;
}

export interface ShadowFigures {
  readonly photos: number;
  /** Photos on which both found the same. */
  readonly same: Likely;
  /** Boxes with a partner of the other model, of the same class in the same place. Null: neither found anything. */
  readonly agreement: Likely | null;
  readonly championBoxes: Likely;
  readonly candidateBoxes: Likely;
  /** Boxes of the candidate less those of the champion, photo by photo. */
  readonly moreBoxes: Likely;
  readonly classes: readonly ClassShift[];
  /** F1 against what people saved; `better`: the candidate's less the champion's. Null: too few saved photos. */
  readonly judged: {
    readonly champion: Likely;
    readonly candidate: Likely;
    readonly better: Likely;
  } | null;
}

/** Fewer saved photos say nothing. */
const FEWEST_SAVED = 30;
const MOST_BY_CHANCE = 0.05;

/** Chance of `more` against `fewer` or worse where both are as likely, two-sided and exact. Source: the sign test. */
export function signTest(more: number, fewer: number): number {
  const n = more + fewer;
  let log = -n * Math.LN2;
  let below = Math.exp(log);
  for (let k = 1; k <= Math.min(more, fewer); k++) {
    log += Math.log((n - k + 1) / k);
    below += Math.exp(log);
  }
  return Math.min(1, 2 * below);
}

const countsOf = (boxes: readonly ClassedBox[]) => {
  const counts = new Map<number, number>();
  for (const { classId } of boxes) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  return counts;
};

function shiftsOf(photos: readonly ShadowPhoto[]): readonly ClassShift[] {
  const shifts = new Map<number, { champion: number; candidate: number; more: number; fewer: number }>();
  for (const photo of photos) {
    const [champion, candidate] = [countsOf(photo.champion), countsOf(photo.candidate)];
    for (const classId of new Set([...champion.keys(), ...candidate.keys()])) {
      const shift = shifts.get(classId) ?? { champion: 0, candidate: 0, more: 0, fewer: 0 };
      const [before, now] = [champion.get(classId) ?? 0, candidate.get(classId) ?? 0];
      shifts.set(classId, {
        champion: shift.champion + before,
        candidate: shift.candidate + now,
        more: shift.more + Number(now > before),
        fewer: shift.fewer + Number(now < before),
      });
    }
  }
  const moved = [...shifts].filter(([, { more, fewer }]) => more !== fewer);
  return moved
    .map(([classId, shift]) => ({
      ...{ classId, ...shift },
      isBeyondChance: signTest(shift.more, shift.fewer) * shifts.size < MOST_BY_CHANCE,
    }))
    .sort((a, b) => Math.abs(b.more - b.fewer) - Math.abs(a.more - a.fewer) || a.classId - b.classId);
}

/** Boxes of both sides that have a partner, of the boxes of both sides: F1 where one side is the truth. */
function partnersOf(model: readonly ClassedBox[], other: readonly ClassedBox[]): PhotoPart {
  const { agreed, loose } = compareBoxes(model, other);
  return { part: 2 * (agreed.length + loose.length), whole: model.length + other.length };
}

function judgedOf(photos: readonly ShadowPhoto[]): ShadowFigures["judged"] {
  const saved = photos.filter(({ standing }) => standing !== null);
  if (saved.length < FEWEST_SAVED) return null;
  const against = (side: "champion" | "candidate") =>
    saved.map((photo) => partnersOf(photo[side], photo.standing ?? []));
  const [ofChampion, ofCandidate] = [against("champion"), against("candidate")];
  const [champion, candidate] = [shareOf(ofChampion), shareOf(ofCandidate)];
  const better = shareDifference(ofChampion, ofCandidate);
  return champion && candidate && better && { champion, candidate, better };
}

/**
 * A candidate beside the champion on the same photos of live traffic.
 * @param photos every photo that both have seen, those on which they agree among them; not mutated
 * @returns null for fewer than two photos
 */
export function compareShadow(photos: readonly ShadowPhoto[]): ShadowFigures | null {
  const partners = photos.map(({ champion, candidate }) => partnersOf(champion, candidate));
  const same = shareOf(partners.map(({ part, whole }) => ({ part: Number(part === whole), whole: 1 })));
  const championBoxes = meanOf(photos.map(({ champion }) => champion.length));
  const candidateBoxes = meanOf(photos.map(({ candidate }) => candidate.length));
  const moreBoxes = meanOf(photos.map(({ champion, candidate }) => candidate.length - champion.length));
  if (!same || !championBoxes || !candidateBoxes || !moreBoxes) return null;
  return {
    ...{ photos: photos.length, same, agreement: shareOf(partners) },
    ...{ championBoxes, candidateBoxes, moreBoxes },
    classes: shiftsOf(photos),
    judged: judgedOf(photos),
  };
}
