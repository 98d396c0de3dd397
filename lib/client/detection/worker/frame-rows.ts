import type { Size } from "@/lib/core/geometry/box";

/** A photo that a camera held upright lies turned in its frame; a browser that does not say so is not trusted. */
export function isWholeAndUpright(frame: VideoFrame, { width, height }: Size): boolean {
  const {
    rotation,
    flip,
    visibleRect,
  }: VideoFrame & { readonly rotation?: number; readonly flip?: boolean } = frame;
  const isWhole = visibleRect?.width === width && visibleRect.height === height;
  return rotation === 0 && flip === false && isWhole;
}

/** Copies whole rows of a frame into `strip`, and returns it. */
export async function copyRows(
  frame: VideoFrame,
  first: number,
  rows: number,
  strip: Uint8Array,
  format?: VideoPixelFormat,
): Promise<Uint8Array> {
  const { x, width } = frame.visibleRect!;
  const rect = { x, y: first, width, height: rows };
  await frame.copyTo(strip, { rect, ...(format && { format }) });
  return strip;
}
