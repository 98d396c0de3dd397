/** Most pixels a photo may hold. A 108 MP phone photo passes; decoded it takes 0.4 GB. */
export const MAX_PIXELS = 120_000_000;

/** Longest side, px: the limit of WebP, GPUs and most programs. */
export const MAX_SIDE_PX = 32_767;

/** Most bytes a decoded photo may take: 120 megapixels in 8-bit RGBA, or half as many in 16-bit. */
export const MAX_DECODED_BYTES = 4 * MAX_PIXELS;

/** Most bytes of a photo file, uploaded or fetched. */
export const MAX_PHOTO_BYTES = 50 * 1024 * 1024;

/**
 * Most bytes of a photo as it is stored: a lossless one is written anew, and is then larger than the file that came. What
 * was stored once is read and taken in again up to here.
 */
export const MAX_STORED_PHOTO_BYTES = 4 * MAX_PHOTO_BYTES;

/**
 * A picture that grows more than this when it is decoded is one colour made to fill the memory: a blank JPEG, the
 * plainest possible photo, grows about 2,700 times.
 */
const MAX_GROWTH = 5_000;
/** Below this size no memory is filled. */
const HARMLESS_BYTES = 64 * 2 ** 20;

export interface PictureClaim {
  /** px, as the file's header says. */
  readonly width: number;
  readonly height: number;
  /** Of one channel of one pixel: 2 for 16-bit pictures. */
  readonly bytesPerSample: number;
  readonly fileBytes: number;
}

/** True for a picture that is too large to be decoded: per side, in pixels, in memory, or for so small a file. */
export function isTooLargeToDecode({ width, height, bytesPerSample, fileBytes }: PictureClaim): boolean {
  const decodedBytes = width * height * 4 * bytesPerSample;
  return (
    Math.max(width, height) > MAX_SIDE_PX ||
    width * height > MAX_PIXELS ||
    decodedBytes > MAX_DECODED_BYTES ||
    (decodedBytes > HARMLESS_BYTES && decodedBytes > fileBytes * MAX_GROWTH)
  );
}
