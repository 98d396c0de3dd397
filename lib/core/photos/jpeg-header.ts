import { readTiffHeader } from "./tiff-header";

/** What a JPEG says about itself before its pixels. */
export interface JpegHeader {
  /** px, before EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** Three components, the two of colour at half the width and height ("4:2:0"). */
  readonly hasHalvedColours: boolean;
  /** EXIF's, 1 to 8. */
  readonly orientation: number;
  /** The colour profile it carries; `srgb` by its description. */
  readonly profile: "none" | "srgb" | "other";
}

/** Start-of-frame markers; C4, C8 and CC in their range are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * @param bytes the file's beginning
 * @returns undefined where it is cut off before the frame's header, or is no JPEG
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [orientation, profile]: [number, JpegHeader["profile"]] = [1, "none"];
  try {
    if (view.getUint16(0) !== 0xffd8) return undefined;
    for (let at = 2; view.getUint8(at) === 0xff; ) {
      const marker = view.getUint8(at + 1);
      // Fill bytes may stand before a marker.
      if (marker === 0xff) {
        at += 1;
        continue;
      }
      const end = at + 2 + view.getUint16(at + 2);
      if (isFrame(marker)) {
        const size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
        return { ...size, hasHalvedColours: hasHalvedColours(view, at), orientation, profile };
      }
      const content = bytes.subarray(at + 4, end);
      if (marker === 0xe1 && beginsWith(content, "Exif")) {
        orientation = readTiffHeader(content.slice(6))?.orientation ?? 1;
      }
      if (marker === 0xe2 && beginsWith(content, "ICC_PROFILE") && profile !== "srgb") {
        profile = includes(content, "sRGB") ? "srgb" : "other";
      }
      at = end;
    }
  } catch {
    // Past the end: the header is cut off.
  }
  return undefined;
}

/** @param at of the frame's marker */
function hasHalvedColours(view: DataView, at: number): boolean {
  if (view.getUint8(at + 9) !== 3) return false;
  const sampling = [0, 1, 2].map((component) => view.getUint8(at + 11 + component * 3));
  return sampling[0] === 0x22 && sampling[1] === 0x11 && sampling[2] === 0x11;
}

const codes = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

function beginsWith(bytes: Uint8Array, text: string): boolean {
  return codes(text).every((code, at) => bytes[at] === code);
}

/** Letters side by side, or each behind a zero as in a profile's newer descriptions. */
function includes(bytes: Uint8Array, text: string): boolean {
  const wanted = codes(text);
  for (let at = 0; at < bytes.length; at++) {
    for (const step of [1, 2])
      if (wanted.every((code, index) => bytes[at + index * step] === code)) return true;
  }
  return false;
}
