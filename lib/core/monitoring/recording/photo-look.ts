import type { LetterboxTransform, TensorLayout } from "../../detection/letterbox";
import type { Size } from "../../geometry/box";

/** How a photo looks as a whole; each from 0 (none) to 1. */
export interface PhotoLook {
  /** Mean luma. */
  readonly brightness: number;
  /** Standard deviation of the luma: 0.5 is half black, half white. */
  readonly contrast: number;
  /** Mean saturation, as in HSV. */
  readonly saturation: number;
  /** Mean step of the luma from one pixel of the network's input to the next, across and down. */
  readonly sharpness: number;
}

export interface NetworkInput {
  /** [1, S, S, 3] or [1, 3, S, S], RGB in 0..1; not mutated. */
  readonly data: Float32Array;
  readonly layout: TensorLayout;
  readonly inputSize: number;
  readonly transform: LetterboxTransform;
}

/** About as many pixels are looked at, whatever the photo's size: a mean over 4,096 is known to a hundredth. */
const SAMPLES = 4_096;

// Rec. 709 on gamma-coded values, as photo programs show brightness
const RED = 0.2126;
const GREEN = 0.7152;
const BLUE = 0.0722;

/**
 * Looks at evenly spaced pixels of the network's input, without the grey around the photo. The input is at most a few
 * hundred px wide for every photo, so that sharpness of a small and a large photo can be compared.
 */
export function lookOfPhoto({ data, layout, inputSize, transform }: NetworkInput, photo: Size): PhotoLook {
  const left = transform.padX;
  const top = transform.padY;
  const width = Math.max(1, Math.round(photo.width * transform.scaleX));
  const height = Math.max(1, Math.round(photo.height * transform.scaleY));
  const step = Math.max(1, Math.floor(Math.sqrt((width * height) / SAMPLES)));
  const plane = inputSize * inputSize;
  const [pixel, channel] = layout === "nhwc" ? [3, 1] : [1, plane];
  const lumaAt = (at: number) =>
    RED * data[at]! + GREEN * data[at + channel]! + BLUE * data[at + 2 * channel]!;

  let count = 0;
  let sum = 0;
  let squares = 0;
  let saturation = 0;
  let steps = 0;
  let stepSum = 0;
  for (let y = step >> 1; y < height; y += step) {
    for (let x = step >> 1; x < width; x += step) {
      const at = ((top + y) * inputSize + left + x) * pixel;
      const red = data[at]!;
      const green = data[at + channel]!;
      const blue = data[at + 2 * channel]!;
      const luma = RED * red + GREEN * green + BLUE * blue;
      const most = Math.max(red, green, blue);
      count++;
      sum += luma;
      squares += luma * luma;
      if (most > 0) saturation += (most - Math.min(red, green, blue)) / most;
      if (x + 1 < width) {
        steps++;
        stepSum += Math.abs(lumaAt(at + pixel) - luma);
      }
      if (y + 1 < height) {
        steps++;
        stepSum += Math.abs(lumaAt(at + inputSize * pixel) - luma);
      }
    }
  }
  // a photo of one pixel in one direction, however thin, has one sample at the least
  if (count === 0) return lookOfOne(lumaAt((top * inputSize + left) * pixel));
  const mean = sum / count;
  return {
    brightness: mean,
    contrast: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    saturation: saturation / count,
    sharpness: steps === 0 ? 0 : stepSum / steps,
  };
}

function lookOfOne(luma: number): PhotoLook {
  return { brightness: luma, contrast: 0, saturation: 0, sharpness: 0 };
}
