/** A prediction whose truth is known. */
export interface Judged {
  /** The predicted likelihood, in (0, 1]. */
  readonly score: number;
  readonly isRight: boolean;
}

/** A rising line through points: scores as the model gives them, and how often such a score is right. */
export interface CalibrationTable {
  /** Strictly rising, in [0, 1]. */
  readonly scores: readonly number[];
  /** Never falling, in [0, 1]; as long as `scores`. */
  readonly probabilities: readonly number[];
}

/** Limits near 0 and 1: a finite number of photos never proves full certainty. */
const LOWEST = 0.005;
const clip = (probability: number) => Math.min(Math.max(probability, LOWEST), 1 - LOWEST);

/**
 * How often a score is right, read off a table: straight between its points, level beyond its ends.
 * @throws RangeError for an empty table
 */
export function calibrate({ scores, probabilities }: CalibrationTable, score: number): number {
  const last = scores.length - 1;
  if (last < 0) throw new RangeError("an empty calibration table");
  if (score <= scores[0]!) return probabilities[0]!;
  if (score >= scores[last]!) return probabilities[last]!;
  const right = scores.findIndex((known) => known >= score);
  const left = right - 1;
  const part = (score - scores[left]!) / (scores[right]! - scores[left]!);
  return probabilities[left]! + part * (probabilities[right]! - probabilities[left]!);
}

interface Pool {
  weight: number;
  right: number;
  scoreSum: number;
}

/** Fewest predictions behind one point of an isotonic table, so that one lucky photo makes no point. */
const FEWEST_PER_POINT = 15;

/**
 * Isotonic regression: the never-falling line nearest to what happened (pool adjacent violators), its steps joined at
 * their mean scores. Predictions are first put together by the dozen.
 * @throws RangeError without predictions
 * Source: Zadrozny and Elkan 2002, doi:10.1145/775047.775151, section 3
 */
export function fitIsotonic(judged: readonly Judged[]): CalibrationTable {
  if (judged.length === 0) throw new RangeError("nothing to calibrate with");
  const pools: Pool[] = [];
  let last = Number.NaN;
  for (const { score, isRight } of [...judged].sort((a, b) => a.score - b.score)) {
    const one = { weight: 1, right: Number(isRight), scoreSum: score };
    const open = pools.at(-1);
    // equal scores are one point, whatever their order
    if (open && (open.weight < FEWEST_PER_POINT || score === last)) merge(open, one);
    else pools.push(one);
    last = score;
  }
  const rest = pools.length > 1 && pools.at(-1)!.weight < FEWEST_PER_POINT ? pools.pop() : undefined;
  if (rest) merge(pools.at(-1)!, rest);
  const rising: Pool[] = [];
  for (const pool of pools) {
    rising.push({ ...pool });
    while (rising.length > 1 && rate(rising.at(-2)!) >= rate(rising.at(-1)!))
      merge(rising.at(-2)!, rising.pop()!);
  }
  return toTable(rising.map((pool) => [pool.scoreSum / pool.weight, rate(pool)]));
}

function merge(into: Pool, from: Pool): void {
  into.weight += from.weight;
  into.right += from.right;
  into.scoreSum += from.scoreSum;
}

const rate = ({ right, weight }: Pool) => right / weight;

/** Points of a table, rounded to four digits; of two at one score the later stays. */
function toTable(points: readonly (readonly [number, number])[]): CalibrationTable {
  const round = (value: number) => Number(value.toFixed(4));
  const byScore = new Map(points.map(([score, probability]) => [round(score), round(clip(probability))]));
  return { scores: [...byScore.keys()], probabilities: [...byScore.values()] };
}

const logit = (probability: number) => Math.log(clip(probability) / (1 - clip(probability)));
const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

interface Line {
  readonly slope: number;
  readonly offset: number;
}

interface Point {
  readonly x: number;
  readonly target: number;
}

function lossOf(points: readonly Point[], { slope, offset }: Line): number {
  return points.reduce((sum, { x, target }) => {
    const value = slope * x + offset;
    return sum + Math.log1p(Math.exp(-Math.abs(value))) + Math.max(value, 0) - target * value;
  }, 0);
}

/** One step downhill, halved until it leads down. */
function newtonStep(points: readonly Point[], line: Line): Line {
  let [gSlope, gOffset, hSlope, hBoth, hOffset] = [0, 0, 1e-6, 0, 1e-6];
  for (const { x, target } of points) {
    const p = sigmoid(line.slope * x + line.offset);
    const weight = p * (1 - p);
    gSlope += (p - target) * x;
    gOffset += p - target;
    hSlope += weight * x * x;
    hBoth += weight * x;
    hOffset += weight;
  }
  const determinant = hSlope * hOffset - hBoth * hBoth;
  const bySlope = (hOffset * gSlope - hBoth * gOffset) / determinant;
  const byOffset = (hSlope * gOffset - hBoth * gSlope) / determinant;
  const before = lossOf(points, line);
  for (let size = 1; size > 1e-6; size /= 2) {
    const next = { slope: line.slope - size * bySlope, offset: line.offset - size * byOffset };
    if (lossOf(points, next) < before) return next;
  }
  return line;
}

/** Where the curve of a fitted temperature is sampled. */
const SAMPLES = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];
const NEWTON_STEPS = 50;

/**
 * Temperature with an offset: p = sigmoid(a · logit(score) + b), the likeliest a ≥ 0 and b, found by Newton's method, with
 * targets drawn in from 0 and 1 by the number of predictions.
 * @throws RangeError without predictions
 * Source: Platt 1999 with Lin, Lin and Weng 2007, doi:10.1007/s10994-007-5018-6, section 2
 */
export function fitTemperature(judged: readonly Judged[]): CalibrationTable {
  if (judged.length === 0) throw new RangeError("nothing to calibrate with");
  const right = judged.filter(({ isRight }) => isRight).length;
  const high = (right + 1) / (right + 2);
  const low = 1 / (judged.length - right + 2);
  const points = judged.map(({ score, isRight }) => ({ x: logit(score), target: isRight ? high : low }));
  let line: Line = { slope: 1, offset: 0 };
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const next = newtonStep(points, line);
    if (lossOf(points, line) - lossOf(points, next) < 1e-9) break;
    line = next;
  }
  const { slope, offset } = line;
  const rising = Math.max(0, slope);
  return toTable(SAMPLES.map((score) => [score, sigmoid(rising * logit(score) + offset)]));
}

export interface ReliabilityBin {
  readonly count: number;
  /** Mean predicted likelihood, and how often it was right. */
  readonly said: number;
  readonly right: number;
}

export interface Reliability {
  readonly count: number;
  /** Mean distance between what is said and what happens, over ten equal bins, weighted by count. */
  readonly expectedCalibrationError: number;
  /** Mean squared error of what is said. */
  readonly brier: number;
  /** Mean negative log likelihood, nats. */
  readonly logLoss: number;
  /** Ten bins of equal width from 0; empty ones left out. */
  readonly bins: readonly ReliabilityBin[];
}

const BINS = 10;

/** How often scores are right. @throws RangeError without predictions */
export function reliability(judged: readonly Judged[]): Reliability {
  if (judged.length === 0) throw new RangeError("nothing to judge");
  const groups = Array.from({ length: BINS }, (): Judged[] => []);
  for (const one of judged) groups[Math.min(BINS - 1, Math.floor(one.score * BINS))]!.push(one);
  const bins = groups
    .filter((members) => members.length > 0)
    .map((members) => ({
      count: members.length,
      said: mean(members.map(({ score }) => score)),
      right: mean(members.map(({ isRight }) => Number(isRight))),
    }));
  return {
    count: judged.length,
    expectedCalibrationError: mean(
      bins.flatMap(({ count, said, right }) => Array<number>(count).fill(Math.abs(said - right))),
    ),
    brier: mean(judged.map(({ score, isRight }) => (score - Number(isRight)) ** 2)),
    logLoss: mean(judged.map(({ score, isRight }) => -Math.log(isRight ? clip(score) : 1 - clip(score)))),
    bins,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
