/** Where a set of feature vectors lies: its middle and its width along each axis. */
export interface FeatureSpread {
  /** [length]. */
  readonly mean: readonly number[];
  /** [length] standard deviation, above 0. */
  readonly deviation: readonly number[];
}

/** An axis along which nothing varies would make the smallest difference endless. */
const LEAST_DEVIATION = 1e-3;

const round = (value: number) => Number(value.toPrecision(4));

/**
 * Measures where vectors lie.
 * @param vectors [count][length], at least one
 * @throws RangeError for none, or for lengths that differ
 */
export function featureSpread(vectors: readonly ArrayLike<number>[]): FeatureSpread {
  const length = vectors[0]?.length ?? 0;
  if (length === 0 || vectors.some((vector) => vector.length !== length))
    throw new RangeError("feature vectors of one length");
  const mean = Array.from({ length }, (_, axis) => average(vectors.map((vector) => vector[axis]!)));
  const deviation = mean.map((middle, axis) =>
    Math.max(LEAST_DEVIATION, Math.sqrt(average(vectors.map((vector) => (vector[axis]! - middle) ** 2)))),
  );
  return { mean: mean.map(round), deviation: deviation.map(round) };
}

/**
 * How far a vector lies from the middle, in standard deviations, as the root mean square over the axes: about 1 for a
 * vector of the set.
 * @throws RangeError for a vector of another length
 */
export function spreadDistance({ mean, deviation }: FeatureSpread, vector: ArrayLike<number>): number {
  if (vector.length !== mean.length) throw new RangeError(`${vector.length} features, not ${mean.length}`);
  const squares = mean.map((middle, axis) => ((vector[axis]! - middle) / deviation[axis]!) ** 2);
  return Math.sqrt(average(squares));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
