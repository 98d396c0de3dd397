import { canvasOf, readPixels } from "@/lib/client/detection/worker/canvas";
import type { ReadRows } from "@/lib/core/detection/letterbox";

export interface BitmapRows {
  readonly readRows: ReadRows;
  close(): void;
}

/**
 * The rows of a decoded picture as 8-bit sRGB. A video frame hands them out several times faster than a canvas, so it is used
 * where that is safe: an opaque picture that stands as it is stored, in a browser whose frames are known to give these very
 * values.
 */
export async function bitmapRows(bitmap: ImageBitmap): Promise<BitmapRows> {
  const frame = (await frameIsExact()) ? frameOf(bitmap) : undefined;
  if (frame) return { readRows: frameRows(frame), close: () => frame.close() };
  return { readRows: canvasRows(bitmap), close: () => {} };
}

/** @returns undefined where a frame's pixels would not be the picture as it is shown */
function frameOf(bitmap: ImageBitmap): VideoFrame | undefined {
  const frame: VideoFrame & { readonly rotation?: number; readonly flip?: boolean } = new VideoFrame(bitmap, {
    timestamp: 0,
  });
  const isOpaque = frame.format === "BGRX" || frame.format === "RGBX";
  // a photo that a camera held upright lies turned in its frame; a browser that does not say so is not trusted
  const isUpright = frame.rotation === 0 && frame.flip === false;
  const isWhole = frame.visibleRect?.width === bitmap.width && frame.visibleRect.height === bitmap.height;
  if (isOpaque && isUpright && isWhole) return frame;
  frame.close();
  return undefined;
}

let exact: Promise<boolean> | undefined;

/** Whether this browser's frames give the pixels that were put in, in the order that is asked for. Tried once. */
function frameIsExact(): Promise<boolean> {
  exact ??= tryFrame().catch(() => false);
  return exact;
}

async function tryFrame(): Promise<boolean> {
  if (typeof VideoFrame === "undefined") return false;
  const pixels = Uint8ClampedArray.of(250, 120, 10, 255, 3, 60, 200, 255);
  const bitmap = await createImageBitmap(new ImageData(pixels, 2, 1));
  const frame = new VideoFrame(bitmap, { timestamp: 0 });
  bitmap.close();
  try {
    const got = await frameRows(frame)(0, 1);
    return got.every((value, at) => value === pixels[at]);
  } finally {
    frame.close();
  }
}

function frameRows(frame: VideoFrame): ReadRows {
  const { width } = frame.visibleRect!;
  let strip = new Uint8Array();
  return async (first, rows) => {
    const length = width * rows * 4;
    if (strip.length < length) strip = new Uint8Array(length);
    const rect = { x: 0, y: first, width, height: rows };
    await frame.copyTo(strip, { rect, format: "RGBA" });
    return strip.subarray(0, length);
  };
}

/** One canvas as large as a strip: one of the whole picture would hold it once more, and 108 megapixels are 0.4 GB. */
function canvasRows(bitmap: ImageBitmap): ReadRows {
  const { width } = bitmap;
  let strip = canvasOf({ width, height: 1 });
  return (first, rows) => {
    if (strip.canvas.height < rows) strip = canvasOf({ width, height: rows });
    strip.fillRect(0, 0, width, rows);
    strip.drawImage(bitmap, 0, -first);
    return readPixels(strip, { width, height: rows });
  };
}
