import type { Size } from "../geometry/box";
import { readJpegHeader } from "./jpeg-header";
import { readTiffHeader } from "./tiff-header";

/**
 * The size a photo's header claims, read without decoding it, so that a picture of absurd size is refused before it
 * fills the memory. Before EXIF orientation: the sides may be swapped.
 * @param bytes the file's beginning; 256 KiB hold the header of any camera's JPEG
 * @returns undefined where the format keeps it elsewhere (AVIF, HEIC) or the header is cut off
 */
export function headerSize(bytes: Uint8Array): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint16(0) === 0xffd8) return jpegSize(bytes);
    if (view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
    if (view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) return webpSize(view);
    if (view.getUint32(0) === 0x47494638)
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (view.getUint16(0) === 0x424d) return bmpSize(view);
    const tiff = readTiffHeader(bytes);
    if (tiff && tiff.width > 0) return { width: tiff.width, height: tiff.height };
  } catch {
    // Past the end: the header is cut off, and the decoder reports it.
  }
  return undefined;
}

function jpegSize(bytes: Uint8Array): Size | undefined {
  const header = readJpegHeader(bytes);
  return header && { width: header.width, height: header.height };
}

function webpSize(view: DataView): Size | undefined {
  const chunk = view.getUint32(12);
  if (chunk === 0x56503858) {
    // "VP8X": 24-bit little-endian canvas size less one
    return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  }
  if (chunk === 0x5650384c) {
    // "VP8L": 14 bits each, less one, after a signature byte
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  // "VP8 ": 14 bits each after the frame's start code
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** A negative height says that rows go from top to bottom. */
function bmpSize(view: DataView): Size {
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
