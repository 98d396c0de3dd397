const SCALE_POWER = 128;
const SCALE = 2 ** SCALE_POWER;

/** The square matrix of Durbin for `d = (k - h) / n`, row by row. */
function durbinMatrix(k: number, h: number): Float64Array {
  const size = 2 * k - 1;
  const matrix = new Float64Array(size * size);
  const inverseFactorials = new Float64Array(size + 1).fill(1);
  for (let j = 1; j <= size; j++) inverseFactorials[j] = inverseFactorials[j - 1]! / j;
  for (let row = 0; row < size; row++) {
    for (let column = 1; column < size; column++)
      if (row >= column - 1) matrix[row * size + column] = inverseFactorials[row - column + 1]!;
  }
  for (let j = 0; j < size; j++) {
    const value =
      j < size - 1
        ? (1 - h ** (j + 1)) * inverseFactorials[j + 1]!
        : (1 + Math.max(2 * h - 1, 0) ** size - 2 * h ** size) * inverseFactorials[size]!;
    matrix[j * size] = value;
    matrix[(size - 1) * size + (size - 1 - j)] = value;
  }
  return matrix;
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let inner = 0; inner < size; inner++) {
      const factor = a[row * size + inner]!;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++)
        product[row * size + column]! += factor * b[inner * size + column]!;
    }
  return product;
}

/**
 * The chance that a sample of `n` lies nowhere more than `d` from its distribution, exactly. Its cost grows with the third power of `n·d`.
 * Source: Marsaglia, Tsang, Wang 2003, Evaluating Kolmogorov's distribution
 */
export function kolmogorovWithin(n: number, d: number): number {
  if (d >= 1) return 1;
  if (n * d <= 0.5) return 0;
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  const middle = (k - 1) * size + k - 1;
  let square = durbinMatrix(k, k - n * d);
  let squareExponent = 0;
  let power: Float64Array = new Float64Array(size * size);
  for (let i = 0; i < size; i++) power[i * size + i] = 1;
  let exponent = 0;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      power = multiply(power, square, size);
      exponent += squareExponent;
    }
    square = multiply(square, square, size);
    squareExponent *= 2;
    if (Math.abs(square[middle]!) > SCALE) {
      square = square.map((value) => value / SCALE);
      squareExponent += SCALE_POWER;
    }
  }
  let chance = power[middle]!;
  for (let i = 1; i <= n; i++) {
    chance = (i * chance) / n;
    if (chance < 1 / SCALE) {
      chance *= SCALE;
      exponent -= SCALE_POWER;
    }
  }
  return chance * 2 ** exponent;
}
