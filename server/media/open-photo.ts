import sharp, { type Metadata, type Sharp } from "sharp";
import { AppError } from "@/lib/core/errors";
import { decodeBmp } from "@/lib/core/photos/decode-bmp";
import { headerSize } from "@/lib/core/photos/header-size";
import { isCutShort } from "@/lib/core/photos/is-cut-short";
import { isTooLargeToDecode, MAX_PHOTO_BYTES, MAX_PIXELS, MAX_SIDE_PX } from "@/lib/core/photos/limits";
import { sniffFormat } from "@/lib/core/photos/sniff-format";
import { decodeHeic } from "./heic";

// An allow-list: what is not named here (SVG, PDF, ImageMagick …) cannot be loaded in this process.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpeg",
    "VipsForeignLoadPng",
    "VipsForeignLoadWebp",
    "VipsForeignLoadHeif",
    "VipsForeignLoadTiff",
    "VipsForeignLoadNsgif",
  ],
});

export interface OpenedPhoto {
  /** Upright sRGB, first frame; nothing is decoded until an output is asked for. */
  readonly image: Sharp;
  readonly format: string;
}

/** sharp's messages for a file that starts well and is then cut off or wrong. */
function asPhotoError(error: unknown, bytes: Uint8Array): AppError {
  const words = error instanceof Error ? error.message : String(error);
  if (/pixel limit|too large|exceeds/i.test(words)) {
    return new AppError("photo/too-many-pixels", {
      facts: { limitMegapixels: MAX_PIXELS / 1e6 },
      cause: error,
    });
  }
  const sniffed = sniffFormat(bytes);
  const isCut = sniffed.kind === "decodable" && isCutShort(bytes, sniffed.format);
  return new AppError(isCut ? "photo/truncated" : "photo/damaged", { cause: error });
}

/** Runs a decode of these bytes and turns the decoder's failure into the person's. */
export async function decoding<T>(bytes: Uint8Array, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof AppError ? error : asPhotoError(error, bytes);
  }
}

function checkPixels(
  { width, height, depth }: Pick<Metadata, "width" | "height" | "depth">,
  fileBytes: number,
): void {
  const bytesPerSample = depth === "uchar" || depth === "char" || depth === undefined ? 1 : 2;
  if (isTooLargeToDecode({ width, height, bytesPerSample, fileBytes })) {
    throw new AppError("photo/too-many-pixels", {
      facts: { width, height, limitMegapixels: MAX_PIXELS / 1e6, limitSidePx: MAX_SIDE_PX },
    });
  }
}

function checkBytes(bytes: Uint8Array, limitBytes: number): void {
  if (bytes.length === 0) throw new AppError("photo/empty");
  if (bytes.length > limitBytes) {
    throw new AppError("photo/too-many-bytes", { facts: { limitMegabytes: limitBytes / 2 ** 20 } });
  }
}

async function openBmp(bytes: Uint8Array): Promise<OpenedPhoto> {
  const claimed = headerSize(bytes);
  if (claimed) checkPixels({ ...claimed, depth: "uchar" }, bytes.length);
  const { rgba, width, height } = await decoding(bytes, (async () => decodeBmp(bytes))());
  const image = sharp(rgba, { raw: { width, height, channels: 4 }, limitInputPixels: MAX_PIXELS });
  return { image, format: "bmp" };
}

/**
 * Looks at a file's first bytes and header and prepares its decoding. A header can be whole while the rest is cut
 * off: only the output's promise says that (wrap it in `decoding`).
 * @throws AppError photo/empty, photo/too-many-bytes, photo/not-an-image, photo/unsupported-format,
 *   photo/too-many-pixels, photo/truncated, photo/damaged
 */
export async function openPhoto(bytes: Uint8Array, limitBytes = MAX_PHOTO_BYTES): Promise<OpenedPhoto> {
  checkBytes(bytes, limitBytes);
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind === "unknown") throw new AppError("photo/not-an-image");
  if (sniffed.kind === "unsupported") {
    throw new AppError("photo/unsupported-format", { facts: { format: sniffed.name } });
  }
  if (sniffed.format === "heic") {
    const { rgba, width, height } = await decodeHeic(bytes);
    // a header may claim any width, even none
    if (rgba.length === 0) throw new AppError("photo/damaged");
    const image = sharp(rgba, { raw: { width, height, channels: 4 }, limitInputPixels: MAX_PIXELS });
    return { image, format: "heic" };
  }
  if (sniffed.format === "bmp") return openBmp(bytes);
  const input = { failOn: "error", pages: 1, limitInputPixels: false } as const;
  checkPixels(await decoding(bytes, sharp(bytes, input).metadata()), bytes.length);
  const image = sharp(bytes, { ...input, limitInputPixels: MAX_PIXELS })
    .rotate()
    .toColourspace("srgb");
  return { image, format: sniffed.format };
}
