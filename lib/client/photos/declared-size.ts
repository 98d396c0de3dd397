import type { Size } from "@/lib/core/geometry/box";
import type { PhotoFormat } from "./photo-format";

/**
 * What the header says the photo measures, before anything is decoded, so that a bomb is refused unopened.
 * @returns px before EXIF orientation; null where the header does not say
 */
export function declaredSize(bytes: Uint8Array, format: PhotoFormat): Size | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === "png" && bytes.length >= 24)
    return { width: view.getUint32(16), height: view.getUint32(20) };
  if (format === "webp" && bytes.length >= 30) return webpSize(view);
  if (format === "jpeg") return jpegSize(view);
  return null;
}

function webpSize(view: DataView): Size | null {
  if (String.fromCharCode(view.getUint8(15)) !== "X") return null; // only VP8X may exceed 16383 px per frame
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  return { width: uint24(24) + 1, height: uint24(27) + 1 };
}

function jpegSize(view: DataView): Size | null {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}
