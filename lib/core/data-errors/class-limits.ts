import { isOutOfFold, type JudgedPhoto } from "./judged-photo";
import type { LabelView } from "./look-at-label";

/** What is usual of a class's labels: what is far below it is doubted. */
export interface ClassLimits {
  /** Mean score of the labels of this class: a thing that the model is as sure of is believed to be there. */
  readonly confidence: (classId: number) => number;
  /** Mean self-confidence, as a share: a model that says another class so surely is believed. */
  readonly share: (classId: number) => number;
  /** Mean score of anything on a label of this class and size. */
  readonly presence: (classId: number, sizeBand: number) => number;
  /** Mean overlap of a label of this class with where the model sees it. */
  readonly overlap: (classId: number) => number;
}

/** A mean of fewer labels says little: all classes' stands for it. */
const ENOUGH = 5;

interface Means {
  add(key: string | number, value: number): void;
  of(key: string | number): number | undefined;
  all(): number;
}

/** Rounded, so that equal scores reach their own mean. */
const mean = ({ total, count }: { readonly total: number; readonly count: number }) =>
  Number((total / count).toPrecision(12));

function createMeans(): Means {
  const sums = new Map<string | number, { total: number; count: number }>();
  const everything = { total: 0, count: 0 };
  return {
    add(key, value) {
      const sum = sums.get(key) ?? { total: 0, count: 0 };
      for (const one of [sum, everything]) {
        one.total += value;
        one.count++;
      }
      sums.set(key, sum);
    },
    of(key) {
      const sum = sums.get(key);
      return sum && sum.count >= ENOUGH ? mean(sum) : undefined;
    },
    all: () => (everything.count === 0 ? 0 : mean(everything)),
  };
}

function measure(views: readonly LabelView[]): ClassLimits {
  const [self, shares, classPresence, bandPresence, overlaps] = [
    createMeans(),
    createMeans(),
    createMeans(),
    createMeans(),
    createMeans(),
  ];
  for (const { label, isKnown, isMet, self: own, selfShare, presence, nearest, sizeBand } of views) {
    classPresence.add(label.classId, presence);
    bandPresence.add(sizeBand, presence);
    if (isKnown && isMet) {
      self.add(label.classId, own);
      shares.add(label.classId, selfShare);
    }
    if (isKnown && nearest) overlaps.add(label.classId, nearest.overlap);
  }
  return {
    confidence: (classId) => self.of(classId) ?? self.all(),
    share: (classId) => shares.of(classId) ?? shares.all(),
    presence: (classId, band) =>
      Math.min(classPresence.of(classId) ?? classPresence.all(), bandPresence.of(band) ?? bandPresence.all()),
    overlap: (classId) => overlaps.of(classId) ?? overlaps.all(),
  };
}

/**
 * The limits by which labels are judged. Photos that a model may have learnt by heart have limits of their own: it is
 * surer on them than it is right.
 * @param views of each photo, in the photos' order
 */
export function limitsOf(
  photos: readonly JudgedPhoto[],
  views: readonly (readonly LabelView[])[],
): (photo: Pick<JudgedPhoto, "acquaintance">) => ClassLimits {
  const of = (isApart: boolean) =>
    measure(views.flatMap((own, index) => (isOutOfFold(photos[index]!) === isApart ? own : [])));
  const [unseen, seen] = [of(true), of(false)];
  return (photo) => (isOutOfFold(photo) ? unseen : seen);
}
