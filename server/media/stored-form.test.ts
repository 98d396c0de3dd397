import sharp from "sharp";
import { expect, it } from "vitest";
import { encodeRecipePicture, encodeStoredPhoto, sha256Of } from "./service";
import { isStoredForm } from "./stored-form";

const noise = { type: "gaussian" as const, mean: 120, sigma: 40 };
const image = (size = 64) =>
  sharp({ create: { width: size, height: size, channels: 3, background: "white", noise } });

it("knows what it has written itself, baseline and progressive", async () => {
  expect(isStoredForm(await image().jpeg().toBuffer())).toBe(true);
  expect(isStoredForm(await image().jpeg({ progressive: true }).toBuffer())).toBe(true);
  expect(isStoredForm((await encodeStoredPhoto(await image().jpeg().toBuffer())).photo.bytes)).toBe(true);
});

it("refuses what carries anything beside its picture, or is cut off", async () => {
  const jpeg = await image().jpeg().toBuffer();
  const withSegment = (marker: number, text: string) => {
    const body = Buffer.from(text);
    const head = Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff]);
    return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
  };
  expect(
    isStoredForm(
      await image()
        .withExif({ IFD0: { Artist: "Somebody" } })
        .jpeg()
        .toBuffer(),
    ),
  ).toBe(false);
  expect(isStoredForm(await image().withIccProfile("p3").jpeg().toBuffer())).toBe(false);
  expect(isStoredForm(withSegment(0xfe, "a comment"))).toBe(false);
  expect(isStoredForm(withSegment(0xe0, "JFIF\0 with a preview behind it"))).toBe(false);
  expect(isStoredForm(Buffer.concat([jpeg, Buffer.from("<script>")]))).toBe(false);
  for (const length of [0, 1, 2, 3, 20, jpeg.length - 1])
    expect(isStoredForm(jpeg.subarray(0, length))).toBe(false);
  expect(isStoredForm(await image().png().toBuffer())).toBe(false);
});

it("keeps such a photo byte by byte where it comes back, and writes any other anew", async () => {
  const jpeg = await image().jpeg({ quality: 60 }).toBuffer();
  expect((await encodeStoredPhoto(jpeg, { comesBack: true })).photo.sha256).toBe(sha256Of(jpeg));
  expect((await encodeStoredPhoto(jpeg)).photo.sha256).not.toBe(sha256Of(jpeg));
  const named = await image()
    .withExif({ IFD0: { Artist: "Somebody" } })
    .jpeg()
    .toBuffer();
  expect((await encodeStoredPhoto(named, { comesBack: true })).photo.sha256).not.toBe(sha256Of(named));
  expect((await encodeRecipePicture(jpeg, { comesBack: true })).photo.sha256).toBe(sha256Of(jpeg));
  const large = await image(1700).jpeg().toBuffer();
  expect((await encodeRecipePicture(large, { comesBack: true })).width).toBe(1600);
});
