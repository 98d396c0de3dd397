import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { letterbox } from "@/lib/core/detection/letterbox";
import type { Size } from "@/lib/core/geometry/box";
import { PhotoLetterbox } from "./photo-letterbox";
import type { PhotoRows } from "./photo-rows";

/** Pixels of every value, the same everywhere. */
function photoOf({ width, height }: Size, alphaOf: (pixel: number) => number = () => 255): Uint8Array {
  let state = width * 31 + height;
  return Uint8Array.from({ length: width * height * 4 }, (_, at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return at % 4 === 3 ? alphaOf((at - 3) / 4) : state >>> 24;
  });
}

const rowsOf = (rgba: Uint8Array, width: number): PhotoRows => ({
  format: "rgba",
  readRows: (first, rows) => rgba.slice(first * width * 4, (first + rows) * width * 4),
});

async function worstDifference(photo: Size, inputSize: number, rgba: Uint8Array): Promise<number> {
  const ours = await new PhotoLetterbox(inputSize).run(rowsOf(rgba, photo.width), photo);
  const plain = letterbox(rgba, photo, inputSize, "nhwc");
  expect(ours.transform).toEqual(plain.transform);
  expect(ours.data.length).toBe(plain.data.length);
  let worst = 0;
  for (let at = 0; at < plain.data.length; at++) {
    const difference = Math.abs(ours.data[at]! - plain.data[at]!);
    // NaN is no small difference
    if (!(difference <= worst)) worst = difference;
  }
  return worst;
}

/** A photo's mean and its place between two are rounded to single precision once more. */
const ROUNDING = 4e-7;

describe("PhotoLetterbox", () => {
  it("gives what lib/core does, at any size", async () => {
    const edge = fc.integer({ min: 1, max: 700 });
    await fc.assert(
      fc.asyncProperty(edge, edge, fc.constantFrom(32, 64, 256), async (width, height, inputSize) => {
        const photo = { width, height };
        expect(await worstDifference(photo, inputSize, photoOf(photo))).toBeLessThan(ROUNDING);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    { name: "one pixel", width: 1, height: 1 },
    { name: "a row of pixels", width: 5000, height: 1 },
    { name: "a column of pixels", width: 1, height: 5000 },
    { name: "several strips", width: 3000, height: 1100 },
    { name: "blocks higher than 16 bits can sum", width: 40, height: 17_000 },
  ])("gives what lib/core does for $name", async ({ width, height }) => {
    expect(await worstDifference({ width, height }, 64, photoOf({ width, height }))).toBeLessThan(ROUNDING);
  });

  it("shows white through transparent pixels, in the strip and in the column that has them", async () => {
    const photo = { width: 301, height: 203 };
    for (const seeThrough of [0, 150, 301 * 203 - 1]) {
      const rgba = photoOf(photo, (pixel) => (pixel === seeThrough ? 40 : 255));
      expect(await worstDifference(photo, 32, rgba)).toBeLessThan(ROUNDING);
    }
    const glass = photoOf(photo, (pixel) => pixel % 256);
    expect(await worstDifference(photo, 32, glass)).toBeLessThan(ROUNDING);
  });

  it("scales a small photo after a large and transparent one as if it were the first", async () => {
    const letterboxes = new PhotoLetterbox(64);
    const large = { width: 900, height: 800 };
    await letterboxes.run(
      rowsOf(
        photoOf(large, () => 0),
        large.width,
      ),
      large,
    );
    const small = { width: 37, height: 23 };
    const rgba = photoOf(small);
    const { data } = await letterboxes.run(rowsOf(rgba, small.width), small);
    const fresh = await new PhotoLetterbox(64).run(rowsOf(rgba, small.width), small);
    expect(data).toEqual(fresh.data);
  });

  it("scales two photos at the same time", async () => {
    const letterboxes = new PhotoLetterbox(64);
    const photos = [
      { width: 300, height: 200 },
      { width: 210, height: 310 },
    ];
    const both = await Promise.all(
      photos.map((photo) =>
        letterboxes.run(
          {
            format: "rgba",
            async readRows(first, rows, into) {
              into!.set(await rowsOf(photoOf(photo), photo.width).readRows(first, rows));
              await new Promise((resolve) => setTimeout(resolve, 5));
              return into!;
            },
          },
          photo,
        ),
      ),
    );
    for (const [index, photo] of photos.entries()) {
      const alone = await new PhotoLetterbox(64).run(rowsOf(photoOf(photo), photo.width), photo);
      expect(both[index]!.data).toEqual(alone.data);
    }
  });

  it("takes pixels that begin with blue, whatever their fourth byte is", async () => {
    const photo = { width: 333, height: 222 };
    const rgba = photoOf(photo);
    const bgrx = rgba.map((value, at) => (at % 4 === 3 ? 17 : at % 2 === 1 ? value : rgba[at ^ 2]!));
    const rows: PhotoRows = { ...rowsOf(bgrx, photo.width), format: "bgrx" };
    const { data } = await new PhotoLetterbox(64).run(rows, photo);
    const same = await new PhotoLetterbox(64).run(rowsOf(rgba, photo.width), photo);
    expect(data).toEqual(same.data);
  });

  it.each([
    { name: "even blocks", width: 512, height: 350 },
    { name: "odd blocks", width: 950, height: 735 },
    { name: "odd edges", width: 649, height: 401 },
    { name: "several strips of odd blocks", width: 2016, height: 420 },
  ])("takes planes of brightness and halved colours: $name", async (photo) => {
    const planes = planesOf(photo);
    const { data } = await new PhotoLetterbox(32).run(planes.rows, photo);
    const pixels = letterbox(planes.rgba, photo, 32, "nhwc").data;
    // a pixel is rounded to 8 bits, at most half of 1/255; its mean with a hundred others by far less
    for (let at = 0; at < pixels.length; at++) {
      if (!(Math.abs(data[at]! - pixels[at]!) < 0.001)) {
        expect.fail(`value ${at}: ${data[at]} instead of ${pixels[at]}`);
      }
    }
  });

  it("refuses a format that it cannot take there", async () => {
    // one column in the input, so that blocks are 300 px high: too many for sums of 16 bits
    const photo = { width: 300, height: 70_000 };
    const letterboxes = new PhotoLetterbox(64);
    expect(letterboxes.takesAnyFormat(photo)).toBe(false);
    expect(letterboxes.takesAnyFormat({ width: 4000, height: 3000 })).toBe(true);
    const rows: PhotoRows = { ...rowsOf(new Uint8Array(), 300), format: "bgrx" };
    await expect(letterboxes.run(rows, photo)).rejects.toThrow(RangeError);
  });
});

/** Planes of noise that no colour leaves sRGB with, and the pixels that they are. */
function planesOf({ width, height }: Size): { readonly rows: PhotoRows; readonly rgba: Uint8Array } {
  const half = Math.ceil(width / 2);
  const noise = photoOf({ width, height: 3 * height });
  const light = noise.subarray(0, width * height).map((value) => 100 + (value % 56));
  const [blues, reds] = [1, 2].map((plane) =>
    noise
      .subarray(plane * width * height)
      .slice(0, half * Math.ceil(height / 2))
      .map((value) => 98 + (value % 60)),
  ) as [Uint8Array, Uint8Array];
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = (y >> 1) * half + (x >> 1);
      const [l, b, r] = [light[y * width + x]!, blues[colour]! - 128, reds[colour]! - 128];
      const rgb = [l + 1.402 * r, l - 0.344136 * b - 0.714136 * r, l + 1.772 * b].map(Math.round);
      rgba.set([...rgb, 255], (y * width + x) * 4);
    }
  }
  const readRows = (first: number, rows: number) => {
    const [from, count] = [first / 2, Math.ceil(rows / 2)];
    const colours = [blues, reds].map((plane) => plane.subarray(from * half, (from + count) * half));
    return Uint8Array.from(
      Buffer.concat([light.subarray(first * width, (first + rows) * width), ...colours]),
    );
  };
  return { rows: { format: "i420", readRows }, rgba };
}
