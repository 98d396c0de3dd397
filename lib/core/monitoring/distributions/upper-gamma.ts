const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(a) for a > 0. Source: Lanczos 1964, with g = 7 and nine terms */
export function logGamma(a: number): number {
  if (a < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * a)) - logGamma(1 - a);
  const x = a - 1;
  const base = x + 7.5;
  const sum = LANCZOS.slice(1).reduce((total, term, index) => total + term / (x + index + 1), LANCZOS[0]!);
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(base) - base + Math.log(sum);
}

const SMALLEST = 1e-300;
const PRECISION = 1e-16;

/** The series of the lower part, which converges fast for x < a + 1. */
function lowerBySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** The continued fraction of the upper part, for x ≥ a + 1, by Lentz's method. */
function upperByFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / SMALLEST;
  let d = 1 / b;
  let value = d;
  for (let i = 1, change = 0; Math.abs(change - 1) > PRECISION * 4 && i < 100_000; i++) {
    const step = -i * (i - a);
    b += 2;
    d = step * d + b;
    c = b + step / c;
    if (Math.abs(d) < SMALLEST) d = SMALLEST;
    if (Math.abs(c) < SMALLEST) c = SMALLEST;
    d = 1 / d;
    change = d * c;
    value *= change;
  }
  return value;
}

/**
 * Γ(a, x) / Γ(a): the share of a gamma distribution of shape `a` above `x`.
 * @throws RangeError unless a > 0 and x ≥ 0
 * Source: Press et al., Numerical Recipes, section 6.2
 */
export function upperGamma(a: number, x: number): number {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`a is ${a}, x is ${x}`);
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * lowerBySeries(a, x) : front * upperByFraction(a, x);
}

/** The share of a chi-square distribution above `value`. */
export const chiSquareAbove = (value: number, degrees: number) => upperGamma(degrees / 2, value / 2);

/** The share of a standard normal distribution farther from 0 than `z`, on both sides. */
export const normalBeyond = (z: number) => upperGamma(0.5, (z * z) / 2);

/** The value with `share` of a chi-square distribution above it, to 1e-9 of it. */
export function chiSquareWithAbove(share: number, degrees: number): number {
  let low = 0;
  let high = degrees + 20 * Math.sqrt(2 * degrees) + 50;
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (chiSquareAbove(middle, degrees) > share) low = middle;
    else high = middle;
  }
  return high;
}
