import type { Size } from "../../geometry/box";
import { asNumber, asRecord, asSize, type NamedBox, type PhotoLabels } from "./labelled-set";

/** A Pascal VOC file: what it says of one photo. */
export interface VocFile extends PhotoLabels {
  /** The photo's name as the file has it, "" when it has none. */
  readonly fileName: string;
}

const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
const many = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** True for an XML tree that is a VOC annotation. */
export function isVoc(tree: unknown): boolean {
  return asRecord(asRecord(tree)?.annotation) !== undefined;
}

/**
 * Reads a Pascal VOC annotation. Corners are px as they stand, counted from 0, as today's labelling tools write them.
 * @param tree the XML as nested objects, repeated elements as arrays, values as text
 */
export function readVoc(tree: unknown): VocFile {
  const annotation = asRecord(asRecord(tree)?.annotation) ?? {};
  const size = asRecord(annotation.size);
  const boxes: NamedBox[] = [];
  const problems: string[] = [];
  for (const [index, value] of many(annotation.object).entries()) {
    const object = asRecord(value);
    const name = text(object?.name);
    const corners = asRecord(object?.bndbox);
    const [x1, y1, x2, y2] = ["xmin", "ymin", "xmax", "ymax"].map((key) => asNumber(corners?.[key]));
    if (name === "") problems.push(`object ${index + 1} has no name`);
    else if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined)
      problems.push(`object ${index + 1} (${name.slice(0, 40)}) has no box`);
    else
      boxes.push({ name, box: { x1, y1, x2, y2 }, shape: object?.polygon === undefined ? "box" : "polygon" });
  }
  return {
    fileName: text(annotation.filename),
    size: asSize(size?.width, size?.height),
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
