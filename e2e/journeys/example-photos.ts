import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";

const examples = fileURLToPath(new URL("../../public/examples/", import.meta.url));

export function exampleBytes(scene: "still-life" | "board" | "leaf"): Promise<Buffer> {
  return readFile(join(examples, `${scene}.webp`));
}

/** The kinds of photo that browser and server must read alike, made from the example pictures. */
export const PHOTO_KINDS = {
  "photo.jpg": async () => sharp(await exampleBytes("still-life")).jpeg({ quality: 92 }),
  "photo.png": async () => sharp(await exampleBytes("board")).png(),
  // stored lying on its side, with the note that says so
  "rotated.jpg": async () =>
    sharp(
      await sharp(await exampleBytes("still-life"))
        .rotate(-90)
        .png()
        .toBuffer(),
    )
      .jpeg({ quality: 92 })
      .withMetadata({ orientation: 6 }),
  "wide-gamut.jpg": async () =>
    sharp(await exampleBytes("board"))
      .withIccProfile("p3")
      .jpeg({ quality: 92 }),
  "wide-gamut.png": async () =>
    sharp(await exampleBytes("still-life"))
      .withIccProfile("p3")
      .png(),
} as const;

export type PhotoKind = keyof typeof PHOTO_KINDS;

/** Writes one of them into `folder`. */
export async function makePhoto(kind: PhotoKind, folder: string): Promise<string> {
  const path = join(folder, kind);
  await writeFile(path, await (await PHOTO_KINDS[kind]()).toBuffer());
  return path;
}
