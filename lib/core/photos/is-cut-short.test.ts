import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { isCutShort } from "./is-cut-short";

/** The same in every run: of a random one, a cut may fall exactly between two boxes. */
const PIXELS = Uint8Array.from({ length: 64 * 48 * 3 }, (_, at) => Math.imul(at + 1, 2_654_435_761) >>> 24);
const picture = () => sharp(PIXELS, { raw: { width: 64, height: 48, channels: 3 } });

describe.each(["jpeg", "png", "webp", "avif"] as const)("a %s", (format) => {
  it("that is whole is not cut short, and every shorter one is", async () => {
    const whole = new Uint8Array(await picture().toFormat(format).toBuffer());
    expect(isCutShort(whole, format)).toBe(false);
    for (const share of [0.2, 0.5, 0.9]) {
      expect(isCutShort(whole.subarray(0, Math.floor(whole.length * share)), format), `${share}`).toBe(true);
    }
  });

  it("of scrambled pixels is not cut short", async () => {
    const whole = new Uint8Array(await picture().toFormat(format).toBuffer());
    whole.fill(0x55, whole.length - 60, whole.length - 20);
    expect(isCutShort(whole, format)).toBe(false);
  });
});

it("a JPEG of headers and an end mark is whole, though there is no picture in it", () => {
  const header = [0xff, 0xe0, 0, 4, 1, 2];
  expect(isCutShort(Uint8Array.from([0xff, 0xd8, ...header, 0xff, 0xd9]), "jpeg")).toBe(false);
  expect(isCutShort(Uint8Array.from([0xff, 0xd8, ...header]), "jpeg")).toBe(true);
  expect(isCutShort(Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 40, 1, 2]), "jpeg")).toBe(true);
});

it("ends on boxes that say they have no length", () => {
  const box = (...length: number[]) =>
    Uint8Array.from([...length, 0x6d, 0x64, 0x61, 0x74, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(isCutShort(box(0, 0, 0, 0), "avif")).toBe(false);
  expect(isCutShort(box(0, 0, 0, 1), "heic")).toBe(false);
  expect(isCutShort(box(0, 0, 0, 99), "heic")).toBe(true);
});
