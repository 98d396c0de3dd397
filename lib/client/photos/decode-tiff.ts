import { turnUpright } from "@/lib/core/photos/turn-upright";
import { type AnyCanvas, makeCanvas } from "./canvas";
import { readTiffPixels } from "./tiff-pixels";

/** A TIFF's first picture, upright: browsers show none themselves. @throws AppError photo/damaged, server/offline */
export async function decodeTiff(bytes: Uint8Array): Promise<AnyCanvas> {
  const { width, height, orientation, rgba } = await readTiffPixels(bytes);
  const stored = makeCanvas(width, height);
  stored.context.putImageData(new ImageData(rgba, width, height), 0, 0);
  const upright = turnUpright({ width, height }, orientation);
  const { canvas, context } = makeCanvas(upright.width, upright.height);
  context.setTransform(...upright.transform);
  context.drawImage(stored.canvas, 0, 0);
  return canvas;
}
