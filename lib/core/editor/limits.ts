import type { Box, Size } from "../geometry/box";
import type { Point } from "./viewport";

/** No box a person makes is thinner than this, source px (or the photo's own edge when that is smaller). */
export const MIN_BOX_EDGE = 3;

/** The smallest edges a box may have on a photo. */
export function minimumEdges(photo: Size): Size {
  return { width: Math.min(MIN_BOX_EDGE, photo.width), height: Math.min(MIN_BOX_EDGE, photo.height) };
}

function limitAxis(from: number, to: number, room: number, minimum: number): [number, number] {
  const low = Math.min(Math.max(Math.min(from, to), 0), room);
  const high = Math.min(Math.max(Math.max(from, to), 0), room);
  if (high - low >= minimum) return [low, high];
  const start = Math.min(Math.max((low + high - minimum) / 2, 0), room - minimum);
  return [start, start + minimum];
}

/** Orders the corners, clips to the photo and grows what is too thin about its middle. */
export function limitBox(box: Box<"source">, photo: Size): Box<"source"> {
  const minimum = minimumEdges(photo);
  const [x1, x2] = limitAxis(box.x1, box.x2, photo.width, minimum.width);
  const [y1, y2] = limitAxis(box.y1, box.y2, photo.height, minimum.height);
  return { x1, y1, x2, y2 };
}

/** How far boxes can move together without one leaving the photo. A box already outside is not pushed further out. */
export function limitMove(boxes: readonly Box<"source">[], by: Point, photo: Size): Point {
  const limit = (delta: number, low: number, high: number, room: number) =>
    Math.min(Math.max(delta, Math.min(-low, 0)), Math.max(room - high, 0));
  return {
    x: limit(
      by.x,
      Math.min(...boxes.map((box) => box.x1)),
      Math.max(...boxes.map((box) => box.x2)),
      photo.width,
    ),
    y: limit(
      by.y,
      Math.min(...boxes.map((box) => box.y1)),
      Math.max(...boxes.map((box) => box.y2)),
      photo.height,
    ),
  };
}

export function moveBox(box: Box<"source">, by: Point): Box<"source"> {
  return { x1: box.x1 + by.x, y1: box.y1 + by.y, x2: box.x2 + by.x, y2: box.y2 + by.y };
}

export function hasSameEdges(a: Box<"source">, b: Box<"source">): boolean {
  return a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;
}
