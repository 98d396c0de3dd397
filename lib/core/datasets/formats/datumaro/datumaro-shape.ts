import { boxOfMask } from "../coco/coco-mask";
import { asNumber, asRecord, boxAround } from "../labelled-set";
import type { ReadShape } from "../listed-labels";
import { aroundTurnedBox, radiansOf } from "../turned-box";

type Fields = Readonly<Record<string, unknown>>;

const UNREADABLE = "has no corners that can be read";

const numbers = (value: unknown) =>
  (Array.isArray(value) ? value : []).map((one) => asNumber(one) ?? Number.NaN);

function aroundPoints(value: unknown): ReadShape {
  const all = numbers(value);
  const points = all.flatMap((x, index) =>
    index % 2 === 0 ? [[x, all[index + 1] ?? Number.NaN] as const] : [],
  );
  const box = boxAround(points);
  return box ? { box, shape: "polygon" } : UNREADABLE;
}

function readBox({ bbox, attributes }: Fields): ReadShape {
  const [x = Number.NaN, y = 0, width = 0, height = 0, ...more] = numbers(bbox);
  if (more.length > 0 || ![x, y, width, height].every(Number.isFinite)) return UNREADABLE;
  // as CVAT turns a box: about its middle, in degrees
  const degrees = asNumber(asRecord(attributes)?.rotation ?? 0);
  if (degrees === undefined) return "is turned by what is no number";
  if (degrees === 0) return { box: { x1: x, y1: y, x2: x + width, y2: y + height }, shape: "box" };
  const turned = { cx: x + width / 2, cy: y + height / 2, width, height, radians: radiansOf(degrees) };
  return { box: aroundTurnedBox(turned), shape: "polygon" };
}

function readTurned({ bbox }: Fields): ReadShape {
  const [cx = Number.NaN, cy = 0, width = 0, height = 0, degrees = Number.NaN] = numbers(bbox);
  if (![cx, cy, width, height, degrees].every(Number.isFinite)) return UNREADABLE;
  return { box: aroundTurnedBox({ cx, cy, width, height, radians: radiansOf(degrees) }), shape: "polygon" };
}

/** Kinds of annotations that are of the whole photo, and no shape of one thing. */
export const OF_WHOLE_PHOTO: ReadonlySet<unknown> = new Set([
  "label",
  "caption",
  "feature_vector",
  "hash_key",
]);

/** The box around an annotation of any kind, in px. @returns a text for one that has none */
export function readDatumaroShape(annotation: Fields): ReadShape {
  const { type } = annotation;
  if (type === "bbox") return readBox(annotation);
  if (type === "rotated_bbox") return readTurned(annotation);
  if (type === "polygon" || type === "polyline" || type === "ellipse") return aroundPoints(annotation.points);
  if (type !== "mask")
    return type === "points" ? "is of points, which are no box" : "is of a kind that is not read";
  const box = boxOfMask(asRecord(annotation.rle) ?? {});
  return box ? { box, shape: "polygon" } : "is a mask that cannot be read, or is empty";
}
