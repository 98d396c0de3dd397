import { AppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { type SniffedFormat, sniffFormat } from "@/lib/core/photos/sniff-format";

export type PhotoFormat = Extract<SniffedFormat, { kind: "decodable" }>["format"];

const JPEG_END = [0xff, 0xd9] as const;
const IEND = [0x49, 0x45, 0x4e, 0x44] as const;

/**
 * Says what a file is by its bytes and refuses what Forage does not open or what is cut short.
 * @param bytes the whole file; not mutated
 * @throws AppError `photo/empty`, `photo/too-many-bytes`, `photo/unsupported-format`, `photo/not-an-image`,
 *   `photo/truncated`
 */
export function checkPhotoBytes(bytes: Uint8Array): PhotoFormat {
  if (bytes.length === 0) throw new AppError("photo/empty");
  if (bytes.length > MAX_PHOTO_BYTES) {
    throw new AppError("photo/too-many-bytes", { facts: { limitMegabytes: MAX_PHOTO_BYTES / 1024 / 1024 } });
  }
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind === "unknown") throw new AppError("photo/not-an-image");
  if (sniffed.kind === "unsupported") {
    throw new AppError("photo/unsupported-format", { facts: { format: sniffed.name } });
  }
  if (isCutShort(bytes, sniffed.format)) throw new AppError("photo/truncated");
  return sniffed.format;
}

/** Browsers draw half a JPEG without a word; its end marker tells. AVIF and HEIC fail by themselves. */
function isCutShort(bytes: Uint8Array, format: PhotoFormat): boolean {
  if (format === "png") return lastIndexOf(bytes, IEND) < 0;
  if (format === "webp") {
    const declared = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
    return bytes.length < declared + 8;
  }
  if (format === "jpeg") return lastIndexOf(bytes, JPEG_END) < startOfJpegPixels(bytes);
  return false;
}

function lastIndexOf(bytes: Uint8Array, pattern: readonly number[]): number {
  for (let at = bytes.length - pattern.length; at >= 0; at--) {
    if (pattern.every((value, offset) => bytes[at + offset] === value)) return at;
  }
  return -1;
}

/** Offset of the main image's scan: past every header, so that an embedded thumbnail's end does not count. */
function startOfJpegPixels(bytes: Uint8Array): number {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return at;
    const marker = bytes[at + 1]!;
    if (marker === 0xda) return at;
    const isBare = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += isBare ? (marker === 0xff ? 1 : 2) : 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
  }
  return bytes.length;
}
