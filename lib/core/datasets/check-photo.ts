import type { Size } from "../geometry/box";
import { type Finding, finding } from "./finding";
import type { ImageStatistics } from "./image-statistics";

/** A photo as its file was read. */
export interface InspectedPhoto {
  readonly name: string;
  readonly size: Size;
  /** What the bytes say, and what the file's ending says. */
  readonly format: string;
  readonly extension: string;
  readonly statistics: ImageStatistics;
}

const MIN_EDGE_PX = 64;
const MAX_EDGE_PX = 12_000;
const BLANK_VARIANCE = 25;
/** On a grey copy of at most 256 px: photos of everyday sharpness lie in the hundreds. */
const BLURRED_SHARPNESS = 12;
const DARK_MEAN = 25;
const BRIGHT_MEAN = 235;
/** So much of a photo at an end of the scale has lost what was there. */
const CLIPPED_SHARE = 0.75;

const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  jpeg: ["jpg", "jpeg", "jfif", "jpe"],
  png: ["png"],
  webp: ["webp"],
  avif: ["avif"],
  heic: ["heic", "heif"],
  gif: ["gif"],
  tiff: ["tif", "tiff"],
  bmp: ["bmp", "dib"],
};

/** What can be seen from a photo's pixels and name without its labels. */
export function checkPhoto({ name, size, format, extension, statistics }: InspectedPhoto): Finding[] {
  const findings: Finding[] = [];
  const edges = { width: size.width, height: size.height };
  if (!ENDINGS[format]?.includes(extension)) {
    findings.push(finding("photo-extension", [name], { format, extension }));
  }
  if (Math.min(size.width, size.height) < MIN_EDGE_PX)
    findings.push(finding("photo-too-small", [name], edges));
  if (Math.max(size.width, size.height) > MAX_EDGE_PX)
    findings.push(finding("photo-too-large", [name], edges));
  findings.push(...checkLight(name, statistics));
  return findings;
}

/** Blank hides all else: a flat photo is also blurred and, where white or black, badly exposed. */
function checkLight(name: string, statistics: ImageStatistics): Finding[] {
  const { mean, variance, sharpness, darkShare, brightShare } = statistics;
  if (variance < BLANK_VARIANCE) {
    return [finding("photo-blank", [name], { variance: Number(variance.toFixed(1)) })];
  }
  const findings: Finding[] = [];
  if (sharpness < BLURRED_SHARPNESS) {
    findings.push(finding("photo-blurred", [name], { sharpness: Number(sharpness.toFixed(1)) }));
  }
  const light = { mean: Math.round(mean) };
  if (mean < DARK_MEAN || darkShare > CLIPPED_SHARE) {
    findings.push(finding("photo-underexposed", [name], light));
  }
  if (mean > BRIGHT_MEAN || brightShare > CLIPPED_SHARE) {
    findings.push(finding("photo-overexposed", [name], light));
  }
  return findings;
}
