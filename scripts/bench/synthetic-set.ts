import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import sharp from "sharp";
import { ZipFile } from "yazl";
import { createRandom } from "@/lib/core/metrics/random";
import { inParallel } from "@/server/datasets/in-parallel";

const LATTICE = 9;
const GRAIN_VALUES = 1 << 20;
const SPLITS = ["train", "val", "test"] as const;

export interface SyntheticSet {
  /** Photos are square, this wide. */
  readonly edgePx: number;
  readonly photos: number;
  readonly seed: number;
  readonly classNames: readonly string[];
}

type Split = (typeof SPLITS)[number];

/** Eight of ten train, one each validates and tests. */
const splitOf = (index: number): Split => (index % 10 === 8 ? "val" : index % 10 === 9 ? "test" : "train");

/** Grain of a sensor, taken from another place for each photo: made once, since it is most of the work. */
function makeGrain(): Int8Array {
  const random = createRandom(1);
  return Int8Array.from({ length: GRAIN_VALUES }, () =>
    Math.round((random() + random() + random() - 1.5) * 14),
  );
}

interface Blob {
  readonly classId: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function placeBlobs(random: () => number, classes: number, edgePx: number): Blob[] {
  return Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
    const [width, height] = [edgePx * (0.1 + random() * 0.34), edgePx * (0.1 + random() * 0.34)];
    return {
      classId: Math.floor(random() * classes),
      x: random() * (edgePx - width),
      y: random() * (edgePx - height),
      width,
      height,
    };
  });
}

function paint(pixels: Uint8Array, blob: Blob, colour: readonly number[]): void {
  const { x, y, width, height } = blob;
  const edgePx = Math.sqrt(pixels.length / 3);
  for (let row = Math.floor(y); row < y + height; row++) {
    const across = (row - y - height / 2) / (height / 2);
    const reach = (Math.sqrt(Math.max(0, 1 - across * across)) * width) / 2;
    for (let column = Math.ceil(x + width / 2 - reach); column < x + width / 2 + reach; column++) {
      const at = (row * edgePx + column) * 3;
      for (let channel = 0; channel < 3; channel++) pixels[at + channel] = colour[channel] ?? 0;
    }
  }
}

interface PhotoRecipe {
  readonly random: () => number;
  readonly blobs: readonly Blob[];
  readonly grain: Int8Array;
  readonly edgePx: number;
}

/** A unique photo: clouds of colour, ellipses on them, grain over all. */
async function makePhoto({ random, blobs, grain, edgePx }: PhotoRecipe): Promise<Buffer> {
  const lattice = Uint8Array.from({ length: LATTICE * LATTICE * 3 }, () => 20 + random() * 215);
  const cloud = sharp(lattice, { raw: { width: LATTICE, height: LATTICE, channels: 3 } });
  const pixels = await cloud.resize(edgePx, edgePx, { kernel: "cubic" }).raw().toBuffer();
  for (const blob of blobs) {
    const hue = (blob.classId * 47) % 256;
    paint(pixels, blob, [hue, (hue + 90) % 256, random() * 256]);
  }
  const start = Math.floor(random() * (grain.length - pixels.length));
  const own = grain.subarray(start, start + pixels.length);
  const clamped = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length);
  for (let index = 0; index < clamped.length; index++) clamped[index] = clamped[index]! + own[index]!;
  return sharp(pixels, { raw: { width: edgePx, height: edgePx, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}

const labelText = (blobs: readonly Blob[], edgePx: number) =>
  blobs
    .map(({ classId, x, y, width, height }) =>
      [classId, x + width / 2, y + height / 2, width, height]
        .map((value, place) => (place === 0 ? value : (value / edgePx).toFixed(6)))
        .join(" "),
    )
    .join("\n");

/** Writes the set as a folder in YOLO layout; the same seed gives the same bytes, and what is there is not made again. */
export async function writeSyntheticSet(
  folder: string,
  { photos, seed, classNames, edgePx }: SyntheticSet,
): Promise<void> {
  for (const kind of ["images", "labels"]) {
    for (const split of SPLITS) await mkdir(path.join(folder, kind, split), { recursive: true });
  }
  const names = classNames.map((name, id) => `  ${id}: ${JSON.stringify(name)}`);
  const places = SPLITS.map((split) => `${split}: images/${split}`);
  await writeFile(path.join(folder, "data.yaml"), [...places, "names:", ...names, ""].join("\n"));
  const grain = makeGrain();
  const one = async (index: number) => {
    const [split, name] = [splitOf(index), `photo-${String(index).padStart(6, "0")}`];
    const label = path.join(folder, "labels", split, `${name}.txt`);
    if (existsSync(label)) return;
    const random = createRandom(seed * 1_000_003 + index);
    const blobs = placeBlobs(random, classNames.length, edgePx);
    await writeFile(
      path.join(folder, "images", split, `${name}.jpg`),
      await makePhoto({ random, blobs, grain, edgePx }),
    );
    await writeFile(label, `${labelText(blobs, edgePx)}\n`);
  };
  await inParallel(
    Array.from({ length: photos }, (_, index) => index),
    one,
  );
}

/** Packs a folder as a zip archive, photos as they are. */
export async function zipFolder(folder: string, archive: string): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream as Readable, createWriteStream(archive));
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const full = path.join(entry.parentPath, entry.name);
    const inner = path.relative(folder, full).replaceAll(path.sep, "/");
    if (entry.isFile()) zip.addFile(full, inner, { compress: !inner.endsWith(".jpg") });
  }
  zip.end();
  await written;
}
