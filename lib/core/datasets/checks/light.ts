import type { CheckedPixels, DataCheck } from "./data-check";

const BLANK_VARIANCE = 25;
/** On a grey copy of at most 256 px: photos of everyday sharpness lie in the hundreds. */
const BLURRED_SHARPNESS = 12;
const DARK_MEAN = 25;
const BRIGHT_MEAN = 235;
/** With this share of a photo at an end of the scale, detail is lost. */
const CLIPPED_SHARE = 0.75;

const shown = (value: number) => Number(value.toFixed(1));

/** Blank hides everything else: a flat photo is also blurred and, where white or black, badly exposed. */
const isBlank = ({ statistics }: CheckedPixels) => statistics.variance < BLANK_VARIANCE;

export const photoBlank = {
  code: "photo-blank",
  severity: "warning",
  title: "blank photos",
  pixels: (photo) => (isBlank(photo) ? { variance: shown(photo.statistics.variance) } : undefined),
} as const satisfies DataCheck;

export const photoBlurred = {
  code: "photo-blurred",
  severity: "warning",
  title: "blurred photos",
  pixels: (photo) =>
    !isBlank(photo) && photo.statistics.sharpness < BLURRED_SHARPNESS
      ? { sharpness: shown(photo.statistics.sharpness) }
      : undefined,
} as const satisfies DataCheck;

export const photoUnderexposed = {
  code: "photo-underexposed",
  severity: "warning",
  title: "dark photos",
  pixels: (photo) => {
    const { mean, darkShare } = photo.statistics;
    return !isBlank(photo) && (mean < DARK_MEAN || darkShare > CLIPPED_SHARE)
      ? { mean: Math.round(mean) }
      : undefined;
  },
} as const satisfies DataCheck;

export const photoOverexposed = {
  code: "photo-overexposed",
  severity: "warning",
  title: "overexposed photos",
  pixels: (photo) => {
    const { mean, brightShare } = photo.statistics;
    return !isBlank(photo) && (mean > BRIGHT_MEAN || brightShare > CLIPPED_SHARE)
      ? { mean: Math.round(mean) }
      : undefined;
  },
} as const satisfies DataCheck;
