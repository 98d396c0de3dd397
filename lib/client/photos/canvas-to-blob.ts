import { AppError } from "@/lib/core/errors";

/** @throws AppError detection/out-of-memory */
export function canvasToBlob(canvas: HTMLCanvasElement, quality: number, type = "image/jpeg"): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new AppError("detection/out-of-memory"))),
      type,
      quality,
    );
  });
}
