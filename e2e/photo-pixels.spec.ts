import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { build } from "esbuild";
import sharp, { type Sharp } from "sharp";

/** However a photo's pixels are read for the network, they are those that the browser shows. */

test.setTimeout(300_000);

const root = fileURLToPath(new URL("..", import.meta.url));

const PAGE_SCRIPT = `
  import { bitmapRows } from "@/lib/client/detection/worker/bitmap-rows";
  const { copyTo } = VideoFrame.prototype;
  let frames = 0;
  VideoFrame.prototype.copyTo = function (...parameters) { frames++; return copyTo.apply(this, parameters); };
  globalThis.compare = async (base64, isNative) => {
    const photo = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
    const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" });
    const { width, height } = bitmap;
    const rows = await bitmapRows(bitmap, isNative);
    frames = 0;
    const got = new Uint8ClampedArray(width * height * 4);
    for (let top = 0; top < height; top += 50) {
      const pixels = await rows.readRows(top, Math.min(50, height - top));
      if (rows.format === "bgrx") {
        for (let at = 0; at < pixels.length; at += 4) [pixels[at], pixels[at + 2]] = [pixels[at + 2], pixels[at]];
      }
      got.set(pixels, top * width * 4);
    }
    rows.close();
    const context = new OffscreenCanvas(width, height).getContext("2d", { colorSpace: "srgb" });
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    const shown = context.getImageData(0, 0, width, height).data;
    let different = 0;
    shown.forEach((value, at) => { if (value !== got[at] && (rows.format === "rgba" || at % 4 < 3)) different++; });
    return { different, path: frames > 0 ? "frame" : "canvas" };
  };
`;

type Path = "frame" | "canvas";
const KINDS: readonly (readonly [string, Path, (picture: Sharp) => Sharp])[] = [
  ["JPEG", "frame", (picture) => picture.jpeg()],
  ["Display P3 JPEG", "frame", (picture) => picture.withIccProfile("p3").jpeg()],
  ["CMYK JPEG", "frame", (picture) => picture.toColourspace("cmyk").jpeg()],
  ["grey JPEG", "frame", (picture) => picture.greyscale().jpeg()],
  ["PNG", "frame", (picture) => picture.png()],
  ["PNG with 16 bits", "frame", (picture) => picture.toColourspace("rgb16").png()],
  ["WebP", "frame", (picture) => picture.webp()],
  ["AVIF", "frame", (picture) => picture.avif({ effort: 0 })],
  ["half transparent PNG", "canvas", (picture) => picture.ensureAlpha(0.6).png()],
  ...[2, 3, 4, 5, 6, 7, 8].map(
    (orientation) =>
      [
        `JPEG with EXIF orientation ${orientation}`,
        "canvas",
        (picture: Sharp) => picture.withMetadata({ orientation }).jpeg(),
      ] as const,
  ),
];

test("pixels are read as they are shown", async ({ page }) => {
  const bundled = await build({
    stdin: { contents: PAGE_SCRIPT, resolveDir: root, loader: "ts" },
    absWorkingDir: root,
    tsconfig: `${root}tsconfig.json`,
    bundle: true,
    format: "iife",
    target: "es2022",
    write: false,
  });
  await page.addScriptTag({ content: bundled.outputFiles[0]!.text });
  const example = await readFile(`${root}public/examples/still-life.webp`);
  for (const [kind, path, convert] of KINDS) {
    // odd sizes: a row is no whole number of anything
    const bytes = await convert(sharp(example).resize(321, 243)).toBuffer();
    for (const isNative of [false, true]) {
      const result = await page.evaluate(
        ([base64, native]) => {
          const { compare } = globalThis as unknown as { compare(...given: unknown[]): Promise<unknown> };
          return compare(base64, native);
        },
        [bytes.toString("base64"), isNative],
      );
      expect(result, `${kind}, ${isNative ? "as the frame has them" : "RGBA"}`).toEqual({
        different: 0,
        path,
      });
    }
  }
});
