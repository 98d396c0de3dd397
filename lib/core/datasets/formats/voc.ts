import type { Size } from "../../geometry/box";
import { asRecord, asSize, type NamedBox, type PhotoLabels } from "./labelled-set";
import { many, readVocShape } from "./voc-shape";

/** A Pascal VOC file: what it says of one photo. */
export interface VocFile extends PhotoLabels {
  /** The photo's name as the file has it, "" when it has none. */
  readonly fileName: string;
}

const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";

/** True for an XML tree that is a VOC annotation. */
export function isVoc(tree: unknown): boolean {
  return asRecord(asRecord(tree)?.annotation) !== undefined;
}

/**
 * Reads a Pascal VOC annotation, or one of LabelMe's web tool. Corners are px as they stand, counted from 0, as today's
 * labelling tools write them. Polygons and turned boxes become the box around them; what LabelMe marks as deleted is gone.
 * @param tree the XML as nested objects, repeated elements as arrays, values as text
 */
export function readVoc(tree: unknown): VocFile {
  const annotation = asRecord(asRecord(tree)?.annotation) ?? {};
  const [size, imageSize] = [asRecord(annotation.size), asRecord(annotation.imagesize)];
  const boxes: NamedBox[] = [];
  const problems: string[] = [];
  for (const [index, value] of many(annotation.object).entries()) {
    const object = asRecord(value) ?? {};
    if (text(object.deleted) === "1") continue;
    const name = text(object.name);
    const found = readVocShape(object);
    if (name === "") problems.push(`object ${index + 1} has no name`);
    else if ("problem" in found) problems.push(`object ${index + 1} (${name.slice(0, 40)}) ${found.problem}`);
    else boxes.push({ name, ...found });
  }
  return {
    fileName: text(annotation.filename),
    size: asSize(size?.width, size?.height) ?? asSize(imageSize?.ncols, imageSize?.nrows),
    boxes,
    problems,
  };
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (value: string) => value.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** Whole px, as readers of VOC expect; a box that would vanish so keeps its fractions. */
function corners(low: number, high: number): readonly [number, number] {
  const [a, b] = [Math.round(low), Math.round(high)];
  return b > a ? [a, b] : [Number(low.toFixed(3)), Number(high.toFixed(3))];
}

export interface VocInput {
  readonly fileName: string;
  readonly folder: string;
  readonly size: Size;
  readonly boxes: readonly { readonly name: string; readonly box: NamedBox["box"] }[];
}

export function writeVoc({ fileName, folder, size, boxes }: VocInput): string {
  const objects = boxes.map(({ name, box }) => {
    const [xmin, xmax] = corners(box.x1, box.x2);
    const [ymin, ymax] = corners(box.y1, box.y2);
    return [
      "  <object>",
      `    <name>${escaped(name)}</name>`,
      "    <pose>Unspecified</pose>",
      "    <truncated>0</truncated>",
      "    <difficult>0</difficult>",
      `    <bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox>`,
      "  </object>",
    ].join("\n");
  });
  return [
    "<annotation>",
    `  <folder>${escaped(folder)}</folder>`,
    `  <filename>${escaped(fileName)}</filename>`,
    "  <source><database>Forage</database></source>",
    `  <size><width>${size.width}</width><height>${size.height}</height><depth>3</depth></size>`,
    "  <segmented>0</segmented>",
    ...objects,
    "</annotation>",
    "",
  ].join("\n");
}
