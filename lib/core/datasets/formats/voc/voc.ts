import type { Size } from "../../../geometry/box";
import { asNumber, asRecord, asSize, type NamedBox, type PhotoLabels } from "../labelled-set";
import { xmlText } from "../xml-text";
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

/** What a file says of the number of its first pixel, and what its numbers suggest. */
export interface VocOrigin {
  /** Certain: in a file that was written here. */
  readonly said: 0 | 1 | undefined;
  /** It names the original data set, which counts from 1. Tools copy that name. */
  readonly isOriginal: boolean;
  /** A corner lies before the first pixel as it is counted from 1. */
  readonly hasZero: boolean;
}

export function originOf(tree: unknown): VocOrigin {
  const annotation = asRecord(asRecord(tree)?.annotation) ?? {};
  const source = asRecord(annotation.source);
  const isOwn = text(source?.database) === "Forage";
  const starts = many(annotation.object).flatMap((object) => {
    const { xmin, ymin } = asRecord(asRecord(object)?.bndbox) ?? {};
    return [asNumber(xmin), asNumber(ymin)];
  });
  return {
    said: isOwn ? (/from 1/.test(text(source?.annotation)) ? 1 : 0) : undefined,
    isOriginal: /\bVOC ?20\d\d\b/i.test(text(source?.database)),
    hasZero: starts.some((start) => start !== undefined && start < 1),
  };
}

/**
 * Reads a Pascal VOC annotation, or one of LabelMe's web tool. Corners are px as they stand where they are counted from
 * 0, as today's labelling tools do; of those counted from 1 the last number is that of the last pixel inside. Polygons and turned boxes become the box around them; what LabelMe marks as deleted is gone.
 * @param tree the XML as nested objects, repeated elements as arrays, values as text
 * @param firstPixel the number of the first pixel, where the file does not say
 */
export function readVoc(tree: unknown, firstPixel: 0 | 1 = 0): VocFile {
  const first = originOf(tree).said ?? firstPixel;
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
    else {
      const { x1, y1, x2, y2 } = found.box;
      boxes.push({ name, ...found, box: { x1: x1 - first, y1: y1 - first, x2, y2 } });
    }
  }
  return {
    fileName: text(annotation.filename),
    size: asSize(size?.width, size?.height) ?? asSize(imageSize?.ncols, imageSize?.nrows),
    boxes,
    problems,
  };
}

/** In the files that are written here and count pixels from 1. */
const FROM_ONE = "<annotation>Pixels are counted from 1</annotation>";

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
  /** The number that the first pixel has. */
  readonly firstPixel?: 0 | 1;
}

export function writeVoc({ fileName, folder, size, boxes, firstPixel = 0 }: VocInput): string {
  const objects = boxes.map(({ name, box }) => {
    // counted from 1, the last number is that of the last pixel inside: it stays as it is
    const first = (low: number) => Number((low + firstPixel).toFixed(3));
    const [left, xmax] = corners(box.x1, box.x2);
    const [top, ymax] = corners(box.y1, box.y2);
    const [xmin, ymin] = [first(left), first(top)];
    return [
      "  <object>",
      `    <name>${xmlText(name)}</name>`,
      "    <pose>Unspecified</pose>",
      "    <truncated>0</truncated>",
      "    <difficult>0</difficult>",
      `    <bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox>`,
      "  </object>",
    ].join("\n");
  });
  return [
    "<annotation>",
    `  <folder>${xmlText(folder)}</folder>`,
    `  <filename>${xmlText(fileName)}</filename>`,
    `  <source><database>Forage</database>${firstPixel === 1 ? FROM_ONE : ""}</source>`,
    `  <size><width>${size.width}</width><height>${size.height}</height><depth>3</depth></size>`,
    "  <segmented>0</segmented>",
    ...objects,
    "</annotation>",
    "",
  ].join("\n");
}
