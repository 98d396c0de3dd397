/** A score as people read it: two places, never "1.00" for something short of it. */
export function formatScore(score: number): string {
  return (Math.floor(score * 100 + 1e-6) / 100).toFixed(2);
}

/** Milliseconds without false precision: 0.4, 12, 1,340. */
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
