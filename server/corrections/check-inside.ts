import { AppError } from "@/lib/core/errors";
import type { Box } from "@/lib/core/geometry/box";

/** Rounding of a browser's arithmetic, px. */
const EDGE_TOLERANCE_PX = 0.5;

/** @throws AppError request/invalid for a box outside the photo */
export function checkInside(
  boxes: readonly Box[],
  photo: { readonly width: number; readonly height: number },
): void {
  const outside = boxes.find(
    (box) => box.x2 > photo.width + EDGE_TOLERANCE_PX || box.y2 > photo.height + EDGE_TOLERANCE_PX,
  );
  if (outside) {
    const { x1, y1, x2, y2 } = outside;
    throw new AppError("request/invalid", {
      facts: {
        field: `box ${x1} ${y1} ${x2} ${y2} lies outside the photo of ${photo.width} × ${photo.height} px`,
      },
    });
  }
}
