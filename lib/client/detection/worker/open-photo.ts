import type { HeicDecoder } from "@/lib/client/detection/worker/heic";
import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";
import { headerSize } from "@/lib/core/photos/header-size";
import { MAX_PHOTO_BYTES, MAX_PIXELS } from "@/lib/core/photos/limits";
import { sniffFormat } from "@/lib/core/photos/sniff-format";

export interface OpenedPhoto extends Size {
  /** [height × width × 4] sRGB after EXIF orientation, transparency over white. */
  readonly rgba: Uint8ClampedArray;
}

/** Holds the header of any camera's JPEG, with its preview. */
const HEAD_BYTES = 256 * 1024;

/**
 * Decodes a photo to pixels. The browser does it where it can; HEIC it does not know goes to `heic`.
 * @param heic loads the HEIC decoder, which is large, when it is needed
 * @throws AppError photo/empty, photo/too-many-bytes, photo/not-an-image, photo/unsupported-format,
 *   photo/too-many-pixels, photo/truncated
 */
export async function openPhoto(photo: Blob, heic: () => HeicDecoder): Promise<OpenedPhoto> {
  if (photo.size === 0) throw new AppError("photo/empty");
  if (photo.size > MAX_PHOTO_BYTES) {
    throw new AppError("photo/too-many-bytes", { facts: { limitMegabytes: MAX_PHOTO_BYTES / 2 ** 20 } });
  }
  const head = new Uint8Array(await photo.slice(0, HEAD_BYTES).arrayBuffer());
  const sniffed = sniffFormat(head);
  if (sniffed.kind === "unsupported") {
    throw new AppError("photo/unsupported-format", { facts: { format: sniffed.name } });
  }
  if (sniffed.kind === "unknown") throw new AppError("photo/not-an-image");
  assertPixelLimit(headerSize(head) ?? { width: 0, height: 0 });
  const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" }).catch(
    (cause: unknown) => {
      if (sniffed.format === "heic") return undefined;
      throw new AppError("photo/truncated", { cause });
    },
  );
  if (!bitmap) return openHeic(photo, heic());
  try {
    assertPixelLimit(bitmap);
    const context = canvasOf(bitmap);
    context.drawImage(bitmap, 0, 0);
    return { rgba: readPixels(context, bitmap), width: bitmap.width, height: bitmap.height };
  } finally {
    bitmap.close();
  }
}

async function openHeic(photo: Blob, decode: HeicDecoder): Promise<OpenedPhoto> {
  const image = await decode(new Uint8Array(await photo.arrayBuffer())).catch((cause: unknown) => {
    throw new AppError("photo/truncated", { cause });
  });
  const { width, height, data, colorSpace } = image;
  assertPixelLimit(image);
  if (colorSpace === "srgb") return { rgba: data, width, height };
  const context = canvasOf(image);
  context.putImageData(new ImageData(data, width, height, { colorSpace }), 0, 0);
  return { rgba: readPixels(context, image), width, height };
}

function assertPixelLimit({ width, height }: Size): void {
  if (width * height <= MAX_PIXELS) return;
  throw new AppError("photo/too-many-pixels", {
    facts: { width, height, limitMegapixels: MAX_PIXELS / 1e6 },
  });
}

function canvasOf({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" });
  if (!context) throw new AppError("detection/out-of-memory", { facts: { width, height } });
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  return context;
}

function readPixels(context: OffscreenCanvasRenderingContext2D, { width, height }: Size): Uint8ClampedArray {
  return context.getImageData(0, 0, width, height, { colorSpace: "srgb" }).data;
}
