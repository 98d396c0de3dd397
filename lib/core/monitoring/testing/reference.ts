type Score = number | null;

/** Name of the test, its value, whether it calls the samples different. */
type Judged = readonly [string, Score, boolean];

/** What `scripts/monitoring/reference.py` wrote down; samples that are empty on a side have their sum only. */
export interface Reference {
  readonly numbers: readonly (readonly [
    sum: number,
    ks?: Score,
    scipyKs?: Score,
    wasserstein?: Score,
    jensenShannon?: Score,
    stability?: Score,
    judged?: Judged,
  ])[];
  readonly categories: readonly (readonly [
    sum: number,
    chiSquare?: Score,
    z?: Score,
    jensenShannon?: Score,
    stability?: Score,
    judged?: Judged,
    contingency?: Score,
    kind?: string,
  ])[];
  readonly vectors: readonly (readonly [
    sum: number,
    area: Score,
    drifted: boolean,
    discrepancy: Score,
    differs: boolean,
    /** Whether the area stays the same when the last digits of the values change. */
    isSteady: boolean,
  ])[];
  readonly tables: readonly {
    readonly drifted: number;
    readonly share: number;
    readonly columns: Readonly<Record<string, readonly [string, Score]>>;
  }[];
  readonly corrections: readonly (readonly [readonly number[], readonly number[]])[];
  readonly distributions: readonly (readonly [number, number, number, number])[];
}
