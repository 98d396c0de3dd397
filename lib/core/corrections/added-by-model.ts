import type { StageBox } from "../editor/document";
import type { ClassedBox } from "../geometry/box";
import { compareBoxes } from "./compare-boxes";

/**
 * The model's boxes that would be saved although nobody confirmed them and no saved box is in their place: what another
 * run or a slider adds to a photo that was saved before.
 * @param standing as they stand on the stage
 * @param saved as they stood when the photo was saved
 */
export function addedByModel(
  standing: readonly StageBox[],
  saved: readonly ClassedBox[],
): readonly StageBox[] {
  return compareBoxes(saved, standing).missed.filter(({ state }) => state === "detected");
}
