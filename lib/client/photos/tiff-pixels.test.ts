import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { turnUpright } from "@/lib/core/photos/turn-upright";
import { readTiffPixels } from "./tiff-pixels";

const WIDTH = 37;
const HEIGHT = 23;

/** A picture of gradients, so that a wrong order of rows, channels or sides shows. */
function slopes(channels: 3 | 4 = 3): Sharp {
  const raw = new Uint8Array(WIDTH * HEIGHT * channels);
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    raw.set([x * 6, y * 10, 255 - x * 5, 255].slice(0, channels), at * channels);
  }
  return sharp(raw, { raw: { width: WIDTH, height: HEIGHT, channels } });
}

async function furthest(bytes: Buffer): Promise<number> {
  const wanted = await sharp(bytes).toColourspace("srgb").ensureAlpha().raw({ depth: "uchar" }).toBuffer();
  const { rgba, width, height } = await readTiffPixels(bytes);
  expect([width, height]).toEqual([WIDTH, HEIGHT]);
  return wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - (rgba[at] ?? 0))), 0);
}

describe("readTiffPixels gives what the server's decoder gives", () => {
  it.each<[string, Sharp]>([
    ["uncompressed", slopes().tiff({ compression: "none" })],
    ["LZW with differences", slopes().tiff({ compression: "lzw", predictor: "horizontal" })],
    ["deflate", slopes().tiff({ compression: "deflate" })],
    ["PackBits", slopes().tiff({ compression: "packbits" })],
    ["in tiles", slopes().tiff({ tile: true, tileWidth: 16, tileHeight: 16, compression: "lzw" })],
    ["with alpha", slopes(4).tiff({ compression: "lzw" })],
    ["grey", slopes().greyscale().toColourspace("b-w").tiff({ compression: "lzw" })],
    ["16 bits", slopes().toColourspace("rgb16").tiff({ compression: "lzw" })],
  ])("for %s", async (_name, picture) => {
    expect(await furthest(await picture.toBuffer())).toBeLessThanOrEqual(1);
  });

  it("for JPEG inside, within what JPEG leaves open", async () => {
    expect(await furthest(await slopes().tiff({ compression: "jpeg", quality: 95 }).toBuffer())).toBeLessThan(
      24,
    );
  });

  it("refuses floats, whose range nothing says", async () => {
    const floats = await slopes().toColourspace("scrgb").tiff({ compression: "none" }).toBuffer();
    await expect(readTiffPixels(new Uint8Array(floats))).rejects.toMatchObject({ code: "photo/damaged" });
  });

  it("says how a picture is to be turned", async () => {
    const bytes = await slopes().withMetadata({ orientation: 6 }).tiff().toBuffer();
    expect((await readTiffPixels(bytes)).orientation).toBe(6);
  });
});

it("turnUpright turns as the server's decoder does", async () => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const bytes = await slopes().withMetadata({ orientation }).tiff({ compression: "none" }).toBuffer();
    const upright = await sharp(bytes).rotate().raw().toBuffer({ resolveWithObject: true });
    const { width, height, transform } = turnUpright({ width: WIDTH, height: HEIGHT }, orientation);
    expect([width, height], `orientation ${orientation}`).toEqual([upright.info.width, upright.info.height]);
    const stored = await slopes().raw().toBuffer();
    const [a, b, c, d, e, f] = transform;
    for (const [x, y] of [
      [0, 0],
      [WIDTH - 1, 0],
      [5, 9],
    ] as const) {
      // the middle of a pixel lands on the middle of a pixel
      const [toX, toY] = [a * (x + 0.5) + c * (y + 0.5) + e - 0.5, b * (x + 0.5) + d * (y + 0.5) + f - 0.5];
      const [from, to] = [(y * WIDTH + x) * 3, (toY * width + toX) * 3];
      expect([...upright.data.subarray(to, to + 3)], `orientation ${orientation}`).toEqual([
        ...stored.subarray(from, from + 3),
      ]);
    }
  }
});
