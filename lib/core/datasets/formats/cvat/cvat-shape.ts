import { asNumber, boxAround } from "../labelled-set";
import type { ReadShape } from "../listed-labels";
import { aroundTurnedBox, aroundTurnedEllipse, radiansOf } from "../turned-box";

type Attributes = Readonly<Record<string, string>>;

/** Elements that are shapes of one thing. */
export const SHAPES: ReadonlySet<string> = new Set([
  "box",
  "polygon",
  "polyline",
  "points",
  "ellipse",
  "mask",
  "cuboid",
  "skeleton",
]);

const numbers = (attributes: Attributes, names: readonly string[]) =>
  names.map((name) => asNumber(attributes[name]) ?? Number.NaN);

const UNREADABLE = "has no corners that can be read";

function readBox(attributes: Attributes, radians: number): ReadShape {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers(attributes, ["xtl", "ytl", "xbr", "ybr"]);
  if (![x1, y1, x2, y2].every(Number.isFinite)) return UNREADABLE;
  if (radians === 0) return { box: { x1, y1, x2, y2 }, shape: "box" };
  const [cx, cy] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return { box: aroundTurnedBox({ cx, cy, width: x2 - x1, height: y2 - y1, radians }), shape: "polygon" };
}

/** `1.5,2;3,4` */
function readPoints(text: string | undefined): ReadShape {
  const points = (text ?? "").split(";").map((pair) => {
    const [x, y, ...more] = pair.split(",").map(asNumber);
    return [x ?? Number.NaN, more.length === 0 ? (y ?? Number.NaN) : Number.NaN] as const;
  });
  const box = boxAround(points);
  return box ? { box, shape: "polygon" } : UNREADABLE;
}

function readMask(attributes: Attributes): ReadShape {
  const [left = 0, top = 0, width = 0, height = 0] = numbers(attributes, ["left", "top", "width", "height"]);
  if (![left, top, width, height].every(Number.isFinite)) return UNREADABLE;
  return { box: { x1: left, y1: top, x2: left + width, y2: top + height }, shape: "polygon" };
}

function readCuboid(attributes: Attributes): ReadShape {
  const points = ["tl", "bl", "tr", "br"].flatMap((corner) =>
    ["1", "2"].map((face) => {
      const [x = 0, y = 0] = numbers(attributes, [`x${corner}${face}`, `y${corner}${face}`]);
      return [x, y] as const;
    }),
  );
  const box = boxAround(points);
  return box ? { box, shape: "polygon" } : UNREADABLE;
}

/** The box of a shape's element, or the one around it. @returns a text for one that has none */
export function readCvatShape(element: string, attributes: Attributes): ReadShape {
  const degrees = attributes.rotation === undefined ? 0 : asNumber(attributes.rotation);
  if (degrees === undefined) return "is turned by what is no number";
  const radians = radiansOf(degrees);
  if (element === "box") return readBox(attributes, radians);
  if (element === "polygon" || element === "polyline") return readPoints(attributes.points);
  if (element === "mask") return readMask(attributes);
  if (element === "cuboid") return readCuboid(attributes);
  if (element !== "ellipse") return "is of points, which are no box";
  const [cx = 0, cy = 0, rx = 0, ry = 0] = numbers(attributes, ["cx", "cy", "rx", "ry"]);
  if (![cx, cy, rx, ry].every(Number.isFinite)) return UNREADABLE;
  return {
    box: aroundTurnedEllipse({ cx, cy, width: 2 * rx, height: 2 * ry, radians }),
    shape: "polygon",
  };
}
