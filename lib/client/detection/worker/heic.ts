import decode from "heic-decode";
import { heicColourSpace } from "@/lib/core/photos/heic-colour-space";

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
  return { width, height, data: new Uint8ClampedArray(data), colorSpace: heicColourSpace(bytes) };
};
