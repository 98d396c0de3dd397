/**
 * How long a sketch must be: features of 20 underlying factors, 200 photos before and 200 after one factor moved by some
 * standard deviations, 20 seeded runs. Prints how often the vector test of `lib/core/monitoring` calls drift.
 * Run: npx tsx scripts/monitoring/sketch-length.ts
 */
import { compareColumn } from "@/lib/core/monitoring/compare-column";
import { createNumpyRandom, type NumpyRandom } from "@/lib/core/monitoring/distributions/mersenne-twister";

const FEATURES = 256;
const FACTORS = 20;
const PHOTOS = 200;
const RUNS = 20;

const normal = ({ fraction }: NumpyRandom) =>
  Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction());
const normals = (random: NumpyRandom, length: number) => Float64Array.from({ length }, () => normal(random));

/** Sketches of photos whose first factor has moved. */
function sketches(
  random: NumpyRandom,
  factors: readonly Float64Array[],
  signs: readonly Int8Array[],
  moved: number,
) {
  return Array.from({ length: PHOTOS }, () => {
    const features = normals(random, FEATURES).map((noise) => 1 + 0.3 * noise);
    for (const [index, factor] of factors.entries()) {
      const strength = 0.3 * (normal(random) + (index === 0 ? moved : 0));
      for (let at = 0; at < FEATURES; at++) features[at]! += strength * factor[at]!;
    }
    const scale = 32 / Math.hypot(...features);
    return signs.map((row) =>
      Math.round(scale * row.reduce((sum, sign, at) => sum + sign * features[at]!, 0)),
    );
  });
}

function isFound(length: number, moved: number, seed: number): boolean {
  const random = createNumpyRandom(seed);
  const factors = Array.from({ length: FACTORS }, () => normals(random, FEATURES));
  const signs = Array.from({ length }, () =>
    Int8Array.from({ length: FEATURES }, () => (random.upTo(1) === 1 ? 1 : -1)),
  );
  const before = sketches(random, factors, signs, 0);
  const { value, threshold, reason } = compareColumn(before, sketches(random, factors, signs, moved), {
    asEvidently: false,
  });
  return reason === null && value !== null && threshold !== null && value > threshold;
}

for (const length of [4, 8, 16, 32])
  for (const moved of [0, 0.5, 1, 2]) {
    const found = Array.from({ length: RUNS }, (_, run) =>
      isFound(length, moved, 1_000 * (run + 1) + length),
    );
    console.log(`${length} numbers, moved by ${moved}: ${found.filter(Boolean).length} of ${RUNS}`);
  }
