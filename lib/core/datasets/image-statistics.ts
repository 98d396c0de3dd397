import type { GreyImage } from "./grey-image";

export interface ImageStatistics {
  /** Grey mean, 0..255. */
  readonly mean: number;
  /** Grey variance, 0..16256: 0 is one flat colour. */
  readonly variance: number;
  /** Variance of the Laplacian: low where nothing has an edge. */
  readonly sharpness: number;
  /** Shares of pixels at most 8, and at least 247, in 0..1. */
  readonly darkShare: number;
  readonly brightShare: number;
}

const DARK = 8;
const BRIGHT = 247;

/**
 * Measures what tells a blank, blurred or badly exposed photo.
 * @throws RangeError for an image without pixels
 * Source (sharpness): Pech-Pacheco et al. 2000, "Diatom autofocusing in brightfield microscopy", LAPV
 */
export function measureImage(image: GreyImage): ImageStatistics {
  const { pixels } = image;
  if (pixels.length === 0) throw new RangeError("an empty image");
  let sum = 0;
  let squares = 0;
  let dark = 0;
  let bright = 0;
  for (const value of pixels) {
    sum += value;
    squares += value * value;
    if (value <= DARK) dark++;
    if (value >= BRIGHT) bright++;
  }
  const mean = sum / pixels.length;
  return {
    mean,
    variance: squares / pixels.length - mean * mean,
    sharpness: laplacianVariance(image),
    darkShare: dark / pixels.length,
    brightShare: bright / pixels.length,
  };
}

/** 0 for an image too small to have an inside. */
function laplacianVariance({ width, height, pixels }: GreyImage): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const value =
        pixels[at - width]! + pixels[at + width]! + pixels[at - 1]! + pixels[at + 1]! - 4 * pixels[at]!;
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(0, width - 2) * Math.max(0, height - 2);
  if (count === 0) return 0;
  return squares / count - (sum / count) ** 2;
}
