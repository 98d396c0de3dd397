/** A score for people to read: two places, as on the boxes' chips. */
export function formatScore(score: number): string {
  return score.toFixed(2);
}

/** Milliseconds, rounded to what is meaningful: 0.4, 12, 1,340. */
export function formatMs(ms: number): string {
  if (ms < 10) return ms.toFixed(1);
  return Math.round(ms).toLocaleString("en");
}

export function formatMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** "forage-n/1" as people say it: "forage-n v1". */
export function formatModelId(modelId: string): string {
  const [name, version] = modelId.split("/");
  return version === undefined ? modelId : `${name} v${version}`;
}
