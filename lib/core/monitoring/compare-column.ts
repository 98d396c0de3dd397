import {
  areaByChance,
  type ChanceLevel,
  jensenShannonByChance,
  stabilityByChance,
  wassersteinByChance,
} from "./chance-level";
import {
  type CategoryTest,
  chooseTest,
  type DriftTest,
  isByChance,
  type NumberTest,
  THRESHOLDS,
  type VectorTest,
} from "./choose-test";
import { type ColumnKind, kindOf } from "./column-kind";
import { type Category, type CategoryCounts, countCategories, sumOf } from "./drift-tests/category-counts";
import { chiSquare, chiSquareOfBoth, FEWEST_EXPECTED, poolRare } from "./drift-tests/chi-square";
import { domainClassifier, THRESHOLD_OF_MANY } from "./drift-tests/domain-classifier";
import { kolmogorovSmirnov } from "./drift-tests/kolmogorov-smirnov";
import { meanDiscrepancy } from "./drift-tests/mean-discrepancy";
import { jensenShannon, populationStability } from "./drift-tests/share-distances";
import { type Shares, sharesOfCategories, sharesOfNumbers } from "./drift-tests/shares";
import { normedWasserstein } from "./drift-tests/wasserstein";
import { zTest } from "./drift-tests/z-test";
import { type Cell, presentCells } from "./table";

/** Why a column gets no verdict. */
export type NoVerdict =
  | "only-in-reference"
  | "only-in-current"
  | "empty-in-both"
  | "empty-in-reference"
  | "empty-in-current"
  | "text"
  | "mixed-kinds"
  | "too-few-rows"
  | "too-many-rows"
  | "values-too-rare"
  | "within-chance"
  | "nothing-to-compare";

/** What a column's test said, before it is weighed together with the others. */
export interface ColumnTest {
  readonly kind: ColumnKind;
  readonly test: DriftTest | null;
  readonly value: number | null;
  readonly threshold: number | null;
  /** What the distance reaches by chance; null for p-values, and where the threshold is made of chance. */
  readonly chance: ChanceLevel | null;
  /** Set where the test can give no verdict. */
  readonly reason: NoVerdict | null;
}

export interface ColumnOptions {
  /** Exactly Evidently's tests and verdicts: no guard for small samples, and its chi-square. */
  readonly asEvidently: boolean;
  readonly numberTest?: Extract<NumberTest, "ks" | "wasserstein" | "jensenshannon" | "psi"> | undefined;
  readonly categoryTest?: Extract<CategoryTest, "chisquare" | "jensenshannon" | "psi"> | undefined;
  readonly vectorTest?: VectorTest | undefined;
}

/** Below so many rows in either sample there is no verdict: a shift by a whole standard deviation would be overlooked once in ten times. */
export const FEWEST_ROWS = 30;

/** The mean discrepancy has no measure of its own chance. */
const FEWEST_ROWS_FOR_DISCREPANCY = 200;

/** The mean discrepancy looks at every pair of rows. */
export const MOST_ROWS_FOR_DISCREPANCY = 4000;

type Value = Pick<ColumnTest, "test" | "value" | "threshold" | "chance" | "reason">;

const plain = (
  test: Exclude<DriftTest, "domain-classifier">,
  value: number,
  chance: ChanceLevel | null = null,
): Value => ({
  test,
  value,
  threshold: THRESHOLDS[test],
  chance,
  reason: Number.isNaN(value) ? "nothing-to-compare" : null,
});

function testShares(test: "jensenshannon" | "psi", shares: Shares, sizes: readonly [number, number]): Value {
  const bins = shares.reference.filter((share, index) => share + shares.current[index]! > 0).length;
  return test === "psi"
    ? plain(test, populationStability(shares), stabilityByChance(bins, ...sizes))
    : plain(test, jensenShannon(shares), jensenShannonByChance(bins, ...sizes));
}

function testCounts(test: "chisquare" | "z", counts: CategoryCounts, options: ColumnOptions): Value {
  if (test === "z") {
    const [first, second] = [sumOf(counts.reference), sumOf(counts.current)];
    const rarest = Math.min(...counts.reference.map((count, index) => count + counts.current[index]!));
    const expected = (rarest * Math.min(first, second)) / (first + second);
    const value = plain("z", zTest(counts));
    const isRare = counts.values.length > 1 && expected < FEWEST_EXPECTED && !options.asEvidently;
    return isRare ? { ...value, reason: "values-too-rare" } : value;
  }
  if (options.asEvidently) return plain("chisquare", chiSquare(counts));
  const value = plain("chisquare-both", chiSquareOfBoth(poolRare(counts)));
  return value.reason === null ? value : { ...value, value: null, reason: "values-too-rare" };
}

function testNumbers(reference: Float64Array, current: Float64Array, options: ColumnOptions): Value {
  const different = new Set([...reference, ...current]).size;
  const test = options.numberTest ?? chooseTest("number", reference.length, different);
  if (test === "ks") return plain("ks", kolmogorovSmirnov(reference, current));
  if (test === "wasserstein")
    return plain(test, normedWasserstein(reference, current), wassersteinByChance(reference, current));
  if (test === "chisquare" || test === "z")
    return testCounts(test, countCategories(reference, current), options);
  return testShares(test, sharesOfNumbers(reference, current), [reference.length, current.length]);
}

function testCategories(
  reference: readonly Category[],
  current: readonly Category[],
  options: ColumnOptions,
): Value {
  const counts = countCategories(reference, current);
  const test = options.categoryTest ?? chooseTest("category", reference.length, counts.values.length);
  if (test === "jensenshannon" || test === "psi")
    return testShares(test, sharesOfCategories(reference, current), [reference.length, current.length]);
  return testCounts(test === "chisquare" && counts.values.length > 2 ? test : "z", counts, options);
}

function testVectors(
  reference: readonly Float64Array[],
  current: readonly Float64Array[],
  options: ColumnOptions,
): Value {
  if (options.vectorTest === "mmd") {
    const none: Value = { test: "mmd", value: null, threshold: THRESHOLDS.mmd, chance: null, reason: null };
    if (Math.max(reference.length, current.length) > MOST_ROWS_FOR_DISCREPANCY)
      return { ...none, reason: "too-many-rows" };
    const fewest = options.asEvidently ? 2 : FEWEST_ROWS_FOR_DISCREPANCY;
    if (Math.min(reference.length, current.length) < fewest) return { ...none, reason: "too-few-rows" };
    return plain("mmd", meanDiscrepancy(reference, current));
  }
  const { area, threshold } = domainClassifier(reference, current);
  const isByRandomScores = threshold !== THRESHOLD_OF_MANY;
  const chance = isByRandomScores ? null : areaByChance(reference.length, current.length);
  return { test: "domain-classifier", value: area, threshold, chance, reason: null };
}

const numbersOf = (cells: readonly Cell[]) => Float64Array.from(cells as readonly number[]);
const vectorsOf = (cells: readonly Cell[]) =>
  (cells as readonly (readonly number[])[]).map((cell) => Float64Array.from(cell));

const without = (kind: ColumnKind, reason: NoVerdict): ColumnTest => ({
  kind,
  test: null,
  value: null,
  threshold: null,
  chance: null,
  reason,
});

/** The kind of both samples together; Evidently looks at the current one only, so that a column that shrank to few values changes its kind. */
function commonKind(reference: readonly Cell[], current: readonly Cell[], asEvidently: boolean): ColumnKind {
  const together = kindOf([...reference, ...current]);
  const kinds = [kindOf(reference), kindOf(current)];
  if (together === "mixed" || asEvidently) return together === "mixed" ? together : kindOf(current);
  return kinds.includes("text") ? "text" : kinds.includes("number") ? "number" : together;
}

/** Tests one column of two samples. Missing values are left out. */
export function compareColumn(
  reference: readonly Cell[],
  current: readonly Cell[],
  options: ColumnOptions,
): ColumnTest {
  const first = presentCells(reference);
  const second = presentCells(current);
  if (first.length === 0)
    return without("empty", second.length === 0 ? "empty-in-both" : "empty-in-reference");
  if (second.length === 0) return without("empty", "empty-in-current");
  const kind = commonKind(reference, current, options.asEvidently);
  if (kind === "text") return without(kind, "text");
  if (kind === "mixed" || kind === "empty") return without(kind, "mixed-kinds");
  if (!options.asEvidently && Math.min(first.length, second.length) < FEWEST_ROWS)
    return without(kind, "too-few-rows");
  if (kind === "number") return { kind, ...testNumbers(numbersOf(first), numbersOf(second), options) };
  if (kind === "vector") return { kind, ...testVectors(vectorsOf(first), vectorsOf(second), options) };
  return { kind, ...testCategories(first as readonly Category[], second as readonly Category[], options) };
}

/**
 * Whether a distance or a corrected p-value says drift. Evidently compares Kolmogorov-Smirnov and distances with "or equal", the others without.
 */
export function isDrifting(test: DriftTest, value: number, threshold: number): boolean {
  if (test === "ks") return value <= threshold;
  if (isByChance(test)) return value < threshold;
  return test === "mmd" || test === "domain-classifier" ? value > threshold : value >= threshold;
}
