import { wilsonInterval } from "./worst-slice";

/** A share or a mean with the interval in which it probably lies (95 %). */
export interface Likely {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Photos it is told from. */
  readonly photos: number;
}

/** What one photo adds to a share: `part` of `whole`. */
export interface PhotoPart {
  readonly part: number;
  readonly whole: number;
}

const Z = 1.959964;

/**
 * A share over photos: all parts by all wholes. Boxes of one photo err together, so the interval is Wilson's of as many as
 * there are photos that add something.
 * @returns null where no photo adds anything
 */
export function shareOf(photos: readonly PhotoPart[]): Likely | null {
  const adding = photos.filter(({ whole }) => whole > 0);
  const whole = adding.reduce((sum, photo) => sum + photo.whole, 0);
  if (whole === 0) return null;
  const value = adding.reduce((sum, { part }) => sum + part, 0) / whole;
  const interval = wilsonInterval(value * adding.length, adding.length);
  return interval && { value, ...interval, photos: adding.length };
}

/** A mean with its normal interval. Null for fewer than two values: nothing is known of how they differ. */
export function meanOf(values: readonly number[]): Likely | null {
  if (values.length < 2) return null;
  const value = values.reduce((sum, one) => sum + one, 0) / values.length;
  const squares = values.reduce((sum, one) => sum + (one - value) ** 2, 0);
  const half = Z * Math.sqrt(squares / (values.length - 1) / values.length);
  return { value, low: value - half, high: value + half, photos: values.length };
}

/**
 * How much more the share of `b` is than that of `a`, photo by photo the same ones: what makes a photo hard for both falls out.
 * Source: the linearised difference of two ratios, Cochran, Sampling Techniques, 1977, 6.4.
 * @throws RangeError where the two are not of the same photos
 */
export function shareDifference(a: readonly PhotoPart[], b: readonly PhotoPart[]): Likely | null {
  if (a.length !== b.length) throw new RangeError("shares of different photos");
  const sums = [a, b].map((photos) => ({
    part: photos.reduce((sum, { part }) => sum + part, 0),
    whole: photos.reduce((sum, { whole }) => sum + whole, 0),
  }));
  const [ofA, ofB] = sums;
  if (!ofA || !ofB || ofA.whole === 0 || ofB.whole === 0) return null;
  const [shareA, shareB] = [ofA.part / ofA.whole, ofB.part / ofB.whole];
  const n = a.length;
  const pull = ({ part, whole }: PhotoPart, share: number, all: number) => ((part - share * whole) * n) / all;
  const spread = meanOf(
    a.map((photo, at) => pull(b[at] ?? photo, shareB, ofB.whole) - pull(photo, shareA, ofA.whole)),
  );
  if (!spread) return null;
  const half = spread.high - spread.value;
  const value = shareB - shareA;
  return { value, low: value - half, high: value + half, photos: n };
}
