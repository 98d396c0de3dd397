import { readdirSync, readFileSync } from "node:fs";
import { extname, join, parse } from "node:path";
import sharp from "sharp";
import { boxOfRow, parseYoloRow } from "@/lib/core/datasets/formats/yolo/yolo-row";
import { type Box, clipBox, type Size } from "@/lib/core/geometry/box";

/** A box as the labels have it, source px, class by its index in the set. */
export interface KeyBox {
  readonly classId: number;
  readonly box: Box<"source">;
}

/** A photo and what is really in it. */
export interface KeyedPhoto {
  readonly name: string;
  readonly path: string;
  readonly boxes: readonly KeyBox[];
}

/** A smaller box in the photo, px, cannot be drawn with a pointer. */
const SMALLEST_EDGE_PX = 4;

function toSource({ x1, y1, x2, y2 }: Box<"normalised">, photo: Size): Box<"source"> {
  const { width, height } = photo;
  return clipBox({ x1: x1 * width, y1: y1 * height, x2: x2 * width, y2: y2 * height }, photo);
}

function readBoxes(labels: string, photo: Size): KeyBox[] {
  const lines = readFileSync(labels, "utf8").split("\n").filter(Boolean);
  return lines.flatMap((line) => {
    const label = parseYoloRow(line);
    if (!label || label.values.length !== 4) throw new Error(`${labels}: not a label: ${line}`);
    const box = toSource(boxOfRow(label, { box: "first", behind: 0, means: "box" }), photo);
    const isDrawable = Math.min(box.x2 - box.x1, box.y2 - box.y1) >= SMALLEST_EDGE_PX;
    return isDrawable ? [{ classId: label.classIndex, box }] : [];
  });
}

/**
 * Photos of `folder/images` with the boxes of `folder/labels`, in name order.
 * @param classCount indices from here on are not known
 * @throws Error naming the file, for a label that is none or whose class is not known
 */
export async function readAnswerKey(folder: string, classCount: number): Promise<KeyedPhoto[]> {
  const photos: KeyedPhoto[] = [];
  for (const file of readdirSync(join(folder, "images")).sort()) {
    if (![".jpg", ".jpeg", ".png", ".webp"].includes(extname(file).toLowerCase())) continue;
    const path = join(folder, "images", file);
    const { width, height } = await sharp(path).metadata();
    const labels = join(folder, "labels", `${parse(file).name}.txt`);
    const boxes = readBoxes(labels, { width, height });
    const unknown = boxes.find(({ classId }) => classId >= classCount);
    if (unknown) throw new Error(`${labels}: class ${unknown.classId} is not one of ${classCount}`);
    photos.push({ name: file, path, boxes });
  }
  return photos;
}
