import { intersectionOverUnion } from "../geometry/iou";
import type { ClassLimits } from "./class-limits";
import type { JudgedPhoto } from "./judged-photo";
import { PART_OF, shareInside } from "./overlap";
import type { Place } from "./places";

/** Overlap with a label from which a thing has its box, be its name right or not. */
const HAS_A_BOX = 0.3;
const SAME_THING = 0.45;
/** However rarely a model is sure of a class. */
const LEAST_SURE = 0.25;

export interface SurePlace {
  readonly place: Place;
  readonly score: number;
  readonly hasBox: boolean;
}

/** What the model is as sure of as it usually is where a label stands, each thing once, best first. */
export function surePlaces({ labels, places }: JudgedPhoto, limits: ClassLimits): SurePlace[] {
  const sure: SurePlace[] = [];
  for (const place of places) {
    const { classId, score } = place.classes[0]!;
    if (score < Math.max(limits.confidence(classId), LEAST_SURE)) continue;
    if (sure.some((other) => intersectionOverUnion(other.place.box, place.box) > SAME_THING)) continue;
    const hasBox = labels.some(
      (label) =>
        intersectionOverUnion(label.box, place.box) >= HAS_A_BOX ||
        // one box around a heap, or many boxes where the model sees one heap
        (label.classId === classId &&
          (shareInside(place.box, label.box) >= PART_OF || shareInside(label.box, place.box) >= PART_OF)),
    );
    sure.push({ place, score, hasBox });
  }
  return sure;
}

/** A class seen this often counts as much by itself as the whole source does. */
const PRIOR = 3;

interface Count {
  boxed: number;
  all: number;
}

/**
 * How many of the things of a class that the model is sure of have a box, by source: a set of fruits boxes no leaves, and a
 * set that boxes one thing a photo leaves most without one. There a thing without a box is no mistake. A class that is
 * rarely seen in a source is taken for what is usual there.
 * @returns in (0, 1); one half where nothing is known
 */
export function labelledShares(
  photos: readonly Pick<JudgedPhoto, "source">[],
  sure: readonly (readonly SurePlace[])[],
): (source: string, classId: number) => number {
  const counts = new Map<string, Count>();
  const add = (key: string, hasBox: boolean) => {
    const count = counts.get(key) ?? { boxed: 0, all: 0 };
    count.all++;
    if (hasBox) count.boxed++;
    counts.set(key, count);
  };
  photos.forEach(({ source }, index) => {
    for (const { place, hasBox } of sure[index]!) {
      add(source, hasBox);
      add(`${place.classes[0]!.classId} ${source}`, hasBox);
    }
  });
  const of = (key: string): Count => counts.get(key) ?? { boxed: 0, all: 0 };
  return (source, classId) => {
    const [whole, own] = [of(source), of(`${classId} ${source}`)];
    const usual = (whole.boxed + 1) / (whole.all + 2);
    return (own.boxed + PRIOR * usual) / (own.all + PRIOR);
  };
}
