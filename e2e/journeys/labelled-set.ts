import { buffer } from "node:stream/consumers";
import yazl from "yazl";
import type { LabelledPhoto } from "./labelled-scenes";

export type Splits = Readonly<Record<"train" | "val" | "test", readonly LabelledPhoto[]>>;

function labelsOf({ boxes, width, height }: LabelledPhoto, names: readonly string[]): string {
  const line = ({ name, left, top, right, bottom }: LabelledPhoto["boxes"][number]) =>
    [
      names.indexOf(name),
      (left + right) / 2 / width,
      (top + bottom) / 2 / height,
      (right - left) / width,
      (bottom - top) / height,
    ].join(" ");
  return `${boxes.map(line).join("\n")}\n`;
}

/** A zip of labelled photos as labelling tools write YOLO sets, with their splits. */
export async function zippedSet(splits: Splits): Promise<Buffer> {
  const photos = Object.values(splits).flat();
  const names = [...new Set(photos.flatMap(({ boxes }) => boxes.map(({ name }) => name)))].sort();
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from(`names: [${names.join(", ")}]\n`), "data.yaml");
  for (const [split, some] of Object.entries(splits)) {
    for (const photo of some) {
      zip.addBuffer(photo.bytes, `images/${split}/${photo.name}`);
      const labels = `labels/${split}/${photo.name.replace(/\.jpg$/, ".txt")}`;
      zip.addBuffer(Buffer.from(labelsOf(photo, names)), labels);
    }
  }
  zip.end();
  return buffer(zip.outputStream);
}
