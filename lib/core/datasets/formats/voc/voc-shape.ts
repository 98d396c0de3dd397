import { type Box, boxArea } from "../../../geometry/box";
import { asNumber, asRecord, boxAround, type NamedBox } from "../labelled-set";
import { aroundTurnedBox } from "../turned-box";

type Point = readonly [number, number];
type Fields = Readonly<Record<string, unknown>>;

/** An element that may stand once, several times or not at all. */
export const many = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const UNREADABLE = Number.NaN;

/** `<pt><x>1</x><y>2</y></pt> …`, or `<x1>1</x1><y1>2</y1><x2>…`. */
function pointsOf(fields: Fields): readonly Point[] {
  const listed = many(fields.pt).map((value): Point => {
    const point = asRecord(value);
    return [asNumber(point?.x) ?? UNREADABLE, asNumber(point?.y) ?? UNREADABLE];
  });
  const numbered = Object.keys(fields).flatMap((key): Point[] => {
    const [, index] = /^x(\d+)$/.exec(key) ?? [];
    if (index === undefined) return [];
    return [[asNumber(fields[key]) ?? UNREADABLE, asNumber(fields[`y${index}`]) ?? UNREADABLE]];
  });
  return [...listed, ...numbered];
}

/** Angles are in radians; a larger one is in degrees or something else, which nothing in the file says. */
const MOST_RADIANS = 2 * Math.PI + 0.01;

/** The box around one that is turned about its middle. */
function aroundTurned(fields: Fields): Box<"source"> | string | undefined {
  const [cx, cy, width, height] = ["cx", "cy", "w", "h"].map((key) => asNumber(fields[key]));
  const angle = fields.angle === undefined ? 0 : asNumber(fields.angle);
  if (cx === undefined || cy === undefined || width === undefined || height === undefined) return undefined;
  if (angle === undefined) return undefined;
  if (Math.abs(angle) > MOST_RADIANS) return `is turned by ${angle}, which is no angle in radians`;
  return aroundTurnedBox({ cx, cy, width, height, radians: angle });
}

/** `<bndbox>`: xmin to ymax, or the corners of a quadrilateral. */
function writtenBox(object: Fields): Box<"source"> | undefined {
  const fields = asRecord(object.bndbox);
  if (!fields) return undefined;
  const [x1, y1, x2, y2] = ["xmin", "ymin", "xmax", "ymax"].map((key) => asNumber(fields[key]));
  if (x1 !== undefined && y1 !== undefined && x2 !== undefined && y2 !== undefined) return { x1, y1, x2, y2 };
  return boxAround(pointsOf(fields));
}

/** An outline in any of the ways tools write it; a text when it is one that cannot be understood. */
function aroundShape(object: Fields): Box<"source"> | string | undefined {
  const turned = asRecord(object.robndbox) ?? asRecord(object.rbndbox) ?? asRecord(object.rotated_bndbox);
  if (turned) return aroundTurned(turned);
  const points = many(object.polygon).flatMap((value) => pointsOf(asRecord(value) ?? {}));
  return boxAround(points);
}

/** What an object of a VOC file outlines: its `bndbox`, else, or where that has no size, the box around its shape. */
export function readVocShape(object: Fields): Omit<NamedBox, "name"> | { readonly problem: string } {
  const written = writtenBox(object);
  const hasOutline = object.polygon !== undefined;
  if (written && boxArea(written) > 0) return { box: written, shape: hasOutline ? "polygon" : "box" };
  const around = aroundShape(object);
  if (typeof around === "string") return { problem: around };
  if (around && boxArea(around) > 0) return { box: around, shape: "polygon" };
  return written ? { box: written, shape: "box" } : { problem: "has no box" };
}
