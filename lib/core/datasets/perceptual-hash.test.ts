import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GreyImage, shrinkGrey } from "./grey-image";
import { measureImage } from "./image-statistics";
import { correlation, groupPairs, nearDuplicatePairs } from "./near-duplicates";
import { hammingDistance, perceptualHash } from "./perceptual-hash";

/** Smooth blobs whose places depend on the seed. */
function scene(seed: number, width = 96, height = 64): GreyImage {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x / width;
      const v = y / height;
      const wave = Math.sin(seed + 5 * u + seed * v) + Math.cos(seed * 2 + 7 * v - 3 * u * seed);
      pixels[y * width + x] = Math.round(127 + 60 * wave);
    }
  }
  return { width, height, pixels };
}

const print = (image: GreyImage) => ({ hash: perceptualHash(image), thumbnail: shrinkGrey(image, 16) });

describe("perceptualHash", () => {
  it("hardly moves when a photo is scaled or lit a little differently", () => {
    const light = scene(3);
    const lit = { ...light, pixels: light.pixels.map((value) => Math.min(255, value + 12)) };
    const hash = perceptualHash(light);
    expect(hammingDistance(hash, perceptualHash(scene(3, 48, 32)))).toBeLessThanOrEqual(4);
    expect(hammingDistance(hash, perceptualHash(lit))).toBeLessThanOrEqual(4);
    expect(hammingDistance(hash, perceptualHash(scene(8)))).toBeGreaterThan(12);
  });

  it("counts differing bits as a sum over single bits does", () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        const ones = (value: number) => (value >>> 0).toString(2).replaceAll("0", "").length;
        const distance = hammingDistance({ high: a, low: b }, { high: c, low: d });
        expect(distance).toBe(ones(a ^ c) + ones(b ^ d));
      }),
    );
  });
});

describe("nearDuplicatePairs", () => {
  it("pairs a photo with its smaller copy and with nothing else", () => {
    const prints = [scene(3), scene(8), scene(3, 48, 32), scene(20)].map(print);
    expect(nearDuplicatePairs(prints).map(({ first, second }) => [first, second])).toEqual([[0, 2]]);
  });
});

describe("groupPairs", () => {
  it("joins what is linked by steps", () => {
    const pair = (first: number, second: number) => ({ first, second, bits: 0 });
    expect(groupPairs(6, [pair(0, 3), pair(3, 5), pair(1, 2)])).toEqual([
      [0, 3, 5],
      [1, 2],
    ]);
  });
});

describe("correlation", () => {
  it("is 1 for a brighter copy, -1 for the negative, 0 against a flat picture", () => {
    const a = Float64Array.of(1, 2, 3, 4);
    expect(
      correlation(
        a,
        a.map((value) => 2 * value + 9),
      ),
    ).toBeCloseTo(1, 12);
    expect(
      correlation(
        a,
        a.map((value) => -value),
      ),
    ).toBeCloseTo(-1, 12);
    expect(correlation(a, Float64Array.of(5, 5, 5, 5))).toBe(0);
    expect(() => correlation(a, Float64Array.of(1))).toThrow(RangeError);
  });
});

describe("measureImage and shrinkGrey", () => {
  it("measures a flat picture as flat, and a chequerboard as all edges", () => {
    const flat = measureImage({ width: 4, height: 4, pixels: new Uint8Array(16).fill(250) });
    expect(flat).toEqual({ mean: 250, variance: 0, sharpness: 0, darkShare: 0, brightShare: 1 });
    const pixels = Uint8Array.from({ length: 16 }, (_, i) => ((i + (i >> 2)) % 2 === 0 ? 0 : 255));
    const board = measureImage({ width: 4, height: 4, pixels });
    expect(board.variance).toBeCloseTo(127.5 ** 2, 6);
    // each inner pixel: ±4 × 255
    expect(board.sharpness).toBeCloseTo(1020 ** 2, 3);
  });

  it("keeps the mean whatever the size", () => {
    const image = scene(4, 37, 23);
    const mean = image.pixels.reduce((sum, value) => sum + value, 0) / image.pixels.length;
    const cells = shrinkGrey(image, 16);
    expect(cells.reduce((sum, value) => sum + value, 0) / cells.length).toBeCloseTo(mean, 6);
  });
});
