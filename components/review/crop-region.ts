import type { Box, Size } from "@/lib/core/geometry/box";

const PADDING = 0.45;
/** Width to height of the crops. */
const ASPECT = 4 / 3;
/** Smallest crop, as a share of the photo's longer edge: a tiny box is shown with what is around it. */
const SMALLEST = 0.12;

/** The part of a photo around some boxes: padded, of one shape, inside the photo where that is possible. */
export function cropRegion(
  boxes: readonly Box<"source">[],
  photo: Size,
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  const x1 = Math.min(...boxes.map((box) => box.x1));
  const y1 = Math.min(...boxes.map((box) => box.y1));
  const x2 = Math.max(...boxes.map((box) => box.x2));
  const y2 = Math.max(...boxes.map((box) => box.y2));
  const least = SMALLEST * Math.max(photo.width, photo.height);
  const wanted = Math.max((x2 - x1) * (1 + PADDING), (y2 - y1) * (1 + PADDING) * ASPECT, least);
  const width = Math.min(wanted, Math.max(photo.width, photo.height * ASPECT));
  const height = width / ASPECT;
  const place = (centre: number, length: number, limit: number) =>
    length >= limit ? (limit - length) / 2 : Math.min(Math.max(centre - length / 2, 0), limit - length);
  return {
    x: place((x1 + x2) / 2, width, photo.width),
    y: place((y1 + y2) / 2, height, photo.height),
    width,
    height,
  };
}
