import { type Box, boxArea } from "../../../geometry/box";
import { asNumber, asRecord, boxAround, type NamedBox } from "../labelled-set";
import { boxOfMask } from "./coco-mask";

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function pairs(values: readonly unknown[]): readonly (readonly [number, number])[] {
  const numbers = values.map((value) => asNumber(value) ?? Number.NaN);
  return numbers.flatMap((x, index) =>
    index % 2 === 0 ? [[x, numbers[index + 1] ?? Number.NaN] as const] : [],
  );
}

/** Polygons, when the segmentation is more than the rectangle some tools write there. */
function outlineOf(segmentation: unknown): {
  readonly box?: Box<"source"> | undefined;
  readonly isPolygon: boolean;
} {
  const mask = asRecord(segmentation);
  if (mask) return { box: boxOfMask(mask), isPolygon: true };
  const rings = list(segmentation).map((ring) => pairs(list(ring)));
  const points = rings.flat();
  if (points.length === 0) return { isPolygon: false };
  const box = boxAround(points);
  const isRectangle = rings.length === 1 && new Set(points.map(([x]) => x)).size === 2 && points.length <= 5;
  return { box, isPolygon: !isRectangle };
}

/**
 * The box of an annotation: `bbox` as it stands, or the one around its outline where there is no `bbox`, or one without
 * a size, as tools leave it that draw outlines alone.
 */
export function readBox(annotation: Readonly<Record<string, unknown>>): Omit<NamedBox, "name"> | undefined {
  const outline = outlineOf(annotation.segmentation);
  const around = outline.box && boxArea(outline.box) > 0 ? outline.box : undefined;
  const shape = outline.isPolygon ? ("polygon" as const) : ("box" as const);
  const [x, y, width, height] = list(annotation.bbox).map(asNumber);
  const isWritten = x !== undefined && y !== undefined && width !== undefined && height !== undefined;
  if (isWritten && ((width > 0 && height > 0) || !around)) {
    return { box: { x1: x, y1: y, x2: x + width, y2: y + height }, shape };
  }
  return around && { box: around, shape: "polygon" };
}
