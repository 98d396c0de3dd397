import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";

/**
 * A white canvas to read from.
 * @throws AppError detection/out-of-memory
 */
export function canvasOf({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  if (!context) throw new AppError("detection/out-of-memory", { facts: { width, height } });
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  return context;
}

/** [height × width × 4] 8-bit sRGB from the canvas's upper left corner. */
export function readPixels(
  context: OffscreenCanvasRenderingContext2D,
  { width, height }: Size,
): Uint8ClampedArray {
  return context.getImageData(0, 0, width, height, { colorSpace: "srgb" }).data;
}
