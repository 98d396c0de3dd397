/** Scores are drawn in this far from 0 and 1, where the logarithm has no end. */
const EDGE = 1e-4;

/** Log odds of a score. */
export function logit(score: number): number {
  const within = Math.min(Math.max(score, EDGE), 1 - EDGE);
  return Math.log(within / (1 - within));
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
