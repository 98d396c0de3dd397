/**
 * The chance that a sample of `n` lies somewhere more than `d` below its distribution (one side), exactly.
 * @param d in (0, 1)
 * Source: Smirnov 1944; all terms are positive, so that nothing cancels
 */
export function smirnovAbove(n: number, d: number): number {
  const last = Math.floor(n * (1 - d));
  let logChoose = 0;
  let sum = 0;
  for (let j = 0; j <= last; j++) {
    if (j > 0) logChoose += Math.log((n - j + 1) / j);
    const left = 1 - d - j / n;
    if (left <= 0) continue;
    sum += Math.exp(logChoose + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(left));
  }
  return Math.min(1, d * sum);
}
