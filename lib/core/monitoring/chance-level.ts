import { normalQuantile } from "@/lib/core/metrics/normal";
import { chiSquareWithAbove } from "./distributions/upper-gamma";
import { spreadOf, sumBetween } from "./drift-tests/wasserstein";

/**
 * What a distance reaches by chance alone: the value that two samples of one distribution exceed in the share `level` of all comparisons.
 * A distance below it says nothing, however high its threshold.
 */
export type ChanceLevel = (level: number) => number;

/** How many rows two samples are together worth: the smaller counts most. */
const worth = (first: number, second: number) => (first * second) / (first + second);

/** The normal distribution's value that is exceeded on both sides together with this chance. */
const beyond = (level: number) => -normalQuantile(level / 2);

/** Quantiles of the area below a Brownian bridge lie a little above those of its mean alone (0.582 of 0.566 at 5 %). */
const ABOVE_SHIFT = 1.05;

/** The mean of the area below a Brownian bridge in its 5 % quantiles, 0.313 / 0.582. */
const MEAN_TO_HIGH = 1 / 1.86;

/**
 * For the normed Wasserstein distance: what a shift of the mean by chance makes, or the differences everywhere together where the tails are long.
 * Source: del Barrio, Giné, Matrán 1999
 */
export function wassersteinByChance(reference: Float64Array, current: Float64Array): ChanceLevel {
  const [first, second] = [reference.length, current.length];
  const area = sumBetween(reference.slice().sort(), current.slice().sort(), (a, b) => {
    const below = (a * first + b * second) / (first + second);
    return Math.sqrt(below * (1 - below));
  });
  const spread = spreadOf(Float64Array.from([...reference, ...current]));
  const unit = Math.sqrt(worth(first, second)) * spreadOf(reference);
  return (level) => {
    const everywhere = (Math.sqrt(2 / Math.PI) * area * beyond(level)) / beyond(0.05) / MEAN_TO_HIGH;
    return Math.max(ABOVE_SHIFT * beyond(level) * spread, everywhere) / unit;
  };
}

/** For the Jensen-Shannon distance: its square is a chi-square of the filled bins divided by eight times the rows. */
export const jensenShannonByChance =
  (bins: number, first: number, second: number): ChanceLevel =>
  (level) =>
    bins < 2 ? 0 : Math.sqrt(chiSquareWithAbove(level, bins - 1) / (8 * worth(first, second)));

/** For the population stability index, as long as no bin is empty. */
export const stabilityByChance =
  (bins: number, first: number, second: number): ChanceLevel =>
  (level) =>
    bins < 2 ? 0 : chiSquareWithAbove(level, bins - 1) / worth(first, second);

/** For the area under a curve of random scores, over the half of the rows that measures. */
export function areaByChance(first: number, second: number): ChanceLevel {
  const [a, b] = [first / 2, second / 2];
  const deviation = Math.sqrt((a + b + 1) / (12 * a * b));
  return (level) => 0.5 - normalQuantile(level) * deviation;
}
