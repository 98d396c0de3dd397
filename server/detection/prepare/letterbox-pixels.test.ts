import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { letterbox } from "@/lib/core/detection/letterbox";
import { MOST_ROWS } from "@/lib/core/detection/letterbox-kernels";
import { createRowAdder } from "./add-rows";
import { letterboxPixels } from "./letterbox-pixels";

/** Bytes that repeat after no row, from a seed. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed | 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 24;
  });
}

function withAlpha(rgb: Uint8Array): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let pixel = 0; pixel < rgb.length / 3; pixel++) {
    rgba.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return rgba;
}

describe("letterboxPixels", () => {
  it("makes the browser's numbers of a photo without alpha, to the last bit", () => {
    fc.assert(
      fc.property(
        fc.record({ width: fc.integer({ min: 1, max: 300 }), height: fc.integer({ min: 1, max: 300 }) }),
        fc.constantFrom(16, 32, 64),
        fc.integer(),
        (photo, inputSize, seed) => {
          const rgb = noise(photo.width * photo.height * 3, seed);
          const got = letterboxPixels(rgb, photo, inputSize);
          const browsers = letterbox(withAlpha(rgb), photo, inputSize, "nchw");
          expect(got.transform).toEqual(browsers.transform);
          expect(Buffer.from(got.data.buffer).equals(Buffer.from(browsers.data.buffer))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("does so of white blocks higher than 16 bits can sum", () => {
    const photo = { width: 40, height: 2_400 };
    const rgb = new Uint8Array(photo.width * photo.height * 3).fill(255);
    expect(photo.height / 8).toBeGreaterThan(MOST_ROWS);
    expect(letterboxPixels(rgb, photo, 8)).toEqual(letterbox(withAlpha(rgb), photo, 8, "nchw"));
  });

  it("shows white where a photo is transparent", () => {
    const photo = { width: 8, height: 8 };
    const { data } = letterboxPixels(new Uint8Array(8 * 8 * 4), photo, 8);
    expect(new Set(data)).toEqual(new Set([1]));
  });

  it("refuses pixels that are not the photo's", () => {
    expect(() => letterboxPixels(new Uint8Array(7), { width: 2, height: 2 }, 8)).toThrow(RangeError);
  });
});

describe("createRowAdder", () => {
  it("refuses more than fits: rows of 255 would overflow", () => {
    const adder = createRowAdder();
    expect(adder.add(new Uint8Array(3 * MOST_ROWS).fill(255), 3)[2]).toBe(255 * MOST_ROWS);
    expect(() => adder.add(new Uint8Array(3 * (MOST_ROWS + 1)), 3)).toThrow(RangeError);
  });
});
