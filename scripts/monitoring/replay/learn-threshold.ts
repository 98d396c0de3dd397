/** One-sided, 95 %. */
const Z = 1.644854;

/**
 * The lowest threshold at which values above it stay as rare as `rate`, also on as many other days. The plain quantile of the
 * days it is learned from is exceeded more often on others half of the time, and days of one run are not so many single ones:
 * they share a reference, and a reference that is off makes all of them alarm. So the rate of a threshold is taken as high as it
 * may turn out on other runs, which its spread from run to run says: 95 % of the time no higher.
 * @param runs values of each run's days without a change, at least two runs; not mutated
 * @param rate above 0, below 1
 * @returns an alarm is a value above it; the highest value learned where nothing lower will do
 */
export function learnThreshold(runs: readonly (readonly number[])[], rate: number): number {
  const values = [...new Set(runs.flat())].toSorted((a, b) => a - b);
  const isRare = (threshold: number): boolean => {
    const rates = runs.map((days) => days.filter((value) => value > threshold).length / days.length);
    const mean = rates.reduce((sum, one) => sum + one, 0) / rates.length;
    const variance = rates.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (rates.length - 1);
    // both the rate that was learned and the one that is measured on other runs are off by as much
    return mean + Z * Math.sqrt((2 * variance) / rates.length) <= rate;
  };
  // it is rarer the higher, but for the spread of a handful of alarms
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isRare(values[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return values[high] ?? 0;
}
