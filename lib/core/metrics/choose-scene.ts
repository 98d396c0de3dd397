import { filterCandidates } from "../detection/filter";
import { applyScene } from "../detection/scene";
import { DEFAULT_FILTER } from "../detection/types";
import { isNamed, judgeable, kindOfSet, type LookedPhoto, type LookedSet, truthUnder } from "./looked-photo";
import type { RealSetKind } from "./real-life";

/** What a scene's weight does on labelled photos, at a page's default threshold. */
export interface SceneFigures {
  readonly weight: number;
  /** Photos whose labels name foods alone, or leaves alone. */
  readonly photos: number;
  /** Boxes of the kind that such a photo's labels do not name. Leaves beside a fruit count, though they may be there. */
  readonly wrongKindBefore: number;
  readonly wrongKindAfter: number;
  readonly rightBefore: number;
  readonly rightLost: number;
}

const WEIGHTS = [0, 0.25, 0.5, 0.75, 1, 1.5] as const;
/** So many of the right boxes may be lost. */
const LOSS = 0.002;

type IsLeaf = (classId: number) => boolean;

/** The kind that a photo's labels name; undefined for both, or none. */
function kindOf({ truths }: LookedPhoto, isLeaf: IsLeaf): "food" | "leaf" | undefined {
  const kinds = new Set(
    truths.map(({ classId }) => (classId !== undefined && isLeaf(classId) ? "leaf" : "food")),
  );
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

/** Counts boxes of the other kind, and right ones, with one weight. */
function count(
  photo: LookedPhoto,
  kind: RealSetKind,
  { isLeaf, weight }: { isLeaf: IsLeaf; weight: number },
) {
  const own = kindOf(photo, isLeaf);
  const shown = filterCandidates(applyScene(photo.candidates, isLeaf, { weight }), DEFAULT_FILTER);
  const isOther = (classId: number) => (isLeaf(classId) ? "leaf" : "food") !== own;
  const right = judgeable(kind, shown).filter((one) => {
    if (kind === "one box a photo") return isNamed(photo, one.classId);
    return truthUnder(photo, one, kind)?.classId === one.classId;
  });
  return { wrongKind: shown.filter(({ classId }) => isOther(classId)).length, right: right.length };
}

/** The weight that removes most boxes of the wrong kind while it loses next to no right one; 0 where none does. */
export function chooseScene(sets: readonly LookedSet[], isLeaf: IsLeaf): SceneFigures {
  const photos = sets.flatMap((set) => {
    const kind = kindOfSet(set);
    return set.photos.filter((photo) => kindOf(photo, isLeaf)).map((photo) => ({ photo, kind }));
  });
  const total = (weight: number) =>
    photos.reduce(
      (sum, { photo, kind }) => {
        const { wrongKind, right } = count(photo, kind, { isLeaf, weight });
        return { wrongKind: sum.wrongKind + wrongKind, right: sum.right + right };
      },
      { wrongKind: 0, right: 0 },
    );
  const before = total(0);
  let best = { weight: 0, ...before };
  for (const weight of WEIGHTS) {
    const tried = { weight, ...total(weight) };
    if (before.right - tried.right <= LOSS * before.right && tried.wrongKind < best.wrongKind) best = tried;
  }
  return {
    weight: best.weight,
    photos: photos.length,
    wrongKindBefore: before.wrongKind,
    wrongKindAfter: best.wrongKind,
    rightBefore: before.right,
    rightLost: before.right - best.right,
  };
}
