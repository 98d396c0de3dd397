import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import sharp, { type Sharp } from "sharp";
import { createNumpyRandom, type NumpyRandom } from "@/lib/core/monitoring/distributions/mersenne-twister";
import { detectPixels } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import type { resolveModel } from "@/server/models/service";
import type { tableOf } from "@/server/monitoring/drift/sample-table";

export type Row = Parameters<typeof tableOf>[0][number];
type Model = Awaited<ReturnType<typeof resolveModel>>;
type Change = (image: Sharp, width: number) => Sharp;
const UNCHANGED: Change = (image) => image;
const DARKER: Change = (image) => image.linear(0.6, 0);
const BLURRED: Change = (image, width) => image.blur(Math.max(0.5, width / 90));

/** A piece of a picture, taken, turned and lit at random, as somebody else's photo of the like. */
async function pieceOf(model: Model, picture: Buffer, random: NumpyRandom, change: Change): Promise<Row> {
  const { width = 1, height = 1 } = await sharp(picture).metadata();
  const part = 0.45 + 0.55 * random.fraction();
  const [w, h] = [Math.round(width * part), Math.round(height * part)];
  const left = Math.floor((width - w) * random.fraction());
  const top = Math.floor((height - h) * random.fraction());
  let image = sharp(picture).extract({ left, top, width: w, height: h });
  if (random.fraction() < 0.5) image = image.flop();
  image = image.modulate({ brightness: 0.85 + 0.3 * random.fraction() });
  const bytes = await change(sharp(await image.png({ compressionLevel: 1 }).toBuffer()), w)
    .jpeg({ quality: 90 })
    .toBuffer();
  const photo = await decodePhoto(bytes);
  const { figures } = await detectPixels(photo.rgba, photo, { model, describe: true });
  if (!figures) throw new RangeError("no figures");
  const { boxes, sketch } = figures;
  return {
    ...figures.photo,
    boxCount: boxes.count,
    unnamed: boxes.unnamed,
    topScore: boxes.topScore,
    meanScore: boxes.meanScore,
    // of this computer, and of no interest here
    totalMs: 100,
    classIds: boxes.byClass.map(([classId]) => classId),
    areas: [...boxes.areas],
    positions: [...boxes.positions],
    sketch: sketch && [...sketch],
    ...{ confidence: null, device: "server", browser: "none", backend: "server" },
  };
}

const read = (folder: string, names: readonly string[]) =>
  names.map((name) => readFileSync(path.join(folder, name)));

const readFolder = (folder: string) =>
  read(
    folder,
    readdirSync(folder)
      .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
      .sort(),
  );

export interface Worlds {
  readonly pictures: number;
  /** Before the change. */
  readonly usual: readonly Row[];
  /** After it, by what has changed. */
  readonly changed: Readonly<Record<string, readonly Row[]>>;
  readonly removedClass: number | undefined;
  /** Classes that are watched one by one. */
  readonly classIds: readonly number[];
}

const MOST_CLASSES = 12;

/**
 * Photos before and after each change, through the real pipeline.
 * @param folder pictures to take pieces of; without, the examples that ship
 * @param pieces of each picture
 */
export async function makeWorlds(model: Model, folder: string | undefined, pieces: number): Promise<Worlds> {
  const own = folder ? readFolder(folder) : read("public/examples", ["still-life.webp", "board.webp"]);
  const unseen = read("public/examples", ["leaf.webp"]);
  /** Each change is made of the same pieces. */
  const pool = async (pictures: readonly Buffer[], change: Change): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    for (const [index, picture] of pictures.entries()) {
      const random = createNumpyRandom(7_000 + index);
      for (let count = 0; count < pieces; count++) rows.push(await pieceOf(model, picture, random, change));
    }
    return rows;
  };
  const usual = await pool(own, UNCHANGED);
  const counts = new Map<number, number>();
  for (const { classIds } of usual) for (const id of classIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  /** Found on at least a tenth of the photos, the commonest first; the first that not every photo has is taken away. */
  const classes = [...counts].filter(([, n]) => n >= usual.length / 10).toSorted(([, a], [, b]) => b - a);
  const [removedClass] = classes.find(([, n]) => n <= usual.length / 2) ?? classes.at(-1) ?? [];
  const leaves = await pool(unseen, UNCHANGED);
  /** Three photos in ten are changed: one person of three has a new phone. */
  const partly = (changed: readonly Row[]) => [
    ...Array.from({ length: 7 }, () => usual).flat(),
    ...Array.from({ length: 3 }, () => changed).flat(),
  ];
  const all = [...classes.map(([id]) => id), ...leaves.flatMap((row) => row.classIds)];
  return {
    pictures: own.length,
    usual,
    removedClass,
    classIds: [...new Set(all)].slice(0, MOST_CLASSES),
    changed: {
      darker: partly(await pool(own, DARKER)),
      blurred: partly(await pool(own, BLURRED)),
      "class removed": usual.filter(
        ({ classIds }) => removedClass === undefined || !classIds.includes(removedClass),
      ),
      // every tenth photo is of it
      "unseen class": [
        ...usual,
        ...Array.from({ length: Math.round(usual.length / 9) }, (_, at) => leaves[at % leaves.length]!),
      ],
    },
  };
}
