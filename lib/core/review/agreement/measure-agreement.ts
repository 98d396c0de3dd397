import { type Interval, quantileOf } from "../../metrics/paired-bootstrap";
import { createRandom } from "../../metrics/random";
import { type ClassPair, cohenKappa } from "./cohen-kappa";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { type OpinionPair, type PairedPhoto, pairUp } from "./opinion-pair";
import { wilsonInterval } from "./wilson";

/** Below this many objects, or photos, a figure is said to rest on few. */
export const FEW_OBJECTS = 20;
export const FEW_PHOTOS = 10;

const RESAMPLES = 1_000;
const SEED = 14;

/** A figure in 0..1 (alpha and kappa down to -1), and where it probably lies (95 %). Null where it is not defined. */
export interface Figure {
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** How two people's boxes agree on one class, or on all of them. */
export interface BoxAgreement {
  /**
   * 2 × both ÷ all boxes of either: the F1 of one's boxes against the other's, whoever counts as true, at IoU 0.5 and with
   * the same class.
   */
  readonly f1: Figure;
  /** Mean IoU of the boxes that count as the same. */
  readonly meanIou: Figure;
  /** Objects that both drew with this class. */
  readonly both: number;
  /** Boxes of the one and of the other. */
  readonly first: number;
  readonly second: number;
  /** Photos with such a box of either. */
  readonly photos: number;
  readonly isFew: boolean;
}

export interface ClassAgreement extends BoxAgreement {
  readonly classId: number;
  /** Krippendorff's alpha on "this class or another", over all objects that both drew. */
  readonly alpha: Figure;
  /** Photos on which they differ about a box of this class. */
  readonly differing: readonly string[];
}

export interface PeopleAgreement extends BoxAgreement {
  /** Two people, the lesser id first. */
  readonly people: readonly [string, string];
  /** Cohen's kappa on the classes of the objects that both drew. */
  readonly kappa: Figure;
  readonly differing: readonly string[];
}

export interface Agreement extends BoxAgreement {
  /** Krippendorff's alpha on the classes of the objects that two people drew, over all people. */
  readonly alpha: Figure;
  /** By class id. */
  readonly classes: readonly ClassAgreement[];
  readonly people: readonly PeopleAgreement[];
}

interface Counted {
  readonly photoId: string;
  readonly ious: readonly number[];
  readonly first: number;
  readonly second: number;
}

/** What of a photo is about one class, or about any. */
function countPhoto({ photoId, both, onlyFirst, onlySecond }: PairedPhoto, classId?: number): Counted {
  const isWanted = (one: number) => classId === undefined || one === classId;
  const same = both.filter(({ classes: [a, b] }) => a === b && isWanted(a));
  const drawn = (side: 0 | 1, alone: readonly number[]) =>
    [...both.map(({ classes }) => classes[side]), ...alone].filter(isWanted).length;
  return {
    photoId,
    ious: same.map(({ iou }) => iou),
    first: drawn(0, onlyFirst),
    second: drawn(1, onlySecond),
  };
}

/** A mean with the interval its standard error gives; none for fewer than two. */
function meanFigure(values: readonly number[]): Figure {
  const count = values.length;
  if (count === 0) return { value: null, interval: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { value: mean, interval: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const reach = 1.959964 * Math.sqrt(variance / count);
  return { value: mean, interval: { low: Math.max(0, mean - reach), high: Math.min(1, mean + reach) } };
}

/**
 * F1 follows from the share of objects that both drew: F1 = 2 s ÷ (1 + s), which rises with s. So the ends of Wilson's
 * interval of s are those of F1's.
 */
function f1Figure(both: number, objects: number): Figure {
  const interval = wilsonInterval(both, objects);
  if (!interval) return { value: null, interval: null };
  const toF1 = (share: number) => (2 * share) / (1 + share);
  return {
    value: toF1(both / objects),
    interval: { low: toF1(interval.low), high: toF1(interval.high) },
  };
}

function boxAgreement(photos: readonly Counted[]): BoxAgreement {
  const seen = photos.filter(({ first, second }) => first + second > 0);
  const ious = seen.flatMap((photo) => photo.ious);
  const first = seen.reduce((sum, photo) => sum + photo.first, 0);
  const second = seen.reduce((sum, photo) => sum + photo.second, 0);
  const both = ious.length;
  const objects = first + second - both;
  return {
    f1: f1Figure(both, objects),
    meanIou: meanFigure(ious),
    both,
    first,
    second,
    photos: seen.length,
    isFew: objects < FEW_OBJECTS || seen.length < FEW_PHOTOS,
  };
}

/**
 * A figure of the classes, with the 95 % percentile interval of drawing whole photos again. Draws in which it is not
 * defined are left out; none is given when that is more than every tenth, or with fewer than two photos.
 */
function figureOfDraws<T>(photos: readonly T[], measure: (photos: readonly T[]) => number | null): Figure {
  const value = measure(photos);
  if (value === null || photos.length < 2) return { value, interval: null };
  const random = createRandom(SEED);
  const draws: number[] = [];
  for (let draw = 0; draw < RESAMPLES; draw++) {
    const one = measure(photos.map((photo) => photos[Math.floor(random() * photos.length)] ?? photo));
    if (one !== null) draws.push(one);
  }
  if (draws.length < 0.9 * RESAMPLES) return { value, interval: null };
  const sorted = Float64Array.from(draws).sort();
  return { value, interval: { low: quantileOf(sorted, 0.025), high: quantileOf(sorted, 0.975) } };
}

function classFigure(
  photos: readonly (readonly ClassPair[])[],
  measure: (pairs: readonly ClassPair[]) => number | null,
): Figure {
  const filled = photos.filter((pairs) => pairs.length > 0);
  return figureOfDraws(filled, (drawn) => measure(drawn.flat()));
}

const classPairs = ({ both }: PairedPhoto): readonly ClassPair[] => both.map(({ classes }) => classes);

function differsOn(photo: PairedPhoto, classId?: number): boolean {
  const { ious, first, second } = countPhoto(photo, classId);
  return first + second > 2 * ious.length;
}

/** Of one photo: objects that both, one or none of the two gave the class. */
type Votes = readonly [both: number, one: number, none: number];

function votesOn(photo: PairedPhoto, classId: number): Votes {
  const given = classPairs(photo).map(([a, b]) => Number(a === classId) + Number(b === classId));
  const countOf = (votes: number) => given.filter((one) => one === votes).length;
  return [countOf(2), countOf(1), countOf(0)];
}

/** `krippendorffAlpha` of "this class or another", from counts: drawn a thousand times for each class. */
function alphaOfVotes(photos: readonly Votes[]): number | null {
  let [both, one, none] = [0, 0, 0];
  for (const votes of photos) {
    both += votes[0];
    one += votes[1];
    none += votes[2];
  }
  const values = 2 * (both + one + none);
  const expected = values ** 2 - (2 * both + one) ** 2 - (2 * none + one) ** 2;
  return expected === 0 ? null : 1 - ((values - 1) * 2 * one) / expected;
}

function classAgreement(photos: readonly PairedPhoto[], classId: number): ClassAgreement {
  // the other objects too: agreeing that something is another class is agreement about this one
  const votes = photos.map((photo) => votesOn(photo, classId));
  return {
    classId,
    ...boxAgreement(photos.map((photo) => countPhoto(photo, classId))),
    alpha: figureOfDraws(
      votes.filter((counts) => counts.some((count) => count > 0)),
      alphaOfVotes,
    ),
    differing: photos.filter((photo) => differsOn(photo, classId)).map(({ photoId }) => photoId),
  };
}

/** The same pair of people in the same order, whoever came first on a photo. */
function ordered(pair: OpinionPair): OpinionPair {
  return pair.first.userId <= pair.second.userId ? pair : { ...pair, first: pair.second, second: pair.first };
}

function byPeople(pairs: readonly OpinionPair[]): readonly PeopleAgreement[] {
  const groups = new Map<string, OpinionPair[]>();
  for (const pair of pairs) {
    const key = `${pair.first.userId} ${pair.second.userId}`;
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups.values()].map((group) => {
    const photos = group.map(pairUp);
    const people = [group[0]?.first.userId ?? "", group[0]?.second.userId ?? ""] as const;
    return {
      people,
      ...boxAgreement(photos.map((photo) => countPhoto(photo))),
      kappa: classFigure(photos.map(classPairs), cohenKappa),
      differing: photos.filter((photo) => differsOn(photo)).map(({ photoId }) => photoId),
    };
  });
}

/**
 * How well people who looked at the same photos apart from each other agree, over all, per class and per two people.
 * @param pairs any order; not mutated
 */
export function measureAgreement(pairs: readonly OpinionPair[]): Agreement {
  const inOrder = pairs.map(ordered);
  const photos = inOrder.map(pairUp);
  const classIds = new Set(
    inOrder.flatMap(({ first, second }) => [...first.boxes, ...second.boxes].map(({ classId }) => classId)),
  );
  return {
    ...boxAgreement(photos.map((photo) => countPhoto(photo))),
    alpha: classFigure(photos.map(classPairs), krippendorffAlpha),
    classes: [...classIds].sort((a, b) => a - b).map((classId) => classAgreement(photos, classId)),
    people: byPeople(inOrder),
  };
}
