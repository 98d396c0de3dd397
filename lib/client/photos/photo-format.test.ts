import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { checkPhotoBytes } from "./photo-format";

const image = () =>
  sharp({
    create: {
      width: 64,
      height: 48,
      channels: 3,
      noise: { type: "gaussian", mean: 120, sigma: 40 },
      background: "red",
    },
  });
const text = (value: string) => new TextEncoder().encode(value);

function codeOf(bytes: Uint8Array): string {
  try {
    checkPhotoBytes(bytes);
    return "accepted";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe("checkPhotoBytes", () => {
  it.each(["jpeg", "png", "webp", "avif"] as const)("accepts a whole %s", async (format) => {
    expect(checkPhotoBytes(await image().toFormat(format).toBuffer())).toBe(format);
  });

  it.each(["jpeg", "png", "webp"] as const)("refuses half a %s", async (format) => {
    const whole = await image().toFormat(format).toBuffer();
    expect(codeOf(whole.subarray(0, Math.floor(whole.length / 2)))).toBe("photo/truncated");
  });

  it("does not take an embedded thumbnail's end for the photo's", async () => {
    const whole = await image().jpeg().toBuffer();
    const thumbnail = [0xff, 0xd8, 0xff, 0xd9];
    const app1 = Uint8Array.from([0xff, 0xe1, 0, 2 + thumbnail.length, ...thumbnail]);
    const cut = new Uint8Array([...whole.subarray(0, 2), ...app1, ...whole.subarray(2, whole.length - 40)]);
    expect(codeOf(cut)).toBe("photo/truncated");
  });

  it("accepts a JPEG with a phone's extra bytes after its end", async () => {
    const whole = await image().jpeg().toBuffer();
    expect(codeOf(new Uint8Array([...whole, ...new Uint8Array(9000)]))).toBe("accepted");
  });

  it("names what it does not open", async () => {
    expect(codeOf(new Uint8Array())).toBe("photo/empty");
    expect(codeOf(text("hello, this is a letter"))).toBe("photo/not-an-image");
    expect(codeOf(text("%PDF-1.7 …"))).toBe("photo/unsupported-format");
    expect(codeOf(text('<?xml version="1.0"?>\n<svg xmlns="…"/>'))).toBe("photo/unsupported-format");
    expect(codeOf(text("GIF89a…"))).toBe("photo/truncated");
    expect(codeOf(new Uint8Array([0, 0, 0, 24, ...text("ftypmp42"), 0, 0, 0, 0, ...text("isom")]))).toBe(
      "photo/unsupported-format",
    );
    expect(
      checkPhotoBytes(new Uint8Array([0, 0, 0, 20, ...text("ftypheic"), 0, 0, 0, 0, ...text("mif1")])),
    ).toBe("heic");
  });

  it("refuses one byte more than the limit", () => {
    const bytes = new Uint8Array(MAX_PHOTO_BYTES + 1);
    bytes.set([0xff, 0xd8, 0xff]);
    expect(codeOf(bytes)).toBe("photo/too-many-bytes");
  });
});
