const PI2 = Math.PI ** 2;
const PI4 = Math.PI ** 4;
const PI6 = Math.PI ** 6;

/**
 * The chance that a sample of `n` lies nowhere more than `d` from its distribution, for large `n`.
 * Source: Pelz, Good 1976; the terms as SciPy's `_ksstats.py` orders them
 */
export function pelzGoodWithin(n: number, d: number): number {
  const z = Math.sqrt(n) * d;
  const z2 = z ** 2;
  const z4 = z ** 4;
  const z6 = z ** 6;
  const logQ = -PI2 / 8 / z2;
  if (logQ < -708) return 0;
  const q = Math.exp(logQ);
  const count = Math.ceil((16 * z) / Math.PI);
  const sums = [0, 0, 0, 0];
  for (let k = count; k > 0; k--) {
    const odd = 2 * k - 1;
    const m2 = odd ** 2;
    const m4 = odd ** 4;
    const m6 = odd ** 6;
    const terms = [
      1,
      -z2 + (PI2 / 4) * m2,
      6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * PI2) / 4) * m2 + ((PI4 * (1 - 2 * z2)) / 16) * m4,
      -30 * z6 -
        90 * z ** 8 +
        ((PI2 * (135 * z4 - 96 * z6)) / 4) * m2 +
        ((PI4 * (-60 * z2 + 212 * z4)) / 16) * m4 +
        ((PI6 * (5 - 30 * z2)) / 64) * m6,
    ];
    for (let i = 0; i < 4; i++) sums[i] = sums[i]! * q ** (8 * k) + terms[i]!;
  }
  const divisors = [z, 6 * z4, 72 * z ** 7, 6480 * z ** 10];
  const parts = sums.map((sum, i) => (sum * q * Math.sqrt(2 * Math.PI)) / divisors[i]!);
  const wholeQ = Math.exp(-PI2 / 2 / z2);
  let second = 0;
  let third = 0;
  for (let k = count; k > 0; k--) {
    const power = wholeQ ** (k * k);
    second += k * k * power;
    third += (Math.sqrt(3) * z + Math.PI * k) * (Math.sqrt(3) * z - Math.PI * k) * k * k * power;
  }
  parts[2]! += (second * PI2 * Math.sqrt(2 * Math.PI)) / (-36 * z ** 3);
  parts[3]! += (third * PI2 * Math.sqrt(2 * Math.PI)) / (216 * z6);
  return parts.reduce((sum, part, i) => sum + part / n ** (i / 2), 0);
}
