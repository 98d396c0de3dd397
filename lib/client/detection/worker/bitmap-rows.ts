import type { PhotoRows, PixelFormat } from "@/lib/client/detection/letterbox/photo-rows";
import { canvasOf, readPixels } from "@/lib/client/detection/worker/canvas";
import { copyRows, isWholeAndUpright } from "@/lib/client/detection/worker/frame-rows";
import type { ReadRows } from "@/lib/core/detection/letterbox";

export interface BitmapRows extends PhotoRows {
  close(): void;
}

/**
 * The rows of a decoded picture as 8-bit sRGB. A video frame hands them out several times faster than a canvas, so it is used
 * where that is safe: an opaque picture that stands as it is stored, in a browser whose frames are known to give these very
 * values.
 * @param anyFormat give rows as the frame has them, which is faster still; otherwise they are `rgba`
 */
export async function bitmapRows(bitmap: ImageBitmap, anyFormat: boolean): Promise<BitmapRows> {
  const frame = (await frameIsExact()) ? frameOf(bitmap) : undefined;
  if (!frame) return { format: "rgba", readRows: canvasRows(bitmap), close: () => {} };
  const close = () => frame.close();
  if (!anyFormat) return { format: "rgba", readRows: frameRows(frame, "rgba"), close };
  const format = frame.format === "BGRX" ? "bgrx" : "rgbx";
  return { format, readRows: frameRows(frame, format), close };
}

/** @returns undefined where a frame's pixels would not be the picture as it is shown */
function frameOf(bitmap: ImageBitmap): VideoFrame | undefined {
  const frame = new VideoFrame(bitmap, { timestamp: 0 });
  const isOpaque = frame.format === "BGRX" || frame.format === "RGBX";
  if (isOpaque && isWholeAndUpright(frame, bitmap)) return frame;
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
    const native = frame.format?.startsWith("BGR") ? "bgrx" : "rgbx";
    // into WebAssembly's memory too, where the letterbox has them written
    const memory = new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer, 64, 8);
    for (const format of ["rgba", native] as const) {
      const got = await frameRows(frame, format)(0, 1, memory);
      const order = format === "bgrx" ? [2, 1, 0] : [0, 1, 2];
      const isSame = [0, 4].every((pixel) =>
        order.every((from, channel) => got[pixel + from] === pixels[pixel + channel]),
      );
      if (!isSame) return false;
    }
    return true;
  } finally {
    frame.close();
  }
}

const COPIED_AS: Readonly<Record<Exclude<PixelFormat, "i420">, VideoPixelFormat>> = {
  rgba: "RGBA",
  rgbx: "RGBX",
  bgrx: "BGRX",
};

function frameRows(frame: VideoFrame, format: Exclude<PixelFormat, "i420">): ReadRows {
  const { width } = frame.visibleRect!;
  return (first, rows, into) => {
    const length = width * rows * 4;
    const strip = into?.subarray(0, length) ?? new Uint8Array(length);
    return copyRows(frame, first, rows, strip, COPIED_AS[format]);
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
