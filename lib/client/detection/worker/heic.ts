import decode from "heic-decode";

export interface DecodedHeic {
  readonly width: number;
  readonly height: number;
  /** [height × width × 4] in `colorSpace`. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly colorSpace: PredefinedColorSpace;
}

export type HeicDecoder = (bytes: Uint8Array) => Promise<DecodedHeic>;

declare global {
  var forageDecodeHeic: HeicDecoder | undefined;
}

/** libheif applies rotation and mirroring, but leaves the pixels in the file's colour space. */
globalThis.forageDecodeHeic = async (bytes) => {
  const { width, height, data } = await decode({ buffer: bytes });
  return { width, height, data: new Uint8ClampedArray(data), colorSpace: colorSpaceOf(bytes) };
};

/** Phones write Display P3 as an ICC profile in a `colr` box; its name is in there as 16-bit or 8-bit text. */
function colorSpaceOf(bytes: Uint8Array): PredefinedColorSpace {
  const head = String.fromCharCode(...bytes.subarray(0, 16_384));
  const at = head.indexOf("colrprof");
  if (at < 0) return "srgb";
  const profile = head.slice(at, at + 2_048).replaceAll("\0", "");
  return profile.includes("Display P3") ? "display-p3" : "srgb";
}
