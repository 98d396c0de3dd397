import { isAppError } from "../../errors";
import type { Box, Size } from "../../geometry/box";
import { headerSize } from "../../photos/header-size";
import { MAX_PHOTO_BYTES } from "../../photos/limits";
import type { SetFiles } from "./set-files";

const SAMPLES = 12;

/** Sizes of a few photos, by path, to hold readings of boxes against; a photo may be turned, so that its edges are swapped. */
export async function sampleSizes(
  files: SetFiles,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Size>> {
  const step = Math.max(1, Math.floor(paths.length / SAMPLES));
  const sizes = new Map<string, Size>();
  for (const path of paths.filter((_, index) => index % step === 0).slice(0, SAMPLES)) {
    const bytes = await files.read(path, MAX_PHOTO_BYTES).catch((error: unknown) => {
      if (!isAppError(error)) throw error;
    });
    const size = bytes && headerSize(bytes);
    if (size) sizes.set(path, size);
  }
  return sizes;
}

/** Px by which a rounded box may reach beyond its photo. */
const LEEWAY_PX = 1.5;

/** True when a box lies in a photo of this size, upright or turned. */
export function isInside({ x1, y1, x2, y2 }: Box<"source">, { width, height }: Size): boolean {
  const fits = (w: number, h: number) => x2 <= w + LEEWAY_PX && y2 <= h + LEEWAY_PX;
  return x1 >= -LEEWAY_PX && y1 >= -LEEWAY_PX && (fits(width, height) || fits(height, width));
}
