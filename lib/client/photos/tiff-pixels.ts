import { AppError } from "@/lib/core/errors";
import { readTiffHeader } from "@/lib/core/photos/tiff-header";

export interface TiffPixels {
  readonly width: number;
  readonly height: number;
  /** EXIF's, 1 to 8: how the pixels are to be turned. */
  readonly orientation: number;
  /** [height × width × 4] RGBA. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** White is zero, black is zero, RGB, palette, CMYK, YCbCr: what a person would call a picture. */
const PHOTOMETRICS = new Set([0, 1, 2, 3, 5, 6]);
const WHOLE_NUMBERS = 1;
const MOST_BITS = 16;

/**
 * Decodes the first picture of a TIFF; the decoder is fetched only when one comes. Kinds that it would show as black or
 * as noise (floats, spectral bands) are refused.
 * @throws AppError photo/damaged, server/offline
 */
export async function readTiffPixels(bytes: Uint8Array): Promise<TiffPixels> {
  const damaged = (cause?: unknown) => new AppError("photo/damaged", { facts: { format: "tiff" }, cause });
  const header = readTiffHeader(bytes);
  if (!header || header.width === 0 || header.height === 0) throw damaged();
  const isPicture =
    PHOTOMETRICS.has(header.photometric) &&
    header.sampleFormat === WHOLE_NUMBERS &&
    header.bitsPerSample <= MOST_BITS &&
    header.samplesPerPixel <= 5;
  if (!isPicture) throw damaged(new Error("a kind of TIFF that is no picture"));
  const { default: tiff } = await import("utif2").catch((cause: unknown) => {
    throw new AppError("server/offline", { cause });
  });
  try {
    const buffer = bytes.slice().buffer;
    const [first] = tiff.decode(buffer);
    if (!first) throw damaged();
    tiff.decodeImage(buffer, first);
    const rgba = tiff.toRGBA8(first);
    const { width, height } = first;
    if (width !== header.width || height !== header.height || rgba.length !== width * height * 4)
      throw damaged();
    return { width, height, orientation: header.orientation, rgba: new Uint8ClampedArray(rgba) };
  } catch (cause) {
    throw cause instanceof AppError ? cause : damaged(cause);
  }
}
