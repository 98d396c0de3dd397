import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readJpegHeader } from "./jpeg-header";

const blank = () => sharp({ create: { width: 301, height: 8, channels: 3, background: "green" } });
const PLAIN = { width: 301, height: 8, hasHalvedColours: true, orientation: 1, profile: "none" };

describe("readJpegHeader", () => {
  it("reads size and halved colours of a plain JPEG", async () => {
    expect(readJpegHeader(await blank().jpeg().toBuffer())).toEqual(PLAIN);
    expect(readJpegHeader(await blank().jpeg({ progressive: true }).toBuffer())).toEqual(PLAIN);
  });

  it("tells colours that are not halved", async () => {
    const whole = await blank().jpeg({ chromaSubsampling: "4:4:4" }).toBuffer();
    const grey = await blank().toColourspace("b-w").jpeg().toBuffer();
    const four = await blank().toColourspace("cmyk").jpeg().toBuffer();
    for (const bytes of [whole, grey, four]) expect(readJpegHeader(bytes)?.hasHalvedColours).toBe(false);
  });

  it("reads EXIF's orientation", async () => {
    const turned = await blank().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(readJpegHeader(turned)).toMatchObject({ width: 301, height: 8, orientation: 6 });
  });

  it("tells sRGB from another profile", async () => {
    const profileOf = async (name: string) =>
      readJpegHeader(await blank().withIccProfile(name).jpeg().toBuffer())?.profile;
    expect(await profileOf("srgb")).toBe("srgb");
    expect(await profileOf("p3")).toBe("other");
  });

  it("knows nothing of a header that is cut off, or of another format", async () => {
    const jpeg = await blank().jpeg().toBuffer();
    expect(readJpegHeader(jpeg.subarray(0, 40))).toBeUndefined();
    expect(readJpegHeader(await blank().png().toBuffer())).toBeUndefined();
    expect(readJpegHeader(new Uint8Array())).toBeUndefined();
  });
});
