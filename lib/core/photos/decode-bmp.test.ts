import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBmp } from "./decode-bmp";

const R = [255, 0, 0] as const;
const G = [0, 255, 0] as const;
const B = [0, 0, 255] as const;
const W = [255, 255, 255] as const;

interface Parts {
  readonly bits: number;
  readonly compression?: number;
  readonly masks?: readonly number[];
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly pixels: readonly number[];
  readonly width?: number;
  readonly height?: number;
  readonly headerBytes?: number;
}

/** A BMP of these parts, 3 × 2 px unless said. */
function bmp({
  bits,
  compression = 0,
  masks = [],
  palette = [],
  pixels,
  width = 3,
  height = 2,
  headerBytes = 40,
}: Parts) {
  const inHeader = headerBytes > 40;
  const pixelsAt = 14 + headerBytes + (inHeader ? 0 : masks.length * 4) + palette.length * 4;
  const bytes = new Uint8Array(pixelsAt + pixels.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(10, pixelsAt, true);
  view.setUint32(14, headerBytes, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, bits, true);
  view.setUint32(30, compression, true);
  view.setUint32(46, palette.length, true);
  for (const [i, mask] of masks.entries()) view.setUint32(54 + i * 4, mask, true);
  for (const [i, [r, g, b]] of palette.entries())
    bytes.set([b, g, r, 0], pixelsAt - palette.length * 4 + i * 4);
  bytes.set(pixels, pixelsAt);
  return bytes;
}

/** Colours row by row from the top; alpha only where it is not full. */
function colours(bytes: Uint8Array) {
  const { width, height, rgba } = decodeBmp(bytes);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_x, x) => {
      const [r, g, b, a] = rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4);
      return a === 255 ? [r, g, b] : [r, g, b, a];
    }),
  );
}

const PALETTE = [R, G, B, W];
/** What all of these hold: red, green, blue over white, blue, green. */
const PICTURE = [
  [R, G, B],
  [W, B, G],
];

describe("decodeBmp", () => {
  it.each<[string, Parts]>([
    [
      "24 bits, the bottom row first",
      {
        bits: 24,
        pixels: [255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0],
      },
    ],
    [
      "24 bits, top down",
      {
        bits: 24,
        height: -2,
        pixels: [0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 0],
      },
    ],
    ["8 bits with a palette", { bits: 8, palette: PALETTE, pixels: [3, 2, 1, 0, 0, 1, 2, 0] }],
    ["4 bits and an odd width", { bits: 4, palette: PALETTE, pixels: [0x32, 0x10, 0, 0, 0x01, 0x20, 0, 0] }],
    ["2 bits", { bits: 2, palette: PALETTE, pixels: [0b11100100, 0, 0, 0, 0b00011000, 0, 0, 0] }],
    [
      "16 bits, five each",
      { bits: 16, pixels: [0xff, 0x7f, 0x1f, 0, 0xe0, 3, 0, 0, 0, 0x7c, 0xe0, 3, 0x1f, 0, 0, 0] },
    ],
    [
      "16 bits by masks, six of green",
      {
        bits: 16,
        compression: 3,
        masks: [0xf800, 0x7e0, 0x1f],
        pixels: [0xff, 0xff, 0x1f, 0, 0xe0, 7, 0, 0, 0, 0xf8, 0xe0, 7, 0x1f, 0, 0, 0],
      },
    ],
    [
      "32 bits, whose fourth byte says nothing",
      {
        bits: 32,
        pixels: [255, 255, 255, 0, 255, 0, 0, 7, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 9],
      },
    ],
  ])("reads %s", (_name, parts) => {
    expect(colours(bmp(parts))).toEqual(PICTURE);
  });

  it("reads run lengths of 8 bits: runs, plain colours, steps", () => {
    // bottom row: white, then two plain ones, padded to an even number of bytes; top row: red, a step over one, blue
    const pixels = [3, 3, 0, 0, 0, 3, 0, 1, 2, 0, 0, 1];
    expect(colours(bmp({ bits: 8, compression: 1, palette: PALETTE, pixels }))).toEqual([
      [R, G, B],
      [W, W, W],
    ]);
    const stepped = [1, 0, 0, 2, 1, 1, 1, 2, 0, 1];
    expect(colours(bmp({ bits: 8, compression: 1, palette: PALETTE, pixels: stepped }))).toEqual([
      [[0, 0, 0, 0], [0, 0, 0, 0], B],
      [R, [0, 0, 0, 0], [0, 0, 0, 0]],
    ]);
  });

  it("reads run lengths of 4 bits, two colours a byte", () => {
    const pixels = [3, 0x32, 0, 0, 0, 3, 0x01, 0x20, 0, 1];
    expect(colours(bmp({ bits: 4, compression: 2, palette: PALETTE, pixels }))).toEqual([
      [R, G, B],
      [W, B, W],
    ]);
  });

  it("reads one bit a pixel, black and white", () => {
    const black = [0, 0, 0] as const;
    const pixels = [0b01000000, 0, 0, 0, 0b10100000, 0, 0, 0];
    expect(colours(bmp({ bits: 1, palette: [black, W], pixels }))).toEqual([
      [W, black, W],
      [black, W, black],
    ]);
  });

  it("keeps alpha that a mask names, and takes none for what is nowhere set", () => {
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
    const parts = { bits: 32, compression: 3, masks, headerBytes: 108, width: 2, height: 1 };
    expect(colours(bmp({ ...parts, pixels: [0, 0, 255, 128, 0, 255, 0, 255] }))).toEqual([[[...R, 128], G]]);
    expect(colours(bmp({ ...parts, pixels: [0, 0, 255, 0, 0, 255, 0, 0] }))).toEqual([[R, G]]);
  });

  it.each<[string, Partial<Parts>]>([
    ["holds a JPEG", { compression: 4 }],
    ["has no size", { width: 0 }],
    ["is cut off", { width: 300 }],
  ])("refuses one that %s", (_name, change) => {
    expect(() => decodeBmp(bmp({ bits: 24, pixels: [1, 2, 3], ...change }))).toThrow(RangeError);
  });

  it("never hangs and throws nothing but RangeError, whatever the bytes", () => {
    fc.assert(
      fc.property(
        fc.record({
          bits: fc.constantFrom(1, 2, 4, 8, 16, 24, 32, 5),
          compression: fc.integer({ min: 0, max: 7 }),
          pixels: fc.array(fc.nat(255), { maxLength: 80 }),
          palette: fc.constantFrom(PALETTE, []),
        }),
        (parts) => {
          try {
            decodeBmp(bmp(parts));
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        },
      ),
    );
  });
});
