import { createRandom } from "@/lib/core/metrics/random";

/**
 * Samples that `scripts/monitoring/reference.py` makes too, number for number: only what SciPy and Evidently say of them is stored.
 * Nothing here but addition, multiplication, division and rounding down, which both languages compute alike.
 */
type Random = () => number;

export interface Samples<Value> {
  readonly reference: Value[];
  readonly current: Value[];
}

const SHAPES = ["uniform", "bell", "ties", "few", "constant", "skewed"] as const;

const below = (random: Random, count: number) => Math.floor(random() * count);
const many = <Value>(count: number, draw: () => Value) => Array.from({ length: count }, draw);

function drawNumber(shape: (typeof SHAPES)[number], random: Random, shift: number): number {
  if (shape === "uniform") return random() + shift;
  if (shape === "bell") return random() + random() + random() + random() - 2 + shift;
  if (shape === "ties") return Math.floor((random() + shift) * 12) / 4;
  if (shape === "few") return Math.floor((random() + shift) * 3);
  if (shape === "constant") return 7;
  const u = random();
  return u * u * u * 10 + shift;
}

function sizesOf(index: number, random: Random): readonly [number, number] {
  const kind = index % 8;
  if (kind === 0) return [below(random, 6), below(random, 6)];
  if (kind === 1) {
    const size = 2 + below(random, 150);
    return [size, size];
  }
  if (kind === 2) return [20 + below(random, 200), 20 + below(random, 200)];
  if (kind === 3) return [200 + below(random, 600), 200 + below(random, 600)];
  if (kind === 4) return [30 + below(random, 30), 500 + below(random, 500)];
  if (kind === 5) {
    const size = 10 + below(random, 100);
    return [size * 3, size];
  }
  if (kind === 6) return [1001 + below(random, 800), 300 + below(random, 900)];
  return [50 + below(random, 900), 10_001 + below(random, 500)];
}

/** Numbers: alike, shifted, with ties, with few values, constant, skewed; from none to 10,500 rows. */
export function numberCase(index: number): Samples<number> {
  const random = createRandom(1000 + index);
  const shape = SHAPES[Math.floor(index / 8) % SHAPES.length]!;
  const [first, second] = sizesOf(index, random);
  const shift = random() < 0.4 ? 0 : random() * 0.6;
  const reference = many(first, () => drawNumber(shape, random, 0));
  return { reference, current: many(second, () => drawNumber(shape, random, shift)) };
}

/** Names: one to fifteen of them, some in one sample only. */
export function categoryCase(index: number): Samples<string> {
  const random = createRandom(5000 + index);
  const [first, second] = sizesOf(index, random);
  const count = 1 + below(random, index % 3 === 0 ? 2 : 14);
  const isSkewed = random() < 0.5;
  const draw = (skewed: boolean) => {
    const u = random();
    return `c${Math.floor((skewed ? u * u : u) * count)}`;
  };
  const reference = many(first, () => draw(false));
  return { reference, current: many(second, () => draw(isSkewed)) };
}

/** Vectors of two to eight numbers, some with ties, every fortieth pair above a thousand rows. */
export function vectorCase(index: number): Samples<Float64Array> {
  const random = createRandom(9000 + index);
  const size = 2 + below(random, 7);
  let first = 4 + below(random, 120);
  let second = 4 + below(random, 120);
  if (index % 40 === 39) {
    first = 1001 + below(random, 60);
    second = 1001 + below(random, 60);
  }
  const shift = random() < 0.4 ? 0 : random() * 0.8;
  const hasTies = random() < 0.2;
  const vector = (by: number) => {
    const values = Float64Array.from({ length: size }, () => drawNumber("bell", random, by));
    return hasTies ? values.map((value) => Math.floor(value * 2) / 2) : values;
  };
  const reference = many(first, () => vector(0));
  return { reference, current: many(second, () => vector(shift)) };
}

type Row = Record<string, number | string | boolean | null>;

function drawRow(random: Random, shift: number): Row {
  const isMissing = random() < 0.1;
  return {
    bell: drawNumber("bell", random, shift),
    few: Math.floor((random() + shift) * 3),
    many: Math.floor(random() * 1000),
    name: `c${Math.floor(random() * (4 + shift * 3))}`,
    flag: random() < 0.5 + shift / 4,
    gaps: isMissing ? null : drawNumber("skewed", random, shift),
    same: 5,
  };
}

/** Whole tables, with columns of every kind. */
export function tableCase(index: number): Samples<Row> {
  const random = createRandom(13_000 + index);
  const first = index % 3 === 0 ? 1001 + below(random, 500) : 100 + below(random, 900);
  const second = 100 + below(random, 900);
  const shift = random() < 0.4 ? 0 : random() * 0.8;
  const reference = many(first, () => drawRow(random, 0));
  return { reference, current: many(second, () => drawRow(random, shift)) };
}

/** Chances to be corrected together. */
export function correctionCase(index: number): readonly number[] {
  const random = createRandom(17_000 + index);
  const values = many(1 + below(random, 40), () => random() * random() * random());
  return index % 4 === 0 ? values.map((value) => Math.floor(value * 20) / 20) : values;
}

/** Arguments of the distributions behind the tests. */
export function distributionCase(index: number) {
  const random = createRandom(21_000 + index);
  const degrees = 1 + below(random, index % 2 === 0 ? 60 : 1500);
  const value = degrees * random() * 3;
  const size = 1 + below(random, index % 2 === 0 ? 200 : 4000);
  const distance = (random() * 4) / Math.sqrt(size);
  return { degrees, value, size, distance, z: random() * 8 };
}
