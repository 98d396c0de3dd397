import type { Size } from "../../../geometry/box";
import { asNumber, asRecord, asSize, boxAround } from "../labelled-set";
import type { ReadShape } from "../listed-labels";
import { aroundTurnedEllipse, radiansOf } from "../turned-box";

type Fields = Readonly<Record<string, unknown>>;

/** A region of a photo, by any tool: in percent of the photo, and its labels. */
export interface Region {
  readonly id: string;
  /** `rectanglelabels`, or `rectangle` where the label is a separate result. */
  readonly type: string;
  readonly value: Fields;
  readonly size: Size | null;
  /** Degrees by which the person had turned the photo while drawing. */
  readonly photoTurned: number;
}

const SHAPE = /^(rectangle|polygon|ellipse|brush|keypoint|bitmask|vector)(labels)?$/;

/** True for a result that draws something; others are choices, texts and relations. */
export const isRegion = ({ type }: Region): boolean => SHAPE.test(type);

/** The keys by which JSON-MIN shows what a region is: it has no type of its own. */
function typeOfValue(value: Fields): string {
  const labelled = Object.keys(value).find((key) => SHAPE.test(key));
  if (labelled) return labelled;
  if (value.points !== undefined) return "polygon";
  if (value.radiusX !== undefined) return "ellipse";
  return value.width !== undefined && value.height !== undefined ? "rectangle" : "";
}

/** @param result a result of JSON, or a region of JSON-MIN, which has the value's fields itself */
export function regionOf(result: Fields, id: string): Region {
  const value = asRecord(result.value) ?? result;
  return {
    id: typeof result.id === "string" ? result.id : id,
    type: typeof result.type === "string" && result.value !== undefined ? result.type : typeOfValue(value),
    value,
    size: asSize(result.original_width, result.original_height),
    photoTurned: asNumber(result.image_rotation) ?? 0,
  };
}

/** The labels that a value has, whatever control made them. */
export function labelsOf({ type, value }: Region): readonly string[] {
  const said = value[type] ?? value.labels ?? value.choices;
  const all = Array.isArray(said) ? said.flat() : typeof said === "string" ? [said] : [];
  return all.filter((label): label is string => typeof label === "string");
}

const UNREADABLE = "has no corners that can be read";
const PERCENT = 100;

const shares = (value: Fields, names: readonly string[]) =>
  names.map((name) => (asNumber(value[name]) ?? Number.NaN) / PERCENT);

/** A rectangle is turned clockwise about its top left corner. In shares of the photo. */
function aroundTurned(value: Fields, { width: w, height: h }: Size, degrees: number): ReadShape {
  const [x = 0, y = 0, width = 0, height = 0] = shares(value, ["x", "y", "width", "height"]);
  const [cos, sin] = [Math.cos(radiansOf(degrees)), Math.sin(radiansOf(degrees))];
  const corners = [
    [0, 0],
    [width * w, 0],
    [width * w, height * h],
    [0, height * h],
  ] as const;
  const box = boxAround(
    corners.map(([dx, dy]) => [x + (dx * cos - dy * sin) / w, y + (dx * sin + dy * cos) / h] as const),
  );
  return box ? { box, shape: "polygon" } : UNREADABLE;
}

function readRectangle(value: Fields, size: Size | null, degrees: number): ReadShape {
  const [x = 0, y = 0, width = 0, height = 0] = shares(value, ["x", "y", "width", "height"]);
  if (![x, y, width, height].every(Number.isFinite)) return UNREADABLE;
  if (degrees === 0) return { box: { x1: x, y1: y, x2: x + width, y2: y + height }, shape: "box" };
  return size ? aroundTurned(value, size, degrees) : "is turned, and its photo's size is not said";
}

function readEllipse(value: Fields, size: Size | null, degrees: number): ReadShape {
  const [cx = 0, cy = 0, rx = 0, ry = 0] = shares(value, ["x", "y", "radiusX", "radiusY"]);
  if (![cx, cy, rx, ry].every(Number.isFinite)) return UNREADABLE;
  if (degrees === 0) return { box: { x1: cx - rx, y1: cy - ry, x2: cx + rx, y2: cy + ry }, shape: "polygon" };
  if (!size) return "is turned, and its photo's size is not said";
  const { width: w, height: h } = size;
  const { x1, y1, x2, y2 } = aroundTurnedEllipse({
    ...{ cx: cx * w, cy: cy * h, width: 2 * rx * w, height: 2 * ry * h },
    radians: radiansOf(degrees),
  });
  return { box: { x1: x1 / w, y1: y1 / h, x2: x2 / w, y2: y2 / h }, shape: "polygon" };
}

function readPolygon(value: Fields): ReadShape {
  const points = Array.isArray(value.points) ? value.points : [];
  const box = boxAround(
    points.map((point: unknown) => {
      const [x, y] = Array.isArray(point) ? point.map(asNumber) : [];
      return [(x ?? Number.NaN) / PERCENT, (y ?? Number.NaN) / PERCENT] as const;
    }),
  );
  return box ? { box, shape: "polygon" } : UNREADABLE;
}

/** The box around a region, in shares of the photo. @returns a text for one that has none */
export function readRegion({ type, value, size, photoTurned }: Region): ReadShape {
  if (photoTurned % 360 !== 0) return `was drawn on a photo that was turned by ${photoTurned} degrees`;
  const degrees = value.rotation === undefined || value.rotation === null ? 0 : asNumber(value.rotation);
  if (degrees === undefined) return "is turned by what is no number";
  if (type.startsWith("rectangle")) return readRectangle(value, size, degrees);
  if (type.startsWith("ellipse")) return readEllipse(value, size, degrees);
  if (type.startsWith("polygon")) return readPolygon(value);
  return type.startsWith("keypoint") ? "is a point, which is no box" : "is a painted mask, which is not read";
}
