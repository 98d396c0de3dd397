import { normalQuantile } from "../../metrics/normal";
import type { Interval } from "../../metrics/paired-bootstrap";

/**
 * The range in which a share probably lies, which holds for few trials and for shares of 0 and 1 too.
 * @param level in (0, 1)
 * @returns null for no trials
 * Source: Wilson 1927, Probable Inference, the Law of Succession, and Statistical Inference
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval | null {
  if (trials === 0) return null;
  if (!(successes >= 0 && successes <= trials)) throw new RangeError(`${successes} of ${trials}`);
  const z = normalQuantile(1 - (1 - level) / 2);
  const share = successes / trials;
  const divisor = 1 + z ** 2 / trials;
  const middle = (share + z ** 2 / (2 * trials)) / divisor;
  const reach = (z / divisor) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  return {
    low: successes === 0 ? 0 : Math.max(0, middle - reach),
    high: successes === trials ? 1 : Math.min(1, middle + reach),
  };
}
