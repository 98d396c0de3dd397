import type { Box } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";
import type { PredictedBox } from "./photo-result";

/** A true box, by its set's own name: the model may have no class that is called so. */
export interface NamedTruth {
  readonly box: Box<"source">;
  readonly name: string;
  readonly classId: number | undefined;
}

/** What is in one photo, and what is shown of it: the boxes above the threshold, best score first. */
export interface RealPhoto {
  readonly truths: readonly NamedTruth[];
  /** Boxes with a name. */
  readonly shown: readonly PredictedBox[];
  /** "Some food, which?" */
  readonly unnamed?: readonly PredictedBox[];
}

/** How a set's photos are labelled, which decides what can be measured. */
export type RealSetKind = "no food" | "one box a photo" | "boxed";

export interface SurestFigures {
  /** Photos of one class. */
  readonly photos: number;
  /** Of these: the surest box has that class. Nothing shown is not right. */
  readonly right: number;
}

export interface BoxFigures {
  readonly photos: number;
  readonly truths: number;
  /** Boxes with a name, and those that are some food without one. */
  readonly shown: number;
  readonly unnamed: number;
  /** Named boxes on a true box of their class, each true box once. */
  readonly rightByName: number;
  /** Boxes, named or not, on a true box of any class, each true box once. */
  readonly rightWithoutName: number;
}

export interface NothingFigures {
  readonly photos: number;
  /** Photos on which any box is shown. */
  readonly withBox: number;
  /** Photos on which a box with a name is shown. */
  readonly withName: number;
  /** Photos on which a food is shown, leaves not counted. */
  readonly withFood: number;
}

const IOU_THRESHOLD = 0.5;

/** What a set's labels allow to measure. */
export function realSetKind(photos: readonly Pick<RealPhoto, "truths">[]): RealSetKind {
  if (photos.every(({ truths }) => truths.length === 0)) return "no food";
  return photos.every(({ truths }) => truths.length === 1) ? "one box a photo" : "boxed";
}

const classesIn = ({ truths }: RealPhoto) => new Set(truths.map(({ classId, name }) => classId ?? name)).size;

/** Whether a photo shows two classes or more. */
export const hasSeveralClasses = (photo: RealPhoto): boolean => classesIn(photo) > 1;

/** How often the surest box names the one class of a photo; a class the model does not have is never right. */
export function surestFigures(photos: readonly RealPhoto[]): SurestFigures {
  const ofOne = photos.filter((photo) => classesIn(photo) === 1);
  const right = ofOne.filter(({ truths, shown }) => {
    const classId = truths[0]?.classId;
    return classId !== undefined && shown[0]?.classId === classId;
  });
  return { photos: ofOne.length, right: right.length };
}

/** How many shown boxes find a free true box, best score first, each the one it overlaps most. */
function hits(
  { truths, shown }: Pick<RealPhoto, "truths" | "shown">,
  counts: (truth: NamedTruth, one: PredictedBox) => boolean,
): number {
  const taken = new Set<NamedTruth>();
  for (const one of shown) {
    let best: NamedTruth | undefined;
    let overlap = IOU_THRESHOLD;
    for (const truth of truths) {
      if (taken.has(truth) || !counts(truth, one)) continue;
      const here = intersectionOverUnion(one.box, truth.box);
      if (here >= overlap) {
        best = truth;
        overlap = here;
      }
    }
    if (best) taken.add(best);
  }
  return taken.size;
}

/** Shown boxes against true ones at IoU 0.5. */
export function boxFigures(photos: readonly RealPhoto[]): BoxFigures {
  const sum = (count: (photo: RealPhoto) => number) =>
    photos.reduce((total, photo) => total + count(photo), 0);
  return {
    photos: photos.length,
    truths: sum(({ truths }) => truths.length),
    shown: sum(({ shown }) => shown.length),
    unnamed: sum(({ unnamed = [] }) => unnamed.length),
    rightByName: sum((photo) => hits(photo, (truth, one) => truth.classId === one.classId)),
    rightWithoutName: sum(({ truths, shown, unnamed = [] }) =>
      hits({ truths, shown: [...shown, ...unnamed].sort((a, b) => b.score - a.score) }, () => true),
    ),
  };
}

/** What is shown on photos without food. */
export function nothingFigures(
  photos: readonly RealPhoto[],
  isLeaf: (classId: number) => boolean,
): NothingFigures {
  return {
    photos: photos.length,
    withBox: photos.filter(({ shown, unnamed = [] }) => shown.length + unnamed.length > 0).length,
    withName: photos.filter(({ shown }) => shown.length > 0).length,
    withFood: photos.filter(({ shown }) => shown.some(({ classId }) => !isLeaf(classId))).length,
  };
}
