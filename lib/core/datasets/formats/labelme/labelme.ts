import type { Box, Size } from "../../../geometry/box";
import {
  asNumber,
  asRecord,
  asSize,
  boxAround,
  type NamedBox,
  type PhotoLabels,
  rounded,
} from "../labelled-set";

/** 1e-4 px. */
const DIGITS = 4;

/** A LabelMe file: what it says of one photo. */
export interface LabelMeFile extends PhotoLabels {
  /** As written: a name, or a path relative to the file. */
  readonly imagePath: string;
  /** The photo itself in base64, as LabelMe keeps it when asked to; "" when it does not. */
  readonly imageData: string;
}

export function isLabelMe(json: unknown): boolean {
  const file = asRecord(json);
  return Array.isArray(file?.shapes) && typeof file.imagePath === "string";
}

function pointsOf(value: unknown): readonly (readonly [number, number])[] {
  if (!Array.isArray(value)) return [];
  return value.map((point) => {
    const [x, y] = Array.isArray(point) ? point.map(asNumber) : [];
    return [x ?? Number.NaN, y ?? Number.NaN] as const;
  });
}

function shapeBox(type: string, points: readonly (readonly [number, number])[]): Box<"source"> | undefined {
  const [centre, edge] = points;
  if (type !== "circle") return boxAround(points);
  // centre, and a point on the circle
  if (!centre || !edge) return undefined;
  const radius = Math.hypot(edge[0] - centre[0], edge[1] - centre[1]);
  return boxAround([
    [centre[0] - radius, centre[1] - radius],
    [centre[0] + radius, centre[1] + radius],
  ]);
}

/**
 * Reads a LabelMe file. Polygons, lines and circles become the box around them; a single point has none.
 * @param json what `JSON.parse` gave, of which `isLabelMe` is true
 */
export function readLabelMe(json: unknown): LabelMeFile {
  const file = asRecord(json) ?? {};
  const boxes: NamedBox[] = [];
  const problems: string[] = [];
  for (const [index, value] of (Array.isArray(file.shapes) ? file.shapes : []).entries()) {
    const shape = asRecord(value);
    const name = typeof shape?.label === "string" ? shape.label.trim() : "";
    const type = typeof shape?.shape_type === "string" ? shape.shape_type : "polygon";
    const box = shapeBox(type, pointsOf(shape?.points));
    if (name === "") problems.push(`shape ${index + 1} has no label`);
    else if (!box || type === "point") problems.push(`shape ${index + 1} (${name.slice(0, 40)}) has no box`);
    else boxes.push({ name, box, shape: type === "rectangle" ? "box" : "polygon" });
  }
  return {
    imagePath: typeof file.imagePath === "string" ? file.imagePath : "",
    imageData: typeof file.imageData === "string" ? file.imageData : "",
    size: asSize(file.imageWidth, file.imageHeight),
    boxes,
    problems,
  };
}

export interface LabelMeInput {
  readonly imagePath: string;
  readonly size: Size;
  readonly boxes: readonly { readonly name: string; readonly box: Box<"source"> }[];
}

/** The photo is named, not put in. */
export function writeLabelMe({ imagePath, size, boxes }: LabelMeInput): string {
  const at = (value: number) => rounded(value, DIGITS);
  const file = {
    version: "5.5.0",
    flags: {},
    shapes: boxes.map(({ name, box }) => ({
      label: name,
      points: [
        [at(box.x1), at(box.y1)],
        [at(box.x2), at(box.y2)],
      ],
      group_id: null,
      description: "",
      shape_type: "rectangle",
      flags: {},
    })),
    imagePath,
    imageData: null,
    imageHeight: size.height,
    imageWidth: size.width,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
