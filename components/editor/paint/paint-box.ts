import type { Box } from "@/lib/core/geometry/box";
import { HALO_DARK, HALO_LIGHT } from "./paint-colours";

export interface BoxLook {
  readonly stroke: string;
  /** The model's, not yet a person's. */
  readonly isDashed: boolean;
  readonly weight: "normal" | "hovered" | "selected";
  /** Without halos: while the view moves many boxes are painted many times a second. */
  readonly isPlain?: boolean;
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

interface SideStroke {
  /** How far outside the box the stroke lies; negative inside. */
  readonly grow: number;
  /** The outermost stroke's reach: where all dashes are counted from. */
  readonly outer: number;
}

/** Strokes the four sides one by one, so that the dashes of halos and line lie side by side. */
function strokeSides(
  context: CanvasRenderingContext2D,
  box: Box<"source">,
  { grow, outer }: SideStroke,
): void {
  const [x1, y1] = [snap(box.x1), snap(box.y1)];
  const [x2, y2] = [snap(box.x2), snap(box.y2)];
  const reach = grow + context.lineWidth / 2;
  context.lineDashOffset = outer - reach;
  context.beginPath();
  context.moveTo(x1 - reach, y1 - grow);
  context.lineTo(x2 + reach, y1 - grow);
  context.moveTo(x1 - reach, y2 + grow);
  context.lineTo(x2 + reach, y2 + grow);
  context.moveTo(x1 - grow, y1 - reach);
  context.lineTo(x1 - grow, y2 + reach);
  context.moveTo(x2 + grow, y1 - reach);
  context.lineTo(x2 + grow, y2 + reach);
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
  const outer = line / 2 + 1;
  context.lineCap = "butt";
  context.setLineDash(look.isDashed ? (edge < SMALL ? SMALL_DASH : DASH) : []);
  if (!look.isPlain) {
    context.lineWidth = 1;
    context.strokeStyle = HALO_DARK;
    strokeSides(context, box, { grow: line / 2 + 0.5, outer });
  }
  if (!look.isPlain && edge >= TINY) {
    context.strokeStyle = HALO_LIGHT;
    strokeSides(context, box, { grow: -line / 2 - 0.5, outer });
  }
  context.lineWidth = line;
  context.strokeStyle = look.stroke;
  strokeSides(context, box, { grow: 0, outer });
  context.setLineDash([]);
}
