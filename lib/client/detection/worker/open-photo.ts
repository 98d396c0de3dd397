import { bitmapRows } from "@/lib/client/detection/worker/bitmap-rows";
import { canvasOf, readPixels } from "@/lib/client/detection/worker/canvas";
import type { HeicDecoder } from "@/lib/client/detection/worker/heic";
import type { OpenedBrowserPhoto } from "@/lib/client/detection/worker/opened-photo";
import { openPlanarJpeg } from "@/lib/client/detection/worker/planar-jpeg";
import type { ReadRows } from "@/lib/core/detection/letterbox";
import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";
import { headerSize } from "@/lib/core/photos/header-size";
import { isCutShort } from "@/lib/core/photos/is-cut-short";
import { MAX_PHOTO_BYTES, MAX_PIXELS } from "@/lib/core/photos/limits";
import { type PhotoFormat, sniffFormat } from "@/lib/core/photos/sniff-format";

export interface OpenOptions {
  /** Loads the HEIC decoder, which is large, when it is needed. */
  readonly heic: () => HeicDecoder;
  /** Whether a photo of this size may come in another format than `rgba`, which is faster. */
  takesAnyFormat(photo: Size): boolean;
}

/** Holds the header of any camera's JPEG, with its preview. */
const HEAD_BYTES = 256 * 1024;

/**
 * Decodes a photo. The browser does it where it can; HEIC it does not know goes to `heic`.
 * @throws AppError photo/empty, photo/too-many-bytes, photo/not-an-image, photo/unsupported-format,
 *   photo/too-many-pixels, photo/truncated, photo/damaged
 */
export async function openBrowserPhoto(photo: Blob, options: OpenOptions): Promise<OpenedBrowserPhoto> {
  const { heic, takesAnyFormat } = options;
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
  const planar = sniffed.format === "jpeg" && (await openPlanarJpeg(photo, head, takesAnyFormat));
  if (planar) return planar;
  const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" }).catch(
    async (cause: unknown) => {
      if (sniffed.format === "heic") return undefined;
      throw await decodeFailure(photo, sniffed.format, cause);
    },
  );
  if (!bitmap) return openHeic(photo, heic());
  const { width, height } = bitmap;
  try {
    assertPixelLimit(bitmap);
    const { format, readRows, close } = await bitmapRows(bitmap, takesAnyFormat(bitmap));
    return {
      ...{ width, height, format, readRows },
      close() {
        close();
        bitmap.close();
      },
    };
  } catch (error) {
    bitmap.close();
    throw error;
  }
}

async function openHeic(photo: Blob, decode: HeicDecoder): Promise<OpenedBrowserPhoto> {
  const image = await decode(new Uint8Array(await photo.arrayBuffer())).catch(async (cause: unknown) => {
    throw await decodeFailure(photo, "heic", cause);
  });
  const { width, height, data, colorSpace } = image;
  assertPixelLimit(image);
  const readRows: ReadRows = (first, rows) => {
    const strip = data.subarray(first * width * 4, (first + rows) * width * 4);
    if (colorSpace === "srgb") return strip;
    const context = canvasOf({ width, height: rows });
    context.putImageData(new ImageData(strip, width, rows, { colorSpace }), 0, 0);
    return readPixels(context, { width, height: rows });
  };
  return { width, height, format: "rgba", readRows, close: () => {} };
}

/** Distinguishes a file that ends too early from a complete file that is broken or unknown to this browser. */
async function decodeFailure(photo: Blob, format: PhotoFormat, cause: unknown): Promise<AppError> {
  const isCut = isCutShort(new Uint8Array(await photo.arrayBuffer()), format);
  return new AppError(isCut ? "photo/truncated" : "photo/damaged", { facts: { format }, cause });
}

function assertPixelLimit({ width, height }: Size): void {
  if (width * height <= MAX_PIXELS) return;
  throw new AppError("photo/too-many-pixels", {
    facts: { width, height, limitMegapixels: MAX_PIXELS / 1e6 },
  });
}
