import { createHash } from "node:crypto";
import { MAX_PHOTO_BYTES, MAX_STORED_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { PARALLEL_DECODES, THUMBNAIL_EDGE_PX } from "./limits";
import { decoding, openPhoto } from "./open-photo";
import { createSemaphore } from "./semaphore";
import { isStoredForm } from "./stored-form";

export interface DecodedPhoto {
  /** [height × width × 4] sRGB, straight alpha, rows top to bottom after EXIF orientation. */
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** What the file's bytes said: jpeg, png, webp, avif, heic, gif, tiff or bmp. */
  readonly format: string;
}

/** A photo's pixels as its file has them: without an alpha channel where nothing is transparent. */
export interface OpaqueOrNot {
  /** [height × width × channels] sRGB, straight alpha, rows top to bottom after EXIF orientation. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly contentType: "image/jpeg" | "image/png" | "image/webp";
}

export interface StoredPhoto {
  readonly width: number;
  readonly height: number;
  /** Upright, sRGB, without any metadata. Lossless PNG when the source was lossless, else JPEG. */
  readonly photo: StoredFile;
  /** WebP that fits a square of `THUMBNAIL_EDGE_PX`. */
  readonly thumbnail: StoredFile;
}

/** A GIF has few colours, and a TIFF or BMP scan no block artefacts: JPEG would change that. */
const LOSSLESS = new Set(["png", "gif", "tiff", "bmp"]);
const oneOfFew = createSemaphore(PARALLEL_DECODES);

/**
 * Decodes a photo of unknown origin to pixels, whole: a cut-off file fails. Touches no disk and no database.
 * @param bytes the file; not mutated
 * @param signal aborted while the photo waits for its turn: it is not decoded at all
 * @throws AppError photo/empty, photo/too-many-bytes, photo/not-an-image, photo/unsupported-format,
 *   photo/too-many-pixels, photo/truncated, photo/damaged, detection/cancelled
 */
export function decodePhoto(
  bytes: Uint8Array,
  { signal, isStored = false }: { readonly signal?: AbortSignal; readonly isStored?: boolean } = {},
): Promise<DecodedPhoto> {
  return oneOfFew(async () => {
    const { image, format } = await openPhoto(bytes, limitOf(isStored));
    const { data, info } = await decoding(
      bytes,
      image.ensureAlpha().raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true }),
    );
    return { rgba: data, width: info.width, height: info.height, format };
  }, signal);
}

/**
 * The same, without making up an alpha channel for a file that has none: a quarter less memory to fill and to read.
 * @returns three or four bytes a pixel
 * @throws AppError as `decodePhoto`
 */
export function decodePixels(
  bytes: Uint8Array,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<OpaqueOrNot> {
  return oneOfFew(async () => {
    const { image } = await openPhoto(bytes, MAX_PHOTO_BYTES);
    const { data, info } = await decoding(
      bytes,
      image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true }),
    );
    return { pixels: data, width: info.width, height: info.height };
  }, signal);
}

const limitOf = (isStored: boolean) => (isStored ? MAX_STORED_PHOTO_BYTES : MAX_PHOTO_BYTES);

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Makes the two files that are kept of a photo. The same bytes give the same files.
 * @param comesBack it may have been stored before: a JPEG that holds nothing but its picture is kept as it is, so that it
 *   does not lose with every move; it is decoded whole all the same
 * @throws AppError as `decodePhoto`
 */
export function encodeStoredPhoto(bytes: Uint8Array, { comesBack = false } = {}): Promise<StoredPhoto> {
  return oneOfFew(async () => {
    const { image, format } = await openPhoto(bytes, limitOf(comesBack));
    const isLossless = LOSSLESS.has(format);
    const full = isLossless
      ? image.clone().png({ compressionLevel: 6 })
      : image.clone().flatten({ background: "white" }).jpeg({ quality: 95, chromaSubsampling: "4:4:4" });
    const { data: encoded, info } = await decoding(bytes, full.toBuffer({ resolveWithObject: true }));
    const data = comesBack && format === "jpeg" && isStoredForm(bytes) ? bytes : encoded;
    const thumbnail = await decoding(
      bytes,
      image
        .clone()
        .resize({
          width: THUMBNAIL_EDGE_PX,
          height: THUMBNAIL_EDGE_PX,
          fit: "inside",
          withoutEnlargement: true,
        })
        // more effort doubles what an import costs, for files a tenth smaller
        .webp({ quality: 80, effort: 1 })
        .toBuffer(),
    );
    return {
      width: info.width,
      height: info.height,
      photo: {
        bytes: data,
        sha256: sha256Of(data),
        contentType: isLossless ? "image/png" : "image/jpeg",
      },
      thumbnail: { bytes: thumbnail, sha256: sha256Of(thumbnail), contentType: "image/webp" },
    };
  });
}

/** Longest edge of a recipe's picture, px: as large as a page shows it. */
const RECIPE_EDGE_PX = 1600;

/**
 * Makes the two files that are kept of a recipe's picture: an upright sRGB JPEG without metadata, no larger than a page
 * shows it, and a thumbnail. The same bytes give the same files.
 * @param comesBack as `encodeStoredPhoto`: one that is small enough is kept as it is
 * @throws AppError as `decodePhoto`
 */
export function encodeRecipePicture(bytes: Uint8Array, { comesBack = false } = {}): Promise<StoredPhoto> {
  return oneOfFew(async () => {
    const { image, format } = await openPhoto(bytes, limitOf(comesBack));
    const { width, height } = await decoding(bytes, image.metadata());
    const isSmall = Math.max(width, height) <= RECIPE_EDGE_PX;
    const fitting = (edgePx: number) =>
      image
        .clone()
        .resize({ width: edgePx, height: edgePx, fit: "inside", withoutEnlargement: true })
        .flatten({ background: "white" });
    const { data: encoded, info } = await decoding(
      bytes,
      fitting(RECIPE_EDGE_PX).jpeg({ quality: 85 }).toBuffer({ resolveWithObject: true }),
    );
    const data = comesBack && isSmall && format === "jpeg" && isStoredForm(bytes) ? bytes : encoded;
    const thumbnail = await decoding(
      bytes,
      fitting(THUMBNAIL_EDGE_PX).webp({ quality: 80, effort: 1 }).toBuffer(),
    );
    return {
      width: info.width,
      height: info.height,
      photo: { bytes: data, sha256: sha256Of(data), contentType: "image/jpeg" },
      thumbnail: { bytes: thumbnail, sha256: sha256Of(thumbnail), contentType: "image/webp" },
    };
  });
}

export interface GreyCopy {
  /** Of the photo itself, upright. */
  readonly width: number;
  readonly height: number;
  readonly format: string;
  /** Grey, aspect ratio kept, longest edge at most the one asked for. */
  readonly grey: { readonly width: number; readonly height: number; readonly pixels: Uint8Array };
}

/**
 * A small grey copy to measure a photo by; the whole file is decoded, so a cut-off one fails.
 * @param edgePx longest edge of the copy; a smaller photo is not enlarged
 * @throws AppError as `decodePhoto`
 */
export async function readGreyCopy(bytes: Uint8Array, edgePx: number): Promise<GreyCopy> {
  const { image, format } = await openPhoto(bytes);
  const { width, height, autoOrient } = await decoding(bytes, image.metadata());
  const small = image
    .flatten({ background: "white" })
    .greyscale()
    .resize({ width: edgePx, height: edgePx, fit: "inside", withoutEnlargement: true })
    .raw({ depth: "uchar" });
  const { data, info } = await decoding(bytes, small.toBuffer({ resolveWithObject: true }));
  return {
    width: autoOrient?.width ?? width,
    height: autoOrient?.height ?? height,
    format,
    grey: { width: info.width, height: info.height, pixels: data },
  };
}
