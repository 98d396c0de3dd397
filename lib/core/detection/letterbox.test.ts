import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Size } from "../geometry/box";
import { letterbox, letterboxRows, letterboxTransform, toModelBox, toSourceBox } from "./letterbox";

function photoOf({ width, height }: Size, colour: (x: number, y: number) => readonly number[]): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rgba.set(colour(x, y), (y * width + x) * 4);
  }
  return rgba;
}

const anyPhoto = fc.record({
  width: fc.integer({ min: 1, max: 6000 }),
  height: fc.integer({ min: 1, max: 6000 }),
});

describe("letterboxTransform", () => {
  it("fits a landscape photo to the width and centres it", () => {
    // 640×480 into 320: half size is 320×240, and (320 − 240) / 2 = 40
    expect(letterboxTransform({ width: 640, height: 480 }, 320)).toEqual({
      scaleX: 0.5,
      scaleY: 0.5,
      padX: 0,
      padY: 40,
    });
  });

  it("enlarges a photo smaller than the square", () => {
    expect(letterboxTransform({ width: 1, height: 1 }, 64)).toEqual({
      scaleX: 64,
      scaleY: 64,
      padX: 0,
      padY: 0,
    });
  });

  it("keeps one row of a panorama that would round to none", () => {
    // 1000×2 into 64: 2 × 0.064 = 0.128 rows → 1
    expect(letterboxTransform({ width: 1000, height: 2 }, 64).scaleY).toBe(0.5);
  });

  it("refuses sizes that are not positive whole numbers", () => {
    expect(() => letterboxTransform({ width: 0, height: 4 }, 64)).toThrow(RangeError);
    expect(() => letterboxTransform({ width: 4, height: 4.5 }, 64)).toThrow(RangeError);
    expect(() => letterboxTransform({ width: 4, height: 4 }, Number.NaN)).toThrow(RangeError);
  });

  it("maps a box to the model and back", () => {
    fc.assert(
      fc.property(
        anyPhoto,
        fc.constantFrom(64, 320, 416, 640),
        fc.tuple(fc.nat(6000), fc.nat(6000), fc.nat(6000), fc.nat(6000)),
        (photo, inputSize, [x1, y1, x2, y2]) => {
          const transform = letterboxTransform(photo, inputSize);
          const back = toSourceBox(toModelBox({ x1, y1, x2, y2 }, transform), transform);
          expect(back.x1).toBeCloseTo(x1, 6);
          expect(back.y1).toBeCloseTo(y1, 6);
          expect(back.x2).toBeCloseTo(x2, 6);
          expect(back.y2).toBeCloseTo(y2, 6);
        },
      ),
    );
  });

  it("puts the whole photo inside the square, touching two opposite sides", () => {
    fc.assert(
      fc.property(anyPhoto, fc.constantFrom(64, 320, 416), (photo, inputSize) => {
        const { width: x2, height: y2 } = photo;
        const transform = letterboxTransform(photo, inputSize);
        const placed = toModelBox({ x1: 0, y1: 0, x2, y2 }, transform);
        expect(Math.min(placed.x1, placed.y1)).toBe(0);
        expect(Math.max(placed.x2, placed.y2)).toBeLessThanOrEqual(inputSize + 1e-9);
        expect(Math.max(placed.x2 - placed.x1, placed.y2 - placed.y1)).toBeCloseTo(inputSize, 6);
      }),
    );
  });
});

describe("letterbox", () => {
  it("copies a photo of the network's size as it is", () => {
    const photo = { width: 4, height: 4 };
    const rgba = photoOf(photo, (x, y) => [x * 60, y * 60, 30, 255]);
    const { data } = letterbox(rgba, photo, 4, "nhwc");
    for (let pixel = 0; pixel < 16; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        expect(data[pixel * 3 + channel]).toBeCloseTo(rgba[pixel * 4 + channel]! / 255, 6);
      }
    }
  });

  it("surrounds the photo with grey 114", () => {
    const photo = { width: 4, height: 2 };
    const { data } = letterbox(
      photoOf(photo, () => [255, 255, 255, 255]),
      photo,
      4,
      "nhwc",
    );
    const rows = [0, 1, 2, 3].map((row) => data[row * 4 * 3]);
    expect(rows).toEqual([Math.fround(114 / 255), 1, 1, Math.fround(114 / 255)]);
  });

  it("reads between pixel centres when enlarging", () => {
    // 2 px [0, 255] to 4 px: centres −0.25 → 0, 0.25, 0.75, 1.25 → 1
    const photo = { width: 2, height: 2 };
    const rgba = photoOf(photo, (x) => [x * 255, 0, 0, 255]);
    const { data } = letterbox(rgba, photo, 4, "nchw");
    expect([...data.subarray(0, 4)]).toEqual([0, 0.25, 0.75, 1]);
  });

  it("averages blocks when shrinking far, so that a fine pattern turns grey", () => {
    const photo = { width: 64, height: 64 };
    const rgba = photoOf(photo, (x, y) => ((x + y) % 2 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
    const { data } = letterbox(rgba, photo, 8, "nhwc");
    for (const value of data) expect(value).toBeCloseTo(0.5, 6);
  });

  it("averages the last block over the pixels it has", () => {
    // 5 px to 2: blocks of 2, 2 and 1 px, all of one colour, stay that colour
    const photo = { width: 5, height: 5 };
    const { data } = letterbox(
      photoOf(photo, () => [51, 51, 51, 255]),
      photo,
      2,
      "nhwc",
    );
    for (const value of data) expect(value).toBeCloseTo(0.2, 6);
  });

  it("shows white through transparent pixels", () => {
    const photo = { width: 2, height: 2 };
    const rgba = photoOf(photo, (x) => [0, 0, 0, x === 0 ? 0 : 51]);
    const { data } = letterbox(rgba, photo, 2, "nchw");
    expect(data[0]).toBe(1);
    // black at 51 / 255 = 20 % over white leaves 80 %
    expect(data[1]).toBeCloseTo(0.8, 6);
  });

  it("averages transparent and opaque pixels alike, whatever the block and the bytes' place in memory", () => {
    const edge = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        edge,
        edge,
        fc.integer({ min: 1, max: 4 }),
        fc.nat(1000),
        (width, height, inputSize, seed) => {
          const photo = { width, height };
          const held = new Uint8Array(width * height * 4 + 1);
          for (let at = 0; at < held.length; at++) held[at] = (at * 7919 + seed * 131) % 256;
          for (let at = 4; at < held.length; at += 8) held[at] = 255;
          const shifted = held.subarray(1);
          const flat = Uint8Array.from(shifted);
          for (let at = 0; at < flat.length; at += 4) {
            const alpha = flat[at + 3]!;
            for (let channel = 0; channel < 3; channel++) {
              flat[at + channel] = Math.round((flat[at + channel]! * alpha) / 255) + 255 - alpha;
            }
            flat[at + 3] = 255;
          }
          expect(letterbox(shifted, photo, inputSize, "nhwc")).toEqual(
            letterbox(flat, photo, inputSize, "nhwc"),
          );
        },
      ),
    );
  });

  it("sums long blocks without overflow", () => {
    // 1 px from 600: blocks of 600 white pixels are more than 16 bits can sum
    const photo = { width: 600, height: 600 };
    const { data } = letterbox(new Uint8Array(600 * 600 * 4).fill(255), photo, 1, "nhwc");
    for (const value of data) expect(value).toBeCloseTo(1, 6);
  });

  it("holds the same picture in both layouts", () => {
    const photo = { width: 7, height: 5 };
    const rgba = photoOf(photo, (x, y) => [x * 30, y * 40, x * y, 255]);
    const nhwc = letterbox(rgba, photo, 8, "nhwc").data;
    const nchw = letterbox(rgba, photo, 8, "nchw").data;
    for (let pixel = 0; pixel < 64; pixel++) {
      for (let channel = 0; channel < 3; channel++) {
        expect(nchw[channel * 64 + pixel]).toBe(nhwc[pixel * 3 + channel]);
      }
    }
  });

  it("keeps a uniform photo uniform, whatever its size", () => {
    const edge = fc.integer({ min: 1, max: 150 });
    fc.assert(
      fc.property(edge, edge, fc.integer({ min: 0, max: 255 }), (width, height, grey) => {
        const photo = { width, height };
        const { data, transform } = letterbox(
          photoOf(photo, () => [grey, grey, grey, 255]),
          photo,
          32,
          "nchw",
        );
        const placed = toModelBox({ x1: 0, y1: 0, x2: width, y2: height }, transform);
        let worst = 0;
        for (let y = 0; y < 32; y++) {
          for (let x = 0; x < 32; x++) {
            const across = x + 0.5 > placed.x1 && x + 0.5 < placed.x2;
            const inside = across && y + 0.5 > placed.y1 && y + 0.5 < placed.y2;
            worst = Math.max(worst, Math.abs(data[y * 32 + x]! - (inside ? grey : 114) / 255));
          }
        }
        expect(worst).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it("reads a large photo in strips of whole blocks, top to bottom, and gives the same", async () => {
    // 3000 px to 64: blocks of 46 rows, 500,000 / 3000 = 166 rows a strip → 3 blocks = 138 rows
    const photo = { width: 3000, height: 2000 };
    const rgba = new Uint8Array(3000 * 2000 * 4);
    for (let at = 0; at < rgba.length; at++) rgba[at] = at % 4 === 3 ? 255 : (at >> 9) % 251;
    const asked: number[][] = [];
    const strip = new Uint8Array(138 * 12_000);
    const inStrips = await letterboxRows(
      async (first, rows) => {
        asked.push([first, rows]);
        // each strip takes the place of the one before
        strip.set(rgba.subarray(first * 12_000, (first + rows) * 12_000));
        return strip.subarray(0, rows * 12_000);
      },
      photo,
      64,
      "nhwc",
    );
    expect(asked).toEqual(Array.from({ length: 15 }, (_, at) => [at * 138, at < 14 ? 138 : 68]));
    expect(inStrips.data).toEqual(letterbox(rgba, photo, 64, "nhwc").data);
  });

  it("refuses pixels that are not the photo's", () => {
    expect(() => letterbox(new Uint8Array(15), { width: 2, height: 2 }, 4, "nhwc")).toThrow(RangeError);
  });
});
