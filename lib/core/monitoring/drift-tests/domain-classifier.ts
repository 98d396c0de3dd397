import { createNumpyRandom } from "../distributions/mersenne-twister";
import { areaUnderCurve } from "./area-under-curve";
import { fitByDescent } from "./logistic-descent";

/** How well a classifier tells the reference's vectors from the current ones. */
export interface DomainResult {
  /** Area under the curve on the half of the rows that it was not fitted on: 0.5 where they are alike. */
  readonly area: number;
  /** Above this they differ. */
  readonly threshold: number;
}

const SPLIT_SEED = 42;
const RANDOM_CLASSIFIERS = 100;
/** Evidently's limit where the reference has a thousand rows or more. */
export const THRESHOLD_OF_MANY = 0.55;
const MANY_ROWS = 1000;

/** The value below which `share` of the values lie, between neighbours linearly (NumPy's `percentile`). */
export function quantile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort();
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? below) - below);
}

/** By the sizes of both samples, which decide the split: a hundred sorted lists each time would cost more than the classifier. */
const chanceAreas = new Map<string, number>();
const MOST_KEPT = 1000;

/** The area that 95 of 100 classifiers stay below which score at random. */
function areaByChance(sizes: readonly [number, number], isTrue: readonly boolean[]): number {
  const key = sizes.join();
  const known = chanceAreas.get(key);
  if (known !== undefined) return known;
  const areas = Float64Array.from({ length: RANDOM_CLASSIFIERS }, (_, seed) => {
    const random = createNumpyRandom(seed);
    return areaUnderCurve(isTrue, Float64Array.from(isTrue, random.fraction));
  });
  if (chanceAreas.size >= MOST_KEPT) chanceAreas.clear();
  const area = quantile(areas, 0.95);
  chanceAreas.set(key, area);
  return area;
}

/**
 * The domain classifier that Evidently uses for embeddings where no method is named: half of the rows fit a logistic regression, the other half measures it.
 * Below 1,000 rows of the reference its limit is what random scores reach, above it is 0.55.
 * @throws RangeError when a half holds rows of one sample only
 */
export function domainClassifier(
  reference: readonly Float64Array[],
  current: readonly Float64Array[],
): DomainResult {
  const rows = [...reference, ...current];
  const order = createNumpyRandom(SPLIT_SEED).permutation(rows.length);
  const testCount = Math.ceil(rows.length / 2);
  const isReference = (index: number) => index < reference.length;
  const [test, train] = [[...order.subarray(0, testCount)], [...order.subarray(testCount)]];
  const trainTruth = train.map(isReference);
  if (!trainTruth.includes(true) || !trainTruth.includes(false))
    throw new RangeError("all rows are of one kind");
  const { weights, intercept } = fitByDescent(
    train.map((index) => rows[index]!),
    trainTruth,
  );
  const truth = test.map(isReference);
  const scores = Float64Array.from(test, (index) => {
    const score = rows[index]!.reduce((sum, value, i) => sum + value * weights[i]!, 0) + intercept;
    return 1 / (1 + Math.exp(-score));
  });
  return {
    area: areaUnderCurve(truth, scores),
    threshold:
      reference.length < MANY_ROWS
        ? areaByChance([reference.length, current.length], truth)
        : THRESHOLD_OF_MANY,
  };
}
