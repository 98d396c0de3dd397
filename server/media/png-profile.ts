import { deflateSync } from "node:zlib";

const SIGNATURE_AND_IHDR_BYTES = 8 + 25;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** One chunk: length, type, data, CRC of type and data. Source: PNG specification, third edition, section 5.3. */
function pngChunk(type: string, data: Uint8Array): Buffer {
  const typed = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(8 + typed.length);
  framed.writeUInt32BE(data.length, 0);
  typed.copy(framed, 4);
  framed.writeUInt32BE(crc32(typed), 4 + typed.length);
  return framed;
}

/**
 * A copy of a PNG that says its pixels are in the given colour space.
 * @param png a PNG without an iCCP or sRGB chunk; not mutated
 * @param profile an ICC profile
 */
export function pngWithProfile(png: Uint8Array, profile: Uint8Array): Buffer {
  // name, its end, compression method 0, then the deflated profile
  const body = Buffer.concat([Buffer.from("icc\0\0", "latin1"), deflateSync(profile)]);
  return Buffer.concat([
    png.subarray(0, SIGNATURE_AND_IHDR_BYTES),
    pngChunk("iCCP", body),
    png.subarray(SIGNATURE_AND_IHDR_BYTES),
  ]);
}
