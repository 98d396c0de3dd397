import type { Size } from "../geometry/box";

/** How a stored picture is drawn so that it stands upright: a canvas transform, and the size it then has. */
export interface Upright extends Size {
  /** a, b, c, d, e, f as `CanvasRenderingContext2D.setTransform` takes them. */
  readonly transform: readonly [number, number, number, number, number, number];
}

/** @param orientation EXIF's, 1 to 8; anything else leaves the picture as it is */
export function turnUpright({ width, height }: Size, orientation: number): Upright {
  const kept = { width, height };
  const swapped = { width: height, height: width };
  switch (orientation) {
    case 2:
      return { ...kept, transform: [-1, 0, 0, 1, width, 0] };
    case 3:
      return { ...kept, transform: [-1, 0, 0, -1, width, height] };
    case 4:
      return { ...kept, transform: [1, 0, 0, -1, 0, height] };
    case 5:
      return { ...swapped, transform: [0, 1, 1, 0, 0, 0] };
    case 6:
      return { ...swapped, transform: [0, 1, -1, 0, height, 0] };
    case 7:
      return { ...swapped, transform: [0, -1, -1, 0, height, width] };
    case 8:
      return { ...swapped, transform: [0, -1, 1, 0, 0, width] };
    default:
      return { ...kept, transform: [1, 0, 0, 1, 0, 0] };
  }
}
