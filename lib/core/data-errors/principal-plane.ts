import type { FeatureSpace } from "./feature-space";

export interface PrincipalPlane {
  /** [count] of each vector. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Shares of the variance along x and y. */
  readonly explained: readonly [number, number];
}

const STEPS = 500;
const STILL = 1e-12;

/** [length × length] covariance of rows whose axes have mean 0 (standardised), over count − 1. */
function covarianceOf({ count, length, rows }: FeatureSpace): Float64Array {
  const covariance = new Float64Array(length * length);
  for (let index = 0; index < count; index++) {
    const at = index * length;
    for (let a = 0; a < length; a++) {
      const value = rows[at + a]!;
      for (let b = a; b < length; b++) covariance[a * length + b]! += value * rows[at + b]!;
    }
  }
  for (let a = 0; a < length; a++)
    for (let b = a; b < length; b++) {
      covariance[a * length + b]! /= Math.max(1, count - 1);
      covariance[b * length + a] = covariance[a * length + b]!;
    }
  return covariance;
}

const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((total, value, index) => total + value * b[index]!, 0);

function normalise(vector: Float64Array): Float64Array {
  const norm = Math.sqrt(dot(vector, vector));
  return norm === 0 ? vector : vector.map((value) => value / norm);
}

/** The strongest axis that is at right angles to those found, by power iteration. */
function strongest(covariance: Float64Array, length: number, found: readonly Float64Array[]): Float64Array {
  const apart = (vector: Float64Array) => {
    for (const other of found) {
      const along = dot(vector, other);
      vector = vector.map((value, axis) => value - along * other[axis]!);
    }
    return normalise(vector);
  };
  let axis = apart(Float64Array.from({ length }, (_, index) => 1 + ((index * 7919) % 101) / 101));
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(length);
    for (let row = 0; row < length; row++) {
      let total = 0;
      for (let column = 0; column < length; column++)
        total += covariance[row * length + column]! * axis[column]!;
      next[row] = total;
    }
    const turned = apart(next);
    const isStill = 1 - Math.abs(dot(turned, axis)) < STILL;
    axis = turned;
    if (isStill) break;
  }
  // one of two directions, always the same
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

/**
 * The plane in which vectors differ most: principal component analysis.
 * @returns equal to scikit-learn's `PCA(2)` but for the sign of an axis
 */
export function principalPlane(space: FeatureSpace): PrincipalPlane {
  const { count, length, rows } = space;
  const covariance = covarianceOf(space);
  const total = Array.from({ length }, (_, axis) => covariance[axis * length + axis]!).reduce(
    (a, b) => a + b,
    0,
  );
  const first = strongest(covariance, length, []);
  const second = strongest(covariance, length, [first]);
  const along = (axis: Float64Array) =>
    Array.from({ length: count }, (_, index) => {
      let value = 0;
      for (let at = 0; at < length; at++) value += rows[index * length + at]! * axis[at]!;
      return value;
    });
  const [xs, ys] = [along(first), along(second)];
  const share = (values: readonly number[]) =>
    total === 0 ? 0 : values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, count - 1) / total;
  return { points: xs.map((x, index) => ({ x, y: ys[index]! })), explained: [share(xs), share(ys)] };
}
