declare const space: unique symbol;

/** Where a coordinate lives: source photo px (after EXIF orientation), model input px, or 0..1 of the photo. */
export type Space = "source" | "model" | "normalised";

/** Corners of an axis-aligned box, x1 ≤ x2 and y1 ≤ y2. The space is part of the type, not of the value. */
export interface Box<S extends Space = "source"> {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly [space]?: S;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Area in squared units of the box's space; 0 for an empty or inverted box. */
export function boxArea<S extends Space>(box: Box<S>): number {
  return Math.max(0, box.x2 - box.x1) * Math.max(0, box.y2 - box.y1);
}

/** A box and what it holds. */
export interface ClassedBox {
  readonly classId: number;
  readonly box: Box<"source">;
}

/** Clips a box to a photo; a box wholly outside becomes empty on the nearest edge. */
export function clipBox(box: Box<"source">, photo: Size): Box<"source"> {
  const clamp = (value: number, limit: number) => Math.min(Math.max(value, 0), limit);
  return {
    x1: clamp(box.x1, photo.width),
    y1: clamp(box.y1, photo.height),
    x2: clamp(box.x2, photo.width),
    y2: clamp(box.y2, photo.height),
  };
}
