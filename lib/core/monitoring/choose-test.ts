/** Evidently's names for the tests, and `chisquare-both`, which is Forage's own. */
export type NumberTest = "ks" | "chisquare" | "z" | "wasserstein" | "jensenshannon" | "psi";
export type CategoryTest = "chisquare" | "chisquare-both" | "z" | "jensenshannon" | "psi";
export type VectorTest = "domain-classifier" | "mmd";
export type DriftTest = NumberTest | CategoryTest | VectorTest;

/** Up to so many reference rows a column is tested by chance (p-value), above by distance. */
export const MOST_ROWS_BY_CHANCE = 1000;

/** Numbers with at most so many different values are tested as names. */
const MOST_NUMBERS_AS_NAMES = 5;

/** Tests whose value is a p-value: drift where it is low. The others are distances: drift where they are high. */
export const isByChance = (test: DriftTest) =>
  test === "ks" || test === "chisquare" || test === "chisquare-both" || test === "z";

/** Evidently's defaults. The domain classifier's is decided by its rows. */
export const THRESHOLDS: Readonly<Record<Exclude<DriftTest, "domain-classifier">, number>> = {
  ks: 0.05,
  chisquare: 0.05,
  "chisquare-both": 0.05,
  z: 0.05,
  wasserstein: 0.1,
  jensenshannon: 0.1,
  psi: 0.1,
  mmd: 0.015,
};

/**
 * The test that Evidently chooses: by the kind of the column, the reference's rows (missing values not counted) and the different values of both samples together.
 */
export function chooseTest(
  kind: "number" | "category",
  referenceRows: number,
  differentValues: number,
): Exclude<NumberTest, "psi"> {
  const isAsNames = kind === "category" || differentValues <= MOST_NUMBERS_AS_NAMES;
  if (referenceRows > MOST_ROWS_BY_CHANCE) return isAsNames ? "jensenshannon" : "wasserstein";
  if (!isAsNames) return "ks";
  return differentValues > 2 ? "chisquare" : "z";
}
