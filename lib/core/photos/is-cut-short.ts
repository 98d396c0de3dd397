import { isGifCut } from "./gif-end";
import { headerSize } from "./header-size";
import type { PhotoFormat } from "./sniff-format";
import { readTiffHeader } from "./tiff-header";

const JPEG_END = [0xff, 0xd9] as const;
const IEND = [0x49, 0x45, 0x4e, 0x44] as const;

/**
 * True when a file ends before its own structure says it does, as a copy or download that stopped leaves it. False is not a
 * guarantee: a whole file may be damaged inside.
 * @param bytes the whole file; not mutated
 */
export function isCutShort(bytes: Uint8Array, format: PhotoFormat): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === "png") return lastIndexOf(bytes, IEND) < 0;
  if (format === "webp") return bytes.length < 12 || bytes.length < view.getUint32(4, true) + 8;
  if (format === "jpeg") return lastIndexOf(bytes, JPEG_END) < startOfJpegPixels(bytes);
  if (format === "gif") return isGifCut(bytes);
  if (format === "bmp") return isBmpCut(view);
  if (format === "tiff") return isTiffCut(bytes);
  return areBoxesCut(view);
}

/** Rows of pixels without run lengths have a known length; with them the decoder meets the end. */
function isBmpCut(view: DataView): boolean {
  if (view.byteLength < 54) return true;
  const size = headerSize(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const isCore = view.getUint32(14, true) === 12;
  const isPlain = isCore || [0, 3, 6].includes(view.getUint32(30, true));
  if (!size || !isPlain) return false;
  const bits = view.getUint16(isCore ? 24 : 28, true);
  return view.getUint32(10, true) + Math.ceil((size.width * bits) / 32) * 4 * size.height > view.byteLength;
}

/** The list that describes the picture, or its pixels, lie beyond the end. */
function isTiffCut(bytes: Uint8Array): boolean {
  const header = readTiffHeader(bytes);
  return header === undefined || header.pixelsEnd > bytes.length;
}

function lastIndexOf(bytes: Uint8Array, pattern: readonly number[]): number {
  for (let at = bytes.length - pattern.length; at >= 0; at--) {
    if (pattern.every((value, offset) => bytes[at + offset] === value)) return at;
  }
  return -1;
}

/**
 * Offset of the main image's scan: past every header, so that an embedded thumbnail's end does not count. Where a header
 * reaches past the end, the file's length; where there is no scan at all, that of the end mark.
 */
function startOfJpegPixels(bytes: Uint8Array): number {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return at;
    const marker = bytes[at + 1]!;
    if (marker === 0xda || marker === 0xd9) return at;
    const isBare = marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += isBare ? (marker === 0xff ? 1 : 2) : 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
  }
  // nothing but headers, and then the end mark
  const isAtEnd = at + 2 === bytes.length && bytes[at] === 0xff && bytes[at + 1] === 0xd9;
  return isAtEnd ? at : bytes.length;
}

/** AVIF and HEIC are boxes one after another, each with its length in front; 0 means up to the end. */
function areBoxesCut(view: DataView): boolean {
  let at = 0;
  while (at + 8 <= view.byteLength) {
    const length = view.getUint32(at);
    if (length === 0) return false;
    if (length === 1) {
      if (at + 16 > view.byteLength) return true;
      at += Math.max(Number(view.getBigUint64(at + 8)), 16);
    } else at += Math.max(length, 8);
  }
  // too few bytes left for the head of a box are cut, too
  return at !== view.byteLength;
}
