import { AppError } from "@/lib/core/errors";

/** A canvas for a page or a worker. */
export type AnyCanvas = OffscreenCanvas | HTMLCanvasElement;
export type AnyContext = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** @throws AppError detection/out-of-memory */
export function makeCanvas(width: number, height: number): { canvas: AnyCanvas; context: AnyContext } {
  const canvas = typeof document === "undefined" ? new OffscreenCanvas(width, height) : onPage(width, height);
  const context = canvas.getContext("2d") as AnyContext | null;
  if (!context) throw new AppError("detection/out-of-memory");
  return { canvas, context };
}

function onPage(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** @throws AppError detection/out-of-memory */
export async function canvasToBlob(canvas: AnyCanvas, quality: number, type = "image/jpeg"): Promise<Blob> {
  const blob =
    "convertToBlob" in canvas
      ? await canvas.convertToBlob({ type, quality }).catch(() => null)
      : await new Promise<Blob | null>((resolve) => {
          canvas.toBlob(resolve, type, quality);
        });
  if (!blob) throw new AppError("detection/out-of-memory");
  return blob;
}
