import { handleSize, type PointerKind } from "@/lib/core/editor/hit-test";
import { HANDLES, handlePoint, handleSides } from "@/lib/core/editor/resize-box";
import type { Box } from "@/lib/core/geometry/box";
import { snap } from "./paint-box";
import { HALO_DARK, HANDLE_FILL, READOUT_FILL, READOUT_TEXT } from "./paint-colours";
import type { TextRuler } from "./text-width";

/** Eight handles; the middle ones only where an edge has room for them. @param box stage px */
export function paintHandles(
  context: CanvasRenderingContext2D,
  box: Box<"source">,
  look: { readonly kind: PointerKind; readonly stroke: string },
): void {
  const size = handleSize(look.kind);
  const least = size * (look.kind === "touch" ? 5 : 3.5);
  const room = { x: box.x2 - box.x1, y: box.y2 - box.y1 };
  for (const handle of HANDLES) {
    const sides = handleSides(handle);
    if (sides.x === 0 && room.x < least) continue;
    if (sides.y === 0 && room.y < least) continue;
    const at = handlePoint(box, handle);
    context.beginPath();
    if (look.kind === "touch") context.arc(at.x, at.y, size / 2, 0, 2 * Math.PI);
    else context.roundRect(snap(at.x) - size / 2, snap(at.y) - size / 2, size, size, 2);
    context.fillStyle = HANDLE_FILL;
    context.fill();
    context.lineWidth = 3.5;
    context.strokeStyle = HALO_DARK;
    context.stroke();
    context.lineWidth = 2;
    context.strokeStyle = look.stroke;
    context.stroke();
  }
}

/** A small dark plate with numbers, centred under a box, or above or in it where the stage ends. */
export function paintReadout(
  context: CanvasRenderingContext2D,
  text: string,
  place: { readonly box: Box<"source">; readonly bounds: Box<"source">; readonly ruler: TextRuler },
): void {
  const { box, bounds, ruler } = place;
  const font = `500 12px ${ruler.family}`;
  const width = Math.ceil(ruler.width(text, font)) + 12;
  const height = 20;
  const centre = (Math.max(box.x1, bounds.x1) + Math.min(box.x2, bounds.x2)) / 2;
  const x = Math.round(Math.min(Math.max(centre - width / 2, bounds.x1 + 4), bounds.x2 - width - 4));
  const below = box.y2 + 10;
  const y = Math.round(below + height <= bounds.y2 - 4 ? below : bounds.y2 - height - 4);
  context.beginPath();
  context.roundRect(x, y, width, height, 6);
  context.fillStyle = READOUT_FILL;
  context.fill();
  context.font = font;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = READOUT_TEXT;
  context.fillText(text, x + 6, y + height / 2 + 0.5);
}
