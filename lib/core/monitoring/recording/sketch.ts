import { createNumpyRandom } from "../distributions/mersenne-twister";

/** How many numbers a sketch has; why so few is argued in docs/adr/0026. */
export const SKETCH_LENGTH = 16;

/** A projection is the same on every device and in every version: sketches of different days are compared. */
const SEED = 20_261_130;

const planes = new Map<number, Int8Array>();

/** [SKETCH_LENGTH × length] of −1 and 1. Source: Achlioptas 2003, "Database-friendly random projections". */
function projection(length: number): Int8Array {
  const known = planes.get(length);
  if (known) return known;
  const draws = createNumpyRandom(SEED);
  const made = Int8Array.from({ length: SKETCH_LENGTH * length }, () => (draws.upTo(1) === 1 ? 1 : -1));
  planes.set(length, made);
  return made;
}

/**
 * A photo's pooled features as a few coarse whole numbers in −127..127: a random projection of their direction. Far too
 * little to make a picture of, enough to tell whether many photos come from another world than before.
 * @param features [length]; not mutated
 * @returns null where the model has no features, or all are zero
 */
export function sketchOf(features: Float32Array): number[] | null {
  let squares = 0;
  for (const value of features) squares += value * value;
  if (!(squares > 0) || !Number.isFinite(squares)) return null;
  const signs = projection(features.length);
  // a direction's projection on a plane of ±1 has a standard deviation of about 1: 32 steps for it are coarse on purpose
  const scale = 32 / Math.sqrt(squares);
  return Array.from({ length: SKETCH_LENGTH }, (_, row) => {
    let sum = 0;
    const start = row * features.length;
    for (let at = 0; at < features.length; at++) sum += signs[start + at]! * features[at]!;
    return Math.max(-127, Math.min(127, Math.round(sum * scale)));
  });
}
