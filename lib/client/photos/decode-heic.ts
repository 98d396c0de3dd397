import { AppError } from "@/lib/core/errors";
import { heicColourSpace } from "@/lib/core/photos/heic-colour-space";
import { canvasToBlob, makeCanvas } from "./canvas";

export interface DecodedHeic {
  /** A JPEG. */
  readonly blob: Blob;
  /** The picture itself, so that the JPEG need not be decoded again. */
  readonly bitmap: ImageBitmap;
}

const JPEG_QUALITY = 0.95;

/**
 * Most phones write HEIC and most browsers cannot read it; the decoder is fetched only when one comes.
 * @param check throws for a picture of a size that is not taken
 * @throws AppError photo/damaged; server/offline if the decoder cannot be fetched; detection/out-of-memory
 */
export async function decodeHeic(
  bytes: Uint8Array,
  check: (size: { readonly width: number; readonly height: number }) => void,
): Promise<DecodedHeic> {
  const { default: decode } = await import("heic-decode").catch((cause: unknown) => {
    throw new AppError("server/offline", { cause });
  });
  const { width, height, data } = await decode({ buffer: bytes }).catch((cause: unknown) => {
    throw new AppError("photo/damaged", { facts: { format: "heic" }, cause });
  });
  check({ width, height });
  const { canvas, context } = makeCanvas(width, height);
  const colorSpace = heicColourSpace(bytes);
  const pixels = new ImageData(new Uint8ClampedArray(data), width, height, { colorSpace });
  context.putImageData(pixels, 0, 0);
  const [blob, bitmap] = await Promise.all([canvasToBlob(canvas, JPEG_QUALITY), createImageBitmap(canvas)]);
  return { blob, bitmap };
}
