import { bytesOfRows, type PixelFormat } from "@/lib/client/detection/letterbox/photo-rows";
import type { LetterboxPlan } from "@/lib/core/detection/letterbox";
import { BYTES_AT_ONCE, COLUMN_BYTES, MEAN_BYTES, SUM_BYTES } from "@/lib/core/detection/letterbox-kernels";
import type { Size } from "@/lib/core/geometry/box";

/** Where things lie in the letterbox's memory, bytes. */
export interface Places {
  /** A float for a kernel. */
  readonly scalar: number;
  /** 16 bytes for the alphas it saw. */
  readonly opaque: number;
  readonly strip: number;
  readonly sums: number;
  /** [height × width × 4] floats. */
  readonly means: number;
  readonly columns: number;
  readonly output: number;
  readonly end: number;
}

/** @param stripRows rows of the photo in a strip */
export function layOutPlaces(
  photo: Size,
  format: PixelFormat,
  stripRows: number,
  inputSize: number,
  plan: LetterboxPlan,
): Places {
  let end = 0;
  const next = (bytes: number) => {
    const start = end;
    end = Math.ceil((start + bytes) / 64) * 64;
    return start;
  };
  const rowBytes = photo.width * (format === "i420" ? 2 : 4);
  const places = {
    scalar: next(4),
    opaque: next(16),
    // a row is read to the end of a cache line
    strip: next(bytesOfRows(format, photo, stripRows) + BYTES_AT_ONCE),
    sums: next((rowBytes + 3 * BYTES_AT_ONCE) * SUM_BYTES),
    means: next(plan.width * plan.height * MEAN_BYTES),
    columns: next(plan.columns.low.length * COLUMN_BYTES),
    output: next(inputSize * 12),
  };
  return { ...places, end };
}
