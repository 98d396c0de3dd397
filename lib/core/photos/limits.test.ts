import { describe, expect, it } from "vitest";
import { isTooLargeToDecode, MAX_PHOTO_BYTES, MAX_SIDE_PX } from "./limits";

const claim = (width: number, height: number, more: object = {}) => ({
  width,
  height,
  bytesPerSample: 1,
  fileBytes: MAX_PHOTO_BYTES,
  ...more,
});

describe("isTooLargeToDecode", () => {
  it("passes what cameras make", () => {
    // 108 megapixels of a phone, a long panorama
    expect(isTooLargeToDecode(claim(12_032, 9_024))).toBe(false);
    expect(isTooLargeToDecode(claim(MAX_SIDE_PX, 3_600))).toBe(false);
  });

  it("refuses a side above the limit, however few the pixels", () => {
    expect(isTooLargeToDecode(claim(MAX_SIDE_PX + 1, 1))).toBe(true);
    expect(isTooLargeToDecode(claim(1, 100_000))).toBe(true);
  });

  it("refuses more than 120 megapixels, and half of it in 16 bits", () => {
    expect(isTooLargeToDecode(claim(12_000, 10_000))).toBe(false);
    expect(isTooLargeToDecode(claim(12_000, 10_001))).toBe(true);
    expect(isTooLargeToDecode(claim(12_000, 5_000, { bytesPerSample: 2 }))).toBe(false);
    expect(isTooLargeToDecode(claim(12_000, 5_001, { bytesPerSample: 2 }))).toBe(true);
  });

  it("refuses a small file that fills the memory, and lets a blank JPEG pass", () => {
    // 10,900 x 10,900 px in RGBA are 475 MB; 15 KB of file would be 32,000 times as much
    expect(isTooLargeToDecode(claim(10_900, 10_900, { fileBytes: 15_000 }))).toBe(true);
    expect(isTooLargeToDecode(claim(10_900, 10_900, { fileBytes: 176_000 }))).toBe(false);
    // 4,000 x 4,000 px are 64 MB: harmless at any size of the file
    expect(isTooLargeToDecode(claim(4_000, 4_000, { fileBytes: 100 }))).toBe(false);
  });
});
