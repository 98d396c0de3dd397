import type { PhotoLabels } from "@/lib/core/datasets/formats/labelled-set";
import { AppError } from "@/lib/core/errors";
import type { Size } from "@/lib/core/geometry/box";

/**
 * Labels for another size belong to another photo, or to one resized since: their boxes would be wrong.
 * @throws AppError import/size-differs
 */
export function checkSize({ size }: PhotoLabels, { width, height }: Size): void {
  if (!size || (Math.abs(size.width - width) < 1 && Math.abs(size.height - height) < 1)) return;
  throw new AppError("import/size-differs", {
    facts: { said: `${size.width} × ${size.height} px`, is: `${width} × ${height} px` },
  });
}
