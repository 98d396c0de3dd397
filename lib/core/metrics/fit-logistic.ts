import { sigmoid } from "../detection/logit";

/** One observation: what is known, what happened, and how much it counts. */
export interface Observation {
  readonly x: readonly number[];
  readonly isRight: boolean;
  readonly weight: number;
}

/** Keeps weights finite where the observations are told apart without a mistake. */
const RIDGE = 1e-2;
const STEPS = 60;

/**
 * Weighted logistic regression by Newton's method: the likelihood is sigmoid(w · x). An intercept is a column of ones.
 * @throws RangeError without observations, or for rows of different lengths
 */
export function fitLogistic(observations: readonly Observation[]): number[] {
  const length = observations[0]?.x.length ?? 0;
  if (length === 0 || observations.some(({ x }) => x.length !== length))
    throw new RangeError("observations of one length");
  let weights = Array<number>(length).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((value) => RIDGE * value);
    const curvature = weights.map((_, row) => weights.map((__, column) => (row === column ? RIDGE : 0)));
    for (const { x, isRight, weight } of observations) {
      const said = sigmoid(dot(weights, x));
      for (let row = 0; row < length; row++) {
        gradient[row]! += weight * (said - Number(isRight)) * x[row]!;
        for (let column = 0; column < length; column++)
          curvature[row]![column]! += weight * said * (1 - said) * x[row]! * x[column]!;
      }
    }
    const change = solve(curvature, gradient);
    weights = weights.map((value, row) => value - change[row]!);
    if (Math.max(...change.map(Math.abs)) < 1e-8) break;
  }
  return weights;
}

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);

/** Gauss elimination with pivoting; the matrix is positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const share = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= share * rows[column]![at]!;
    }
  }
  return rows.map((row, index) => row[size]! / row[index]!);
}
