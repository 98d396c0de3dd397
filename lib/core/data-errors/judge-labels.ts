import type { ClassedBox } from "../geometry/box";
import { type ClassLimits, limitsOf } from "./class-limits";
import type { Acquaintance, JudgedPhoto } from "./judged-photo";
import { type LabelView, viewLabels } from "./look-at-label";
import { labelledShares, surePlaces } from "./missing-boxes";
import type { Place } from "./places";

export const LABEL_DOUBTS = ["wrong-class", "missing-box", "empty-box", "wrong-place"] as const;
export type LabelDoubtKind = (typeof LABEL_DOUBTS)[number];

/** A label, or the want of one, that a model disagrees with. */
export interface LabelDoubt {
  readonly kind: LabelDoubtKind;
  /** Index of the photo. */
  readonly photo: number;
  /** In (0, 1], 1 is surely wrong: what the list is ordered by. */
  readonly score: number;
  /** Null for a missing box. */
  readonly label: ClassedBox | null;
  /** What the model would have there; null for a box with nothing in it. */
  readonly model: (ClassedBox & { readonly score: number }) | null;
  /** The model's score of the label's own class, in [0, 1]; null for a missing box. */
  readonly selfConfidence: number | null;
}

export interface Judgement {
  /** Worst first; a label is doubted at most once. */
  readonly doubts: readonly LabelDoubt[];
  /** Labels whose name no model could judge, because it lacks the class. */
  readonly unjudgedNames: number;
}

/** Doubts below it are not worth a person's time. */
const LEAST_SCORE = 0.1;
/** A model that learnt a photo's labels, or may have, is believed less at equal confidence. */
const TRUST: Readonly<Record<Acquaintance, number>> = { unseen: 1, "chosen-by": 1, unknown: 0.9, seen: 0.75 };
/** Something is there when the model gives it at least this share of what is usual. */
const STILL_THERE = 0.5;

type Found = Omit<LabelDoubt, "photo">;

const boxOf = (place: Place, classId: number, score: number) => ({ box: place.box, classId, score });

function wrongClass({ label, isKnown, self, rival }: LabelView, limits: ClassLimits): Found | undefined {
  if (!isKnown || !rival || rival.score <= self || rival.share < limits.share(rival.classId)) return;
  return {
    kind: "wrong-class",
    score: rival.score * (1 - self),
    label,
    model: boxOf(rival.place, rival.classId, rival.score),
    selfConfidence: self,
  };
}

function wrongPlace({ label, isKnown, self, nearest }: LabelView, limits: ClassLimits): Found | undefined {
  if (!isKnown || !nearest || nearest.score < limits.confidence(label.classId)) return;
  const usual = limits.overlap(label.classId);
  if (usual <= 0 || nearest.overlap >= usual) return;
  return {
    kind: "wrong-place",
    score: nearest.score * (1 - nearest.overlap / usual),
    label,
    model: boxOf(nearest.place, label.classId, nearest.score),
    selfConfidence: self,
  };
}

function emptyBox({ label, self, presence, sizeBand }: LabelView, limits: ClassLimits): Found | undefined {
  const usual = limits.presence(label.classId, sizeBand);
  if (presence >= usual * STILL_THERE) return;
  return { kind: "empty-box", score: usual - presence, label, model: null, selfConfidence: self };
}

/** The strongest doubt about a label. */
function doubtOf(view: LabelView, limits: ClassLimits): Found | undefined {
  const found = [wrongClass(view, limits), wrongPlace(view, limits), emptyBox(view, limits)];
  return found.filter((one) => one !== undefined).sort((a, b) => b.score - a.score)[0];
}

/**
 * Ranks what is probably wrong in a set's labels by what models say of them: confident learning for boxes. A label is
 * doubted when the model is at least as sure of another class as it is on average of the labels of that class (the
 * class's own threshold), and its score falls with the label's self-confidence. Missing, empty and misplaced boxes are
 * scored alike, each by what is usual of its class.
 * @param photos with a look of a model that was not trained on them, where there is one; not mutated
 * @returns worst first, ties in the photos' order
 * Sources: Northcutt, Jiang, Chuang 2021, "Confident Learning", arXiv:1911.00068, sections 3.1 and 3.2; for boxes Tkachenko,
 * Thyagarajan, Mueller 2023, "ObjectLab", arXiv:2309.00832
 */
export function judgeLabels(photos: readonly JudgedPhoto[]): Judgement {
  const views = photos.map(viewLabels);
  const limits = limitsOf(photos, views);
  const sure = photos.map((photo) => surePlaces(photo, limits(photo)));
  const labelledShare = labelledShares(photos, sure);
  const doubts = photos.flatMap((photo, index) => {
    const ofLabels = views[index]!.flatMap((view) => doubtOf(view, limits(photo)) ?? []);
    // what a misplaced box was meant for is not missing as well
    const spoken = ofLabels.flatMap(({ kind, model }) =>
      kind === "wrong-place" && model ? [model.box] : [],
    );
    const missing = sure[index]!.filter(({ hasBox, place }) => !hasBox && !spoken.includes(place.box)).map(
      ({ place, score }): Found => {
        const model = boxOf(place, place.classes[0]!.classId, score);
        const share = labelledShare(photo.source, model.classId);
        return { kind: "missing-box", score: score * share, label: null, model, selfConfidence: null };
      },
    );
    return [...ofLabels, ...missing].map((one) => ({
      ...one,
      photo: index,
      score: one.score * TRUST[photo.acquaintance],
    }));
  });
  return {
    doubts: doubts.filter(({ score }) => score >= LEAST_SCORE).sort((a, b) => b.score - a.score),
    unjudgedNames: views.flat().filter(({ isKnown }) => !isKnown).length,
  };
}
