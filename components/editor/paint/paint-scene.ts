import type { ChipPlacement } from "@/lib/core/editor/chip-placement";
import type { BoxColour, SayScore } from "../editor-props";
import { indexScene, MANY_BOXES, type SceneBox } from "../stage-scene";
import { paintBox } from "./paint-box";
import { chipName, chipText, paintChip } from "./paint-chip";
import type { TextRuler } from "./text-width";

export interface PaintOptions {
  readonly colourOf: (classId: number) => BoxColour;
  readonly labelOf: (classId: number) => string;
  readonly sayScore: SayScore;
  readonly ruler: TextRuler;
  /** 0 to 1 by box: a new one fades in. */
  readonly alphaOf: (id: string) => number;
}

/** Lines first, then chips, so that no line crosses a name. */
export function paintBoxes(
  context: CanvasRenderingContext2D,
  boxes: readonly SceneBox[],
  chips: readonly ChipPlacement[],
  options: PaintOptions & { readonly strength?: number; readonly isMoving?: boolean },
): void {
  const { colourOf, labelOf, sayScore, ruler, alphaOf, strength = 1, isMoving = false } = options;
  const isPlain = isMoving && boxes.length > MANY_BOXES;
  for (const { box, area, isSelected, isHovered } of boxes) {
    context.globalAlpha = alphaOf(box.id) * strength;
    paintBox(context, area, {
      stroke: colourOf(box.classId).stroke,
      isDashed: box.state === "detected" || box.state === "unnamed" || box.state === "unknown",
      weight: isSelected ? "selected" : isHovered ? "hovered" : "normal",
      isPlain,
    });
  }
  const byId = indexScene(boxes);
  for (const { id, area, form } of chips) {
    const found = byId.get(id);
    if (!found) continue;
    context.globalAlpha = alphaOf(id);
    const colour = colourOf(found.box.classId);
    const text = chipText(found.box, chipName(found.box, labelOf), sayScore);
    paintChip(context, text, { area, form, colour, ruler });
  }
  context.globalAlpha = 1;
}
