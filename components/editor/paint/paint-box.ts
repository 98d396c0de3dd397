import type { Box } from "@/lib/core/geometry/box";
import { HALO_DARK, HALO_LIGHT } from "./paint-colours";

export interface BoxLook {
  readonly stroke: string;
  /** The model's, not yet a person's. */
  readonly isDashed: boolean;
  readonly weight: "normal" | "hovered" | "selected";
}

const DASH = [8, 5];
const SMALL_DASH = [5, 4];
/** Below this a box gets a finer line and dashes, CSS px. */
const SMALL = 48;
/** Below this a box is too small for halos to leave anything visible, CSS px. */
const TINY = 10;

/** A place on the stage at whole device pixels, so that lines stay crisp. */
export function snap(value: number): number {
  const ratio = globalThis.devicePixelRatio || 1;
  return Math.round(value * ratio) / ratio;
}

/** Strokes the four sides one by one from their corners, so that the dashes of halos and line lie together. */
function strokeSides(context: CanvasRenderingContext2D, box: Box<"source">, grow: number): void {
  const [x1, y1] = [snap(box.x1), snap(box.y1)];
  const [x2, y2] = [snap(box.x2), snap(box.y2)];
  const reach = Math.max(grow, 0) + context.lineWidth / 2;
  context.beginPath();
  context.moveTo(x1 - reach, y1 - grow);
  context.lineTo(x2 + reach, y1 - grow);
  context.moveTo(x1 - reach, y2 + grow);
  context.lineTo(x2 + reach, y2 + grow);
  context.moveTo(x1 - grow, y1);
  context.lineTo(x1 - grow, y2);
  context.moveTo(x2 + grow, y1);
  context.lineTo(x2 + grow, y2);
  context.stroke();
}

/** A box's line with its dark halo outside and its light one inside. @param box stage px */
export function paintBox(context: CanvasRenderingContext2D, box: Box<"source">, look: BoxLook): void {
  const edge = Math.min(box.x2 - box.x1, box.y2 - box.y1);
  const line = look.weight !== "normal" ? 3 : edge < SMALL ? 1.5 : 2;
  if (look.weight === "hovered") {
    const alpha = context.globalAlpha;
    context.globalAlpha = alpha * 0.14;
    context.fillStyle = look.stroke;
    context.fillRect(box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1);
    context.globalAlpha = alpha;
  }
  context.lineCap = "butt";
  context.setLineDash(look.isDashed ? (edge < SMALL ? SMALL_DASH : DASH) : []);
  context.lineWidth = 1;
  context.strokeStyle = HALO_DARK;
  strokeSides(context, box, line / 2 + 0.5);
  if (edge >= TINY) {
    context.strokeStyle = HALO_LIGHT;
    strokeSides(context, box, -line / 2 - 0.5);
  }
  context.lineWidth = line;
  context.strokeStyle = look.stroke;
  strokeSides(context, box, 0);
  context.setLineDash([]);
}
