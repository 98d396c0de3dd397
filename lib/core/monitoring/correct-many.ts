/** How p-values are raised because several columns are looked at together. */
export type Correction = "benjamini-hochberg" | "holm" | "none";

/** Raises p-values so that of the columns called drifting, at most the given share is expected to be wrong. */
function byBenjaminiHochberg(sorted: readonly number[]): number[] {
  const raised = sorted.map((p, index) => (p * sorted.length) / (index + 1));
  for (let i = raised.length - 2; i >= 0; i--) raised[i] = Math.min(raised[i]!, raised[i + 1]!);
  return raised;
}

/** Raises p-values so that the chance of a single wrong column stays at the given share, whatever the columns share. */
function byHolm(sorted: readonly number[]): number[] {
  const raised = sorted.map((p, index) => p * (sorted.length - index));
  for (let i = 1; i < raised.length; i++) raised[i] = Math.max(raised[i]!, raised[i - 1]!);
  return raised;
}

/** The p-values, raised for their number, in the order given and at most 1; as statsmodels' `multipletests`. */
export function correctMany(pValues: readonly number[], correction: Correction): readonly number[] {
  if (correction === "none") return pValues;
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  const sorted = order.map((index) => pValues[index]!);
  const raised = correction === "holm" ? byHolm(sorted) : byBenjaminiHochberg(sorted);
  const result = new Array<number>(pValues.length);
  for (const [place, index] of order.entries()) result[index] = Math.min(1, raised[place]!);
  return result;
}
