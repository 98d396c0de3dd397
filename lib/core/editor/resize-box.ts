import type { Box, Size } from "../geometry/box";
import { limitBox, minimumEdges } from "./limits";
import type { Point } from "./viewport";

export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type HandleName = (typeof HANDLES)[number];

/** -1 when the handle moves the left (top) edge, 1 the right (bottom), 0 neither. */
export function handleSides(handle: HandleName): { readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1 } {
  const x = handle.includes("w") ? -1 : handle.includes("e") ? 1 : 0;
  const y = handle.includes("n") ? -1 : handle.includes("s") ? 1 : 0;
  return { x, y };
}

/** Where a handle sits on a box. */
export function handlePoint(box: Box<"source">, handle: HandleName): Point {
  const sides = handleSides(handle);
  const along = (side: number, from: number, to: number) =>
    side < 0 ? from : side > 0 ? to : (from + to) / 2;
  return { x: along(sides.x, box.x1, box.x2), y: along(sides.y, box.y1, box.y2) };
}

export interface ResizeOptions {
  /** Shift: width to height as at the start. */
  readonly keepAspect?: boolean;
  /** Alt: the centre stays, both sides move. */
  readonly fromCentre?: boolean;
}

interface Axis {
  readonly from: number;
  readonly to: number;
  readonly side: -1 | 0 | 1;
  readonly room: number;
  readonly minimum: number;
  readonly pointer: number;
  readonly fromCentre: boolean;
}

interface Reach {
  readonly anchor: number;
  /** Which way from the anchor; 0 both ways. */
  readonly direction: -1 | 0 | 1;
  readonly length: number;
  readonly longest: number;
}

/** How long the pointer asks this axis to be, and how long the photo lets it be. */
function reach(axis: Axis): Reach {
  const centre = (axis.from + axis.to) / 2;
  if (axis.side === 0 || axis.fromCentre) {
    const longest = 2 * Math.min(centre, axis.room - centre);
    const asked = axis.side === 0 ? axis.to - axis.from : 2 * Math.abs(axis.pointer - centre);
    return { anchor: centre, direction: 0, length: asked, longest };
  }
  const anchor = axis.side > 0 ? axis.from : axis.to;
  const away = axis.pointer - anchor;
  const wanted = away === 0 ? axis.side : away > 0 ? 1 : -1;
  const roomFor = (direction: number) => (direction > 0 ? axis.room - anchor : anchor);
  // Past the anchor the box flips over, unless there is no room for even the smallest box there.
  const direction = roomFor(wanted) >= axis.minimum ? wanted : wanted > 0 ? -1 : 1;
  const length = direction === wanted ? Math.abs(away) : axis.minimum;
  return { anchor, direction, length, longest: roomFor(direction) };
}

function span({ anchor, direction }: Reach, length: number): [number, number] {
  if (direction === 0) return [anchor - length / 2, anchor + length / 2];
  return direction > 0 ? [anchor, anchor + length] : [anchor - length, anchor];
}

/**
 * A box with one handle pulled to a point. Pulled past the opposite side it flips over.
 * @param start the box when the handle was grabbed, source px
 * @param to where the handle should be now, source px; may lie outside the photo
 * @returns a box within the photo, no thinner than the minimum; an edge the handle does not move keeps its exact value
 */
export function resizeBox(
  start: Box<"source">,
  handle: HandleName,
  to: Point,
  options: ResizeOptions & { readonly photo: Size },
): Box<"source"> {
  const { photo, keepAspect = false, fromCentre = false } = options;
  const sides = handleSides(handle);
  const minimum = minimumEdges(photo);
  const x = reach({
    from: start.x1,
    to: start.x2,
    side: sides.x,
    room: photo.width,
    minimum: minimum.width,
    pointer: to.x,
    fromCentre,
  });
  const y = reach({
    from: start.y1,
    to: start.y2,
    side: sides.y,
    room: photo.height,
    minimum: minimum.height,
    pointer: to.y,
    fromCentre,
  });
  if (keepAspect) return resizeByScale(start, { x, y, sides }, photo);
  const limit = (axis: Reach, least: number) => Math.max(Math.min(axis.length, axis.longest), least);
  const [x1, x2] = sides.x === 0 ? [start.x1, start.x2] : span(x, limit(x, minimum.width));
  const [y1, y2] = sides.y === 0 ? [start.y1, start.y2] : span(y, limit(y, minimum.height));
  return limitBox({ x1, y1, x2, y2 }, photo);
}

interface Reaches {
  readonly x: Reach;
  readonly y: Reach;
  readonly sides: { readonly x: number; readonly y: number };
}

function resizeByScale(start: Box<"source">, { x, y, sides }: Reaches, photo: Size): Box<"source"> {
  const width = Math.max(start.x2 - start.x1, 1e-6);
  const height = Math.max(start.y2 - start.y1, 1e-6);
  const minimum = minimumEdges(photo);
  const asked = Math.max(sides.x === 0 ? 0 : x.length / width, sides.y === 0 ? 0 : y.length / height);
  const least = Math.max(minimum.width / width, minimum.height / height);
  const scale = Math.min(Math.max(asked, least), x.longest / width, y.longest / height);
  const [x1, x2] = span(x, width * scale);
  const [y1, y2] = span(y, height * scale);
  return limitBox({ x1, y1, x2, y2 }, photo);
}
