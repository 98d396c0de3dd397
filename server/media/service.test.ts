import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it, vi } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { type DecodedPhoto, decodePhoto, encodeStoredPhoto, readGreyCopy } from "./service";

// decodes large pictures
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url)));

const RED = [200, 30, 30] as const;
const GREEN = [30, 160, 30] as const;
const BLUE = [30, 30, 200] as const;
const YELLOW = [220, 220, 40] as const;

/** 96 × 64: red, green over blue, yellow. Tells every rotation and mirroring apart. */
function quadrants(): Sharp {
  const width = 96;
  const height = 64;
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = y < height / 2 ? (x < width / 2 ? RED : GREEN) : x < width / 2 ? BLUE : YELLOW;
      pixels.set(colour, (y * width + x) * 3);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

function plain(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: "rgb(200,30,30)" } });
}

function pixelAt(photo: DecodedPhoto, x: number, y: number): readonly number[] {
  const at = (y * photo.width + x) * 4;
  return [...photo.rgba.subarray(at, at + 4)];
}

/** Middles of the four quadrants in reading order. */
function corners(photo: DecodedPhoto): readonly (readonly number[])[] {
  const { width, height } = photo;
  const [left, right, top, bottom] = [width / 4, (width * 3) / 4, height / 4, (height * 3) / 4];
  return [
    pixelAt(photo, left, top),
    pixelAt(photo, right, top),
    pixelAt(photo, left, bottom),
    pixelAt(photo, right, bottom),
  ];
}

function expectColours(actual: readonly (readonly number[])[], wanted: readonly (readonly number[])[]) {
  actual.forEach((colour, index) => {
    expect(colour[3]).toBe(255);
    for (let channel = 0; channel < 3; channel++) {
      const difference = Math.abs((colour[channel] ?? 0) - (wanted[index]?.[channel] ?? 0));
      expect(difference, `corner ${index}: ${colour}, wanted ${wanted[index]}`).toBeLessThanOrEqual(6);
    }
  });
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  const decoded = await decodePhoto(bytes).catch((error: unknown) => error);
  if (!isAppError(decoded)) throw new Error(`decoded, or failed in another way: ${decoded}`);
  // what is stored is refused for the same reason
  const stored = await encodeStoredPhoto(bytes).catch((error: unknown) => error);
  expect(isAppError(stored) && stored.code).toBe(decoded.code);
  return decoded.code;
}

describe("bad input", () => {
  it("refuses zero bytes", async () => {
    expect(await codeOf(new Uint8Array(0))).toBe("photo/empty");
  });

  it("refuses a file over the byte limit before looking at it", async () => {
    expect(await codeOf(new Uint8Array(MAX_PHOTO_BYTES + 1))).toBe("photo/too-many-bytes");
  });

  it.each([
    ["text", Buffer.from("Two apples and a pear, please.")],
    ["random bytes", Buffer.from([0x13, 0x37, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])],
    ["one byte", Buffer.from([0xff])],
    ["HTML", Buffer.from("<!doctype html><html><body>404</body></html>")],
  ])("refuses %s as not a picture", async (_name, bytes) => {
    expect(await codeOf(bytes)).toBe("photo/not-an-image");
  });

  it.each([
    ["SVG", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ["SVG past a prologue", '\ufeff<?xml version="1.0"?>\n<!-- note -->\n<svg width="9" height="9"/>'],
    ["PDF", "%PDF-1.7\n1 0 obj\n"],
    ["BigTIFF", "II+\0\x08\0\0\0"],
    ["a camera's raw file", "II*\0\x10\0\0\0CR\x02\0\0\0\0\0\0\0"],
    ["MP4", "\0\0\0\x18ftypisom\0\0\0\0isommp42"],
  ])("names %s as a format it does not open", async (_name, text) => {
    expect(await codeOf(Buffer.from(text, "utf8"))).toBe("photo/unsupported-format");
  });

  it("has no loader for SVG even when it is asked directly", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(sharp(svg).toBuffer()).rejects.toThrow();
  });

  it.each(["jpeg", "png", "webp", "avif"] as const)("refuses a %s cut off in the middle", async (format) => {
    const noise = sharp({
      create: {
        width: 300,
        height: 200,
        channels: 3,
        noise: { type: "gaussian", mean: 128, sigma: 40 },
        background: "red",
      },
    });
    const bytes = await noise.toFormat(format).toBuffer();
    expect(await codeOf(bytes.subarray(0, Math.floor(bytes.length / 2)))).toBe("photo/truncated");
  });

  it("refuses a HEIC cut off in the middle", async () => {
    const bytes = fixture("quadrants.heic");
    expect(await codeOf(bytes.subarray(0, bytes.length - 60))).toBe("photo/truncated");
  });

  it("refuses a JPEG of nothing but its first bytes", async () => {
    expect(await codeOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe("photo/truncated");
  });

  it("says damaged, not cut off, of a JPEG that has its end and no picture", async () => {
    const bytes = await plain(96, 64).jpeg().toBuffer();
    const scan = bytes.indexOf(Buffer.from([0xff, 0xda]));
    expect(await codeOf(Buffer.concat([bytes.subarray(0, scan), bytes.subarray(-2)]))).toBe("photo/damaged");
  });

  it("says damaged, not cut off, of a PNG whose pixels are scrambled", async () => {
    const png = await quadrants().png().toBuffer();
    png.fill(0xaa, png.indexOf("IDAT") + 6, png.indexOf("IDAT") + 60);
    expect(await codeOf(png)).toBe("photo/damaged");
  });

  it("refuses 30,000 px square by its header alone", async () => {
    const png = await plain(8, 8).png().toBuffer();
    png.writeUInt32BE(30_000, 16);
    png.writeUInt32BE(30_000, 20);
    // the header's checksum no longer fits: libvips would say damaged, so write it again
    const { crc32 } = await import("./png-profile");
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    expect(await codeOf(png)).toBe("photo/too-many-pixels");
  });

  it("refuses a side of 100,000 px by its header alone, and a small file that would fill the memory", async () => {
    const { crc32 } = await import("./png-profile");
    const claiming = async (width: number, height: number) => {
      const png = await plain(8, 8).png().toBuffer();
      png.writeUInt32BE(width, 16);
      png.writeUInt32BE(height, 20);
      png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
      return png;
    };
    expect(await codeOf(await claiming(100_000, 1_000))).toBe("photo/too-many-pixels");
    expect(await codeOf(await claiming(1, 40_000))).toBe("photo/too-many-pixels");
    // 119 megapixels are allowed, but not in a hundred bytes
    expect(await codeOf(await claiming(10_900, 10_900))).toBe("photo/too-many-pixels");
  });

  it("refuses a JPEG whose frame header claims 30,000 px square", async () => {
    const jpeg = await plain(8, 8).jpeg().toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(30_000, frame + 5);
    jpeg.writeUInt16BE(30_000, frame + 7);
    expect(await codeOf(jpeg)).toBe("photo/too-many-pixels");
  });
});

describe("good input of every kind", () => {
  it.each(["jpeg", "png", "webp", "avif"] as const)("decodes %s", async (format) => {
    const bytes = await quadrants()
      .toFormat(format, { quality: 95, ...(format === "png" ? {} : { chromaSubsampling: "4:4:4" }) })
      .toBuffer();
    const photo = await decodePhoto(bytes);
    expect(photo).toMatchObject({ width: 96, height: 64, format });
    expect(photo.rgba).toHaveLength(96 * 64 * 4);
    expectColours(corners(photo), [RED, GREEN, BLUE, YELLOW]);
  });

  // where the four colours go, by EXIF orientation: TIFF 6.0, tag 274
  it.each([
    [1, [RED, GREEN, BLUE, YELLOW]],
    [2, [GREEN, RED, YELLOW, BLUE]],
    [3, [YELLOW, BLUE, GREEN, RED]],
    [4, [BLUE, YELLOW, RED, GREEN]],
    [5, [RED, BLUE, GREEN, YELLOW]],
    [6, [BLUE, RED, YELLOW, GREEN]],
    [7, [YELLOW, GREEN, BLUE, RED]],
    [8, [GREEN, YELLOW, RED, BLUE]],
  ])("turns EXIF orientation %i upright", async (orientation, wanted) => {
    const bytes = await quadrants()
      .withMetadata({ orientation })
      .jpeg({ quality: 95, chromaSubsampling: "4:4:4" })
      .toBuffer();
    const photo = await decodePhoto(bytes);
    expect([photo.width, photo.height]).toEqual(orientation < 5 ? [96, 64] : [64, 96]);
    expectColours(corners(photo), wanted);
  });

  it("converts a CMYK JPEG", async () => {
    const bytes = await quadrants().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(bytes).metadata()).channels).toBe(4);
    const photo = await decodePhoto(bytes);
    expect(photo).toMatchObject({ width: 96, height: 64 });
    const [red, green, blue] = corners(photo);
    expect(red?.[0]).toBeGreaterThan((red?.[1] ?? 255) + 60);
    expect(green?.[1]).toBeGreaterThan((green?.[0] ?? 255) + 60);
    expect(blue?.[2]).toBeGreaterThan((blue?.[1] ?? 255) + 60);
  });

  it("brings a 16-bit PNG to 8 bits", async () => {
    const bytes = await quadrants().toColourspace("rgb16").png().toBuffer();
    expect((await sharp(bytes).metadata()).depth).toBe("ushort");
    expectColours(corners(await decodePhoto(bytes)), [RED, GREEN, BLUE, YELLOW]);
  });

  it("gives a grey photo three equal channels", async () => {
    const bytes = await quadrants().greyscale().jpeg().toBuffer();
    const photo = await decodePhoto(bytes);
    expect(photo.rgba).toHaveLength(96 * 64 * 4);
    const [r, g, b, a] = pixelAt(photo, 10, 10);
    expect([g, b, a]).toEqual([r, r, 255]);
  });

  it("takes the first frame of an animated PNG", async () => {
    const photo = await decodePhoto(fixture("two-frames.png"));
    expect(photo).toMatchObject({ width: 40, height: 30 });
    expectColours([pixelAt(photo, 20, 15)], [RED]);
  });

  it("takes the first frame of an animated WebP", async () => {
    const frames = await Promise.all(
      ["rgb(200,30,30)", "rgb(30,160,30)"].map((background) =>
        sharp({ create: { width: 40, height: 30, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    const photo = await decodePhoto(bytes);
    expect(photo).toMatchObject({ width: 40, height: 30 });
    expectColours([pixelAt(photo, 20, 15)], [RED]);
  });

  it("keeps a pixel's transparency", async () => {
    const bytes = await sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 10, g: 20, b: 30, alpha: 0.5 } },
    })
      .png()
      .toBuffer();
    expect(pixelAt(await decodePhoto(bytes), 1, 1)).toEqual([10, 20, 30, 128]);
  });

  it.each([
    ["1 px", 1, 1],
    ["panorama 20:1", 2_000, 100],
    ["a tall strip", 3, 900],
  ])("decodes %s", async (_name, width, height) => {
    const photo = await decodePhoto(await plain(width, height).png().toBuffer());
    expect(photo).toMatchObject({ width, height });
    expect(photo.rgba).toHaveLength(width * height * 4);
  });

  it("converts Display P3 to sRGB", async () => {
    // the same numbers mean a more saturated red in P3: the red channel must rise, the others fall
    const srgb = await decodePhoto(await quadrants().png().toBuffer());
    const asP3 = await quadrants().withIccProfile("p3", { attach: true }).png().toBuffer();
    const back = await decodePhoto(asP3);
    expectColours(corners(back), corners(srgb));
    const raw = await sharp(asP3, { failOn: "none" }).keepIccProfile().raw().toBuffer();
    expect(raw[0]).toBeLessThan(195);
  });

  it("decodes HEIC", async () => {
    const photo = await decodePhoto(fixture("quadrants.heic"));
    expect(photo).toMatchObject({ width: 96, height: 64, format: "heic" });
    expectColours(corners(photo), [RED, GREEN, BLUE, YELLOW]);
  });

  it("applies a HEIC's own rotation once and its Display P3 profile", async () => {
    const photo = await decodePhoto(fixture("quadrants-p3-turned.heic"));
    expect(photo).toMatchObject({ width: 64, height: 96 });
    const [topLeft, topRight] = corners(photo);
    expect(topLeft?.[2]).toBeGreaterThan(195);
    // P3 (200, 30, 30) is about (218, 0, 9) in sRGB
    expect(topRight?.[0]).toBeGreaterThan(210);
    expect(topRight?.[1]).toBeLessThan(12);
  });
});

describe("encodeStoredPhoto", () => {
  it("strips all metadata and stores upright pixels", async () => {
    const bytes = await quadrants()
      .withExif({ IFD0: { Artist: "A. Person" }, IFD3: { GPSLatitude: "52/1 31/1 0/1" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const stored = await encodeStoredPhoto(bytes);
    expect(stored).toMatchObject({ width: 64, height: 96 });
    for (const file of [stored.photo, stored.thumbnail]) {
      const metadata = await sharp(file.bytes).metadata();
      expect([metadata.exif, metadata.orientation, metadata.xmp, metadata.iptc]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect([metadata.width, metadata.height]).toEqual([64, 96]);
    }
  });

  it("gives the same files for the same bytes", async () => {
    const bytes = await quadrants().jpeg().toBuffer();
    const [first, second] = await Promise.all([encodeStoredPhoto(bytes), encodeStoredPhoto(bytes)]);
    expect(first?.photo.sha256).toBe(second?.photo.sha256);
    expect(first?.thumbnail.sha256).toBe(second?.thumbnail.sha256);
  });

  it("keeps a PNG lossless", async () => {
    const bytes = await quadrants().png().toBuffer();
    const stored = await encodeStoredPhoto(bytes);
    expect(stored.photo.contentType).toBe("image/png");
    expect((await decodePhoto(stored.photo.bytes)).rgba).toEqual((await decodePhoto(bytes)).rgba);
  });

  it("fits a panorama's thumbnail in its square without stretching", async () => {
    const stored = await encodeStoredPhoto(await plain(4_000, 200).jpeg().toBuffer());
    const { width, height } = await sharp(stored.thumbnail.bytes).metadata();
    expect([width, height]).toEqual([512, 26]);
  });

  it("converts HEIC to JPEG", async () => {
    const stored = await encodeStoredPhoto(fixture("quadrants.heic"));
    expect(stored.photo.contentType).toBe("image/jpeg");
    expect(await decodePhoto(stored.photo.bytes)).toMatchObject({ width: 96, height: 64 });
  });
});

describe("TIFF, GIF and BMP", () => {
  const wanted = [RED, GREEN, BLUE, YELLOW];

  it.each(["none", "lzw", "deflate", "packbits"] as const)(
    "opens a TIFF (%s) and keeps it without loss",
    async (compression) => {
      const bytes = await quadrants().tiff({ compression }).toBuffer();
      const photo = await decodePhoto(bytes);
      expect([photo.width, photo.height, photo.format]).toEqual([96, 64, "tiff"]);
      expectColours(corners(photo), wanted);
      expect((await encodeStoredPhoto(bytes)).photo.contentType).toBe("image/png");
    },
  );

  it("turns a TIFF as EXIF says, and takes the first of its pages", async () => {
    // 6: the top of the picture is at the right of what is stored
    const turned = await decodePhoto(await quadrants().withMetadata({ orientation: 6 }).tiff().toBuffer());
    expect([turned.width, turned.height]).toEqual([64, 96]);
    expectColours(corners(turned), [BLUE, RED, YELLOW, GREEN]);
  });

  it("opens the first frame of a GIF", async () => {
    const frames = [quadrants(), plain(96, 64)].map((one) => one.png().toBuffer());
    const gif = await sharp(await Promise.all(frames), { join: { animated: true } })
      .gif()
      .toBuffer();
    const photo = await decodePhoto(gif);
    expect([photo.width, photo.height, photo.format]).toEqual([96, 64, "gif"]);
    expectColours(corners(photo), wanted);
    expect((await encodeStoredPhoto(gif)).height).toBe(64);
  });

  it("opens a BMP, and keeps what is behind it white", async () => {
    const { data, info } = await quadrants().raw().toBuffer({ resolveWithObject: true });
    const bytes = bmpOf(data, info);
    const photo = await decodePhoto(bytes);
    expect([photo.width, photo.height, photo.format]).toEqual([96, 64, "bmp"]);
    expectColours(corners(photo), wanted);
    expect(await encodeStoredPhoto(bytes)).toMatchObject({ width: 96, photo: { contentType: "image/png" } });
    expect(await readGreyCopy(bytes, 32)).toMatchObject({ width: 96, height: 64, grey: { width: 32 } });
    expect(await codeOf(bytes.subarray(0, 5_000))).toBe("photo/truncated");
  });

  it("refuses a BMP of an absurd size by its header", async () => {
    const { data, info } = await quadrants().raw().toBuffer({ resolveWithObject: true });
    const bmp = bmpOf(data, info);
    bmp.writeInt32LE(40_000, 18);
    expect(await codeOf(bmp)).toBe("photo/too-many-pixels");
  });

  it.each(["tiff", "gif"] as const)("says cut off of a %s without its end", async (format) => {
    const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
    const picture = sharp({ create: { width: 300, height: 200, channels: 3, noise, background: "red" } });
    const bytes = await picture.toFormat(format).toBuffer();
    expect(await codeOf(bytes.subarray(0, Math.floor(bytes.length / 2)))).toBe("photo/truncated");
  });
});

/** A plain BMP of 24 bits, bottom up. */
function bmpOf(rgb: Buffer, { width, height }: { width: number; height: number }): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + stride * height);
  bytes.write("BM");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [from, to] = [(y * width + x) * 3, 54 + (height - 1 - y) * stride + x * 3];
      bytes.set([rgb[from + 2] ?? 0, rgb[from + 1] ?? 0, rgb[from] ?? 0], to);
    }
  return bytes;
}

it("takes a HEIC that does not say how large it is for a damaged one", async () => {
  const heic = fixture("quadrants.heic");
  // the size of each item stands in a box of its own
  for (let at = heic.indexOf("ispe"); at >= 0; at = heic.indexOf("ispe")) heic.write("xxxx", at, "latin1");
  await expect(encodeStoredPhoto(new Uint8Array(heic))).rejects.toMatchObject({ code: "photo/damaged" });
});
