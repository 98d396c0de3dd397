import { AppError } from "@/lib/core/errors";
import { turnUpright } from "@/lib/core/photos/turn-upright";
import { readTiffPixels } from "./tiff-pixels";

function canvasOf(width: number, height: number) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) throw new AppError("detection/out-of-memory");
  return { canvas, context };
}

/** A TIFF's first picture, upright: browsers show none themselves. @throws AppError photo/damaged, server/offline */
export async function decodeTiff(bytes: Uint8Array): Promise<HTMLCanvasElement> {
  const { width, height, orientation, rgba } = await readTiffPixels(bytes);
  const stored = canvasOf(width, height);
  stored.context.putImageData(new ImageData(rgba, width, height), 0, 0);
  const upright = turnUpright({ width, height }, orientation);
  const { canvas, context } = canvasOf(upright.width, upright.height);
  context.setTransform(...upright.transform);
  context.drawImage(stored.canvas, 0, 0);
  return canvas;
}
