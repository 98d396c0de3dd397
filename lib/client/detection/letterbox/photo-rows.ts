import type { ReadRows } from "@/lib/core/detection/letterbox";
import type { Size } from "@/lib/core/geometry/box";

/**
 * How pixels lie in memory: four bytes each, the last one opacity or (x) nothing; or planes of brightness and, at half the
 * width and height, of the two colours, as a JPEG has them.
 */
export type PixelFormat = "rgba" | "rgbx" | "bgrx" | "i420";

/** A decoded photo's pixels, 8 bits, sRGB (`i420`: JPEG's full range of it), in whole rows from top to bottom. */
export interface PhotoRows {
  readonly format: PixelFormat;
  /** With `i420` the first row asked for is even, and the three planes of the rows come one after another. */
  readonly readRows: ReadRows;
}

/** Bytes of some rows of a photo that begin at an even one. */
export function bytesOfRows(format: PixelFormat, { width }: Size, rows: number): number {
  if (format !== "i420") return width * rows * 4;
  return width * rows + 2 * Math.ceil(width / 2) * Math.ceil(rows / 2);
}
