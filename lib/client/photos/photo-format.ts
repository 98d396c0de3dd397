import { AppError } from "@/lib/core/errors";

export type PhotoFormat = "jpeg" | "png" | "webp" | "avif" | "heic";

/** As the server accepts: a 108 MP phone photo passes, a decompression bomb does not. */
export const MAX_PIXELS = 120_000_000;
export const MAX_BYTES = 50 * 1024 * 1024;

const HEIF_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "miaf"]);
const JPEG_END = [0xff, 0xd9] as const;
const IEND = [0x49, 0x45, 0x4e, 0x44] as const;
const KNOWN_OTHERS: readonly (readonly [string, string])[] = [
  ["%PDF-", "PDF"],
  ["GIF8", "GIF"],
  ["BM", "BMP"],
  ["II*\0", "TIFF"],
  ["MM\0*", "TIFF"],
  ["8BPS", "Photoshop"],
];

/**
 * Says what a file is by its bytes and refuses what Forage does not open or what is cut short.
 * @param bytes the whole file; not mutated
 * @throws AppError `photo/empty`, `photo/too-many-bytes`, `photo/unsupported-format`, `photo/not-an-image`,
 *   `photo/truncated`
 */
export function checkPhotoBytes(bytes: Uint8Array): PhotoFormat {
  if (bytes.length === 0) throw new AppError("photo/empty");
  if (bytes.length > MAX_BYTES) {
    throw new AppError("photo/too-many-bytes", { facts: { limitMegabytes: MAX_BYTES / 1024 / 1024 } });
  }
  const format = sniff(bytes);
  if (isCutShort(bytes, format)) throw new AppError("photo/truncated");
  return format;
}

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function sniff(bytes: Uint8Array): PhotoFormat {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpeg";
  if (ascii(bytes, 0, 4) === "\x89PNG") return "png";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP") return "webp";
  if (ascii(bytes, 4, 4) === "ftyp") return sniffIsoMedia(bytes);
  const other = KNOWN_OTHERS.find(([magic]) => ascii(bytes, 0, magic.length) === magic);
  if (other) throw new AppError("photo/unsupported-format", { facts: { format: other[1] } });
  if (/^\s*(<\?xml[\s\S]*?)?<svg/i.test(ascii(bytes, 0, 1024))) {
    throw new AppError("photo/unsupported-format", { facts: { format: "SVG" } });
  }
  throw new AppError("photo/not-an-image");
}

function sniffIsoMedia(bytes: Uint8Array): PhotoFormat {
  const end = Math.min(bytes.length, 64);
  const brands = [ascii(bytes, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(bytes, at, 4));
  if (brands.includes("avif") || brands.includes("avis")) return "avif";
  if (brands.some((brand) => HEIF_BRANDS.has(brand))) return "heic";
  throw new AppError("photo/unsupported-format", { facts: { format: "video" } });
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
