import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";
import { headerSize } from "@/lib/core/photos/header-size";
import { MAX_PHOTO_BYTES, MAX_PIXELS } from "@/lib/core/photos/limits";
import { type AnyCanvas, canvasToBlob, makeCanvas } from "./canvas";
import { decodeHeic } from "./decode-heic";
import { decodeTiff } from "./decode-tiff";
import { checkPhotoBytes } from "./photo-format";

/** A photo the page can show, detect on and save. */
export interface BrowserPhoto {
  /** As it came, or a picture made of it on this device: a JPEG of HEIC, a PNG of the first frame of GIF, TIFF and BMP. */
  readonly blob: Blob;
  /** px after EXIF orientation. */
  readonly size: Size;
  /** At most THUMBNAIL_EDGE px on its long edge. */
  readonly thumbnail: Blob;
}

export const THUMBNAIL_EDGE = 240;

/** A photo without its thumbnail, where none is shown. */
export type PhotoAlone = Omit<BrowserPhoto, "thumbnail">;

/**
 * Checks, decodes and measures a file, in this thread; `readPhoto` does it beside the page.
 * @throws AppError with a `photo/…` code
 */
export async function openPhotoFile(file: Blob): Promise<BrowserPhoto> {
  return openPhoto(file, async (bitmap, opened) => ({ ...opened, thumbnail: await drawThumbnail(bitmap) }));
}

/** @throws AppError with a `photo/…` code */
export async function openPhotoFileAlone(file: Blob): Promise<PhotoAlone> {
  return openPhoto(file, async (_, opened) => opened);
}

async function openPhoto<T>(
  file: Blob,
  use: (bitmap: ImageBitmap, opened: PhotoAlone) => Promise<T>,
): Promise<T> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const format = checkPhotoBytes(bytes);
  const declared = headerSize(bytes);
  if (declared) assertPixels(declared);
  let blob = new Blob([bytes], { type: `image/${format}` });
  if (format === "tiff") blob = await toPng(await decodeTiff(bytes));
  let bitmap = await decode(blob);
  if (!bitmap && format === "heic") {
    ({ blob, bitmap } = await decodeHeic(bytes, assertPixels));
  }
  // of a moving picture the first frame, and of a BMP what every browser shows
  if (bitmap && (format === "gif" || format === "bmp")) blob = await toPng(bitmap);
  if (!bitmap) throw new AppError("photo/damaged", { facts: { format } });
  try {
    const size = { width: bitmap.width, height: bitmap.height };
    assertPixels(size);
    return await use(bitmap, { blob, size });
  } finally {
    bitmap.close();
  }
}

function assertPixels({ width, height }: Size): void {
  if (width * height <= MAX_PIXELS) return;
  throw new AppError("photo/too-many-pixels", {
    facts: { width, height, limitMegapixels: MAX_PIXELS / 1e6 },
  });
}

async function decode(blob: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(blob);
  } catch {
    return null; // the caller says which failure this is
  }
}

async function drawThumbnail(bitmap: ImageBitmap): Promise<Blob> {
  const scale = Math.min(1, THUMBNAIL_EDGE / Math.max(bitmap.width, bitmap.height));
  const edge = (length: number) => Math.max(1, Math.round(length * scale));
  const { canvas, context } = makeCanvas(edge(bitmap.width), edge(bitmap.height));
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvasToBlob(canvas, 0.8);
}

/** As a PNG, which loses nothing; as a JPEG where that would be too large a file to save. */
async function toPng(picture: ImageBitmap | AnyCanvas): Promise<Blob> {
  const { canvas, context } = makeCanvas(picture.width, picture.height);
  context.drawImage(picture, 0, 0);
  const png = await canvasToBlob(canvas, 1, "image/png");
  if (png.size <= MAX_PHOTO_BYTES) return png;
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvasToBlob(canvas, 0.95);
}
