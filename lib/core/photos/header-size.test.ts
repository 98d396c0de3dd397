import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { headerSize } from "./header-size";

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#7a3" } });

describe("headerSize", () => {
  it.each([
    ["PNG", () => blank(301, 7).png().toBuffer()],
    ["JPEG", () => blank(301, 7).jpeg().toBuffer()],
    ["progressive JPEG", () => blank(301, 7).jpeg({ progressive: true }).toBuffer()],
    ["JPEG with EXIF and a profile", () => blank(301, 7).withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ["WebP", () => blank(301, 7).webp().toBuffer()],
    ["lossless WebP", () => blank(301, 7).webp({ lossless: true }).toBuffer()],
    ["WebP with a profile", () => blank(301, 7).withMetadata().webp().toBuffer()],
  ])("reads a %s", async (_name, make) => {
    expect(headerSize(new Uint8Array(await make()))).toEqual({ width: 301, height: 7 });
  });

  it("knows nothing of a header that is cut off, of other formats and of nothing", async () => {
    const jpeg = new Uint8Array(await blank(301, 7).jpeg().toBuffer());
    expect(headerSize(jpeg.subarray(0, 30))).toBeUndefined();
    expect(headerSize(new Uint8Array(await blank(31, 7).avif().toBuffer()))).toBeUndefined();
    expect(headerSize(new Uint8Array())).toBeUndefined();
  });

  it("never throws and never hangs, whatever the bytes", () => {
    const magic = fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47], [0x52, 0x49, 0x46, 0x46]);
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        headerSize(Uint8Array.from([...start, ...rest]));
      }),
      { numRuns: 500 },
    );
  });
});
