import { createCurveSpace, type MatchTable, weightedAp50 } from "./match-table";
import { normalQuantile } from "./normal";
import { createRandom } from "./random";

export interface BootstrapOptions {
  /** How often the photos are drawn again. */
  readonly resamples: number;
  readonly seed: number;
}

/** Two ends of an interval, in the unit of what it is about. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** One class, candidate less champion. AP50 in 0..1. */
export interface ClassDifference {
  readonly classId: number;
  readonly candidateAp50: number;
  readonly championAp50: number;
  readonly difference: number;
  /** Of the difference, over the resamples that hold the class; 0 when all agree. */
  readonly standardError: number;
  readonly boxes: number;
  readonly photos: number;
}

/** One set, candidate less champion. mAP50 in 0..1. */
export interface SetDifference {
  readonly candidateMap50: number;
  readonly championMap50: number;
  readonly difference: number;
  /** 95 % percentile interval of the difference. */
  readonly interval: Interval;
  readonly byClass: readonly ClassDifference[];
}

/** The value below which `share` of the sorted values lie, interpolated. */
export function quantileOf(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? 0;
  return below + (above - below) * (at - Math.floor(at));
}

/** Draws as many photos as there are, with replacement: how often each was drawn. Overwrites `weights`. */
function drawPhotos(weights: Int32Array, random: () => number): void {
  weights.fill(0);
  const count = weights.length;
  for (let i = 0; i < count; i++) {
    const photo = Math.floor(random() * count);
    weights[photo] = weights[photo]! + 1;
  }
}

/** Sum, sum of squares and count of a class's differences over the resamples. */
interface Spread {
  sum: number;
  squares: number;
  count: number;
}

function standardErrorOf({ sum, squares, count }: Spread): number {
  if (count < 2) return 0;
  const mean = sum / count;
  // rounding may leave a hair below zero
  return Math.sqrt(Math.max(0, (squares - count * mean * mean) / (count - 1)));
}

/** mAP50 of both models under the same weights; per-class values land in the two arrays. */
function mapsUnder(
  tables: readonly [MatchTable, MatchTable],
  weights: Int32Array,
  into: readonly [Float64Array, Float64Array],
  spaces: ReturnType<typeof createCurveSpace>[],
): readonly [number, number] {
  const means = tables.map((table, model) => {
    let sum = 0;
    let classes = 0;
    table.classes.forEach((one, index) => {
      const ap50 = weightedAp50(one, weights, spaces[model]!);
      into[model]![index] = ap50;
      if (Number.isNaN(ap50)) return;
      sum += ap50;
      classes++;
    });
    return classes === 0 ? 0 : sum / classes;
  });
  return [means[0] ?? 0, means[1] ?? 0];
}

function checkPaired(candidate: MatchTable, champion: MatchTable): void {
  const sameClasses =
    candidate.classes.length === champion.classes.length &&
    candidate.classes.every((one, i) => {
      const other = champion.classes[i];
      return (
        other?.classId === one.classId &&
        one.truthsByPhoto.every((count, photo) => count === other.truthsByPhoto[photo])
      );
    });
  if (candidate.photoCount !== champion.photoCount || !sameClasses) {
    throw new RangeError("candidate and champion were not measured on the same photos and boxes");
  }
}

/**
 * How much better a candidate is than the champion, with its uncertainty: whole photos are drawn with replacement,
 * the same for both models, and mAP50 is worked out again for each draw. A class without a true box in a draw is left
 * out of that draw's mean, as COCO does.
 * @throws RangeError when the tables are not of the same photos and true boxes, or `resamples` is below 1
 * Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapters 6 and 13
 */
export function pairedBootstrap(
  candidate: MatchTable,
  champion: MatchTable,
  { resamples, seed }: BootstrapOptions,
): SetDifference {
  if (!(resamples >= 1)) throw new RangeError(`resamples is ${resamples}`);
  checkPaired(candidate, champion);
  const tables = [candidate, champion] as const;
  const spaces = tables.map(createCurveSpace);
  const classCount = candidate.classes.length;
  const into = [new Float64Array(classCount), new Float64Array(classCount)] as const;
  const weights = new Int32Array(candidate.photoCount).fill(1);
  const [candidateMap50, championMap50] = mapsUnder(tables, weights, into, spaces);
  const points = into.map((values) => values.slice());

  const random = createRandom(seed);
  const differences = new Float64Array(resamples);
  const spreads: Spread[] = candidate.classes.map(() => ({ sum: 0, squares: 0, count: 0 }));
  for (let draw = 0; draw < resamples; draw++) {
    drawPhotos(weights, random);
    const [mine, theirs] = mapsUnder(tables, weights, into, spaces);
    differences[draw] = mine - theirs;
    spreads.forEach((spread, index) => {
      const difference = into[0][index]! - into[1][index]!;
      if (Number.isNaN(difference)) return;
      spread.sum += difference;
      spread.squares += difference * difference;
      spread.count++;
    });
  }
  differences.sort();
  return {
    candidateMap50,
    championMap50,
    difference: candidateMap50 - championMap50,
    interval: { low: quantileOf(differences, 0.025), high: quantileOf(differences, 0.975) },
    byClass: candidate.classes.map((one, index) => ({
      classId: one.classId,
      candidateAp50: points[0]![index]!,
      championAp50: points[1]![index]!,
      difference: points[0]![index]! - points[1]![index]!,
      standardError: standardErrorOf(spreads[index]!),
      boxes: one.truths,
      photos: one.photosWithTruths,
    })),
  };
}

/**
 * The interval around a class's difference at a confidence level, from its bootstrap standard error. (The percentiles
 * of 2,000 draws end at 1 in 2,000, which is not far enough out once a hundred classes share the error.)
 * @param level in (0, 1), e.g. 0.95
 */
export function classInterval(one: ClassDifference, level: number): Interval {
  const reach = normalQuantile(1 - (1 - level) / 2) * one.standardError;
  return { low: one.difference - reach, high: one.difference + reach };
}
