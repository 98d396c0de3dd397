import { asNumber, asRecord, boxAround } from "../labelled-set";
import type { ReadShape } from "../listed-labels";
import { aroundTurnedEllipse } from "../turned-box";

type Fields = Readonly<Record<string, unknown>>;

const UNREADABLE = "has no corners that can be read";
/** Angles are in radians; a larger one is in something else, which nothing in the file says. */
const MOST_RADIANS = 2 * Math.PI + 0.01;

const numbers = (fields: Fields, names: readonly string[]) =>
  names.map((name) => asNumber(fields[name]) ?? Number.NaN);

function aroundPoints({ all_points_x: xs, all_points_y: ys }: Fields): ReadShape {
  if (!Array.isArray(xs) || !Array.isArray(ys) || xs.length !== ys.length) return UNREADABLE;
  const box = boxAround(
    xs.map((x: unknown, index) => [asNumber(x) ?? Number.NaN, asNumber(ys[index]) ?? Number.NaN] as const),
  );
  return box ? { box, shape: "polygon" } : UNREADABLE;
}

function readEllipse(fields: Fields): ReadShape {
  const [cx = 0, cy = 0, rx = 0, ry = 0] = numbers(fields, ["cx", "cy", "rx", "ry"]);
  const radians = fields.theta === undefined ? 0 : asNumber(fields.theta);
  if (![cx, cy, rx, ry].every(Number.isFinite) || radians === undefined) return UNREADABLE;
  if (Math.abs(radians) > MOST_RADIANS) return `is turned by ${radians}, which is no angle in radians`;
  return { box: aroundTurnedEllipse({ cx, cy, width: 2 * rx, height: 2 * ry, radians }), shape: "polygon" };
}

/** The box of a region's `shape_attributes`, in px. @returns a text for one that has none */
export function readViaShape(value: unknown): ReadShape {
  const fields = asRecord(value) ?? {};
  if (fields.name === "rect") {
    const [x = 0, y = 0, width = 0, height = 0] = numbers(fields, ["x", "y", "width", "height"]);
    if (![x, y, width, height].every(Number.isFinite)) return UNREADABLE;
    return { box: { x1: x, y1: y, x2: x + width, y2: y + height }, shape: "box" };
  }
  if (fields.name === "polygon" || fields.name === "polyline") return aroundPoints(fields);
  if (fields.name === "ellipse") return readEllipse(fields);
  if (fields.name === "circle")
    return readEllipse({ cx: fields.cx, cy: fields.cy, rx: fields.r, ry: fields.r });
  return fields.name === "point" ? "is a point, which is no box" : "is of an unknown kind";
}

/** What an attribute says: a text, or the one that is ticked of several; a list of those for more or none. */
export function valuesOf(value: unknown): readonly string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  if (typeof value === "number") return [String(value)];
  const ticked = asRecord(value);
  return ticked ? Object.keys(ticked).filter((key) => ticked[key] === true || ticked[key] === "true") : [];
}
