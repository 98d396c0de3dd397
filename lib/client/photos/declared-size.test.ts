import sharp from "sharp";
import { expect, it } from "vitest";
import { declaredSize } from "./declared-size";

it.each(["jpeg", "png"] as const)("reads a %s header without decoding", async (format) => {
  const bytes = await sharp({ create: { width: 301, height: 97, channels: 3, background: "green" } })
    .toFormat(format)
    .toBuffer();
  expect(declaredSize(bytes.subarray(0, 700), format)).toEqual({ width: 301, height: 97 });
});

it("reads an extended WebP, and leaves a plain one to the decoder", async () => {
  const base = sharp({ create: { width: 301, height: 97, channels: 4, background: "#00ff0080" } });
  expect(declaredSize(await base.webp().toBuffer(), "webp")).toEqual({ width: 301, height: 97 });
  const plain = await base.removeAlpha().webp().toBuffer();
  expect(declaredSize(plain, "webp")).toBeNull();
});

it("says nothing about a header that stops early", () => {
  expect(declaredSize(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]), "jpeg")).toBeNull();
});
