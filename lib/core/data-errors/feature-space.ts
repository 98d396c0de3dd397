import { featureSpread } from "../metrics/feature-spread";

/** Feature vectors to compare: each axis standardised. */
export interface FeatureSpace {
  readonly count: number;
  readonly length: number;
  /** [count × length]. */
  readonly rows: Float32Array;
  /** [count × length], each of length 1: their product is the cosine. */
  readonly directions: Float32Array;
}

/** @param vectors at least one, of one length @throws RangeError */
export function createFeatureSpace(vectors: readonly ArrayLike<number>[]): FeatureSpace {
  const { mean, deviation } = featureSpread(vectors);
  const [count, length] = [vectors.length, mean.length];
  const rows = new Float32Array(count * length);
  const directions = new Float32Array(count * length);
  vectors.forEach((vector, index) => {
    let squares = 0;
    for (let axis = 0; axis < length; axis++) {
      const value = (vector[axis]! - mean[axis]!) / deviation[axis]!;
      rows[index * length + axis] = value;
      squares += value * value;
    }
    const norm = Math.sqrt(squares) || 1;
    for (let axis = 0; axis < length; axis++)
      directions[index * length + axis] = rows[index * length + axis]! / norm;
  });
  return { count, length, rows, directions };
}

export interface Neighbour {
  readonly index: number;
  /** 1 − cosine, in [0, 2]. */
  readonly distance: number;
}

/** The vectors that look most like one of them, nearest first, itself left out; ties by index. */
export function nearestTo(
  { count, length, directions }: FeatureSpace,
  index: number,
  most: number,
): Neighbour[] {
  const nearest: Neighbour[] = [];
  const own = index * length;
  for (let other = 0; other < count; other++) {
    if (other === index) continue;
    const at = other * length;
    let cosine = 0;
    for (let axis = 0; axis < length; axis++) cosine += directions[own + axis]! * directions[at + axis]!;
    const distance = Math.max(0, 1 - cosine);
    if (nearest.length === most && distance >= nearest.at(-1)!.distance) continue;
    let place = nearest.length;
    while (place > 0 && nearest[place - 1]!.distance > distance) place--;
    nearest.splice(place, 0, { index: other, distance });
    if (nearest.length > most) nearest.pop();
  }
  return nearest;
}
