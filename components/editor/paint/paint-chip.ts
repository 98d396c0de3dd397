import { rivalOf } from "@/lib/core/detection/class-scores";
import type { ShownBox } from "@/lib/core/editor/document";
import type { Box } from "@/lib/core/geometry/box";
import type { BoxColour, SayScore } from "../editor-props";
import { HALO_DARK } from "./paint-colours";
import type { TextRuler } from "./text-width";

export const CHIP_HEIGHT = 20;
const PADDING = 6;
const GAP = 6;
const MARK = 10;
const NAME_ROOM = 150;
const SHORT_ROOM = 64;

export interface ChipText {
  readonly name: string;
  /** "likely", or "0.62" of a model that was not calibrated; empty when there is none to show. */
  readonly score: string;
  readonly share: number;
  readonly mark: "edited" | "confirmed" | "none";
}

function nameFont(ruler: TextRuler): string {
  return `600 12px ${ruler.family}`;
}

function scoreFont(ruler: TextRuler): string {
  return `500 11px ${ruler.family}`;
}

/** The name on a box's chip: with the likeliest other name, while it is not decided which one is right. */
export function chipName(
  { classId, score, alternatives }: ShownBox,
  labelOf: (classId: number) => string,
): string {
  const other = rivalOf(score, alternatives);
  return other ? `${labelOf(classId)} / ${labelOf(other.classId)}` : labelOf(classId);
}

/** What a box's chip says: the score only while it is the model's word, a mark once a person has decided. */
export function chipText(box: ShownBox, name: string, sayScore: SayScore): ChipText {
  const isModels = box.state === "detected" && box.score !== undefined;
  const score = box.score ?? 0;
  return {
    name,
    score: isModels ? (sayScore(box) ?? score.toFixed(2)) : "",
    share: isModels ? (box.score ?? 0) : 0,
    mark: box.state === "edited" || box.state === "confirmed" ? box.state : "none",
  };
}

/** Of the whole chip, and of its name alone, CSS px. */
export interface ChipWidths {
  readonly full: number;
  readonly short: number;
}

export function chipWidths(text: ChipText, ruler: TextRuler): ChipWidths {
  const mark = text.mark === "none" ? 0 : MARK + 4;
  const name = ruler.width(ruler.fit(text.name, nameFont(ruler), NAME_ROOM), nameFont(ruler));
  const short = ruler.width(ruler.fit(text.name, nameFont(ruler), SHORT_ROOM), nameFont(ruler));
  const score = text.score === "" ? 0 : GAP + ruler.width(text.score, scoreFont(ruler));
  return {
    full: Math.ceil(2 * PADDING + mark + name + score),
    short: Math.ceil(2 * PADDING + mark + short),
  };
}

function paintMark(context: CanvasRenderingContext2D, mark: ChipText["mark"], x: number, y: number): void {
  context.lineWidth = 1.75;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.beginPath();
  if (mark === "confirmed") {
    context.moveTo(x + 1, y + 5.5);
    context.lineTo(x + 4, y + 8.5);
    context.lineTo(x + 9, y + 2);
  } else {
    // A pencil: shaft, and a short line under its tip.
    context.moveTo(x + 2, y + 8);
    context.lineTo(x + 2.4, y + 5.8);
    context.lineTo(x + 7.2, y + 1);
    context.lineTo(x + 9, y + 2.8);
    context.lineTo(x + 4.2, y + 7.6);
    context.closePath();
  }
  context.stroke();
}

export interface ChipLook {
  readonly area: Box<"source">;
  readonly form: "full" | "short";
  readonly colour: BoxColour;
  readonly ruler: TextRuler;
}

/** Name, mark, score and the score's bar on the class's colour. */
export function paintChip(context: CanvasRenderingContext2D, text: ChipText, look: ChipLook): void {
  const { area, colour, ruler, form } = look;
  const x = Math.round(area.x1);
  const y = Math.round(area.y1);
  const width = Math.round(area.x2 - area.x1);
  context.beginPath();
  context.roundRect(x, y, width, CHIP_HEIGHT, 4);
  context.fillStyle = colour.fill;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = HALO_DARK;
  context.globalAlpha *= 0.5;
  context.stroke();
  context.globalAlpha *= 2;
  context.fillStyle = colour.text;
  context.strokeStyle = colour.text;
  let left = x + PADDING;
  if (text.mark !== "none") {
    paintMark(context, text.mark, left, y + 5);
    left += MARK + 4;
  }
  const hasBar = form === "full" && text.score !== "";
  const middle = y + CHIP_HEIGHT / 2 + (hasBar ? -0.5 : 0.5);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.font = nameFont(ruler);
  const name = ruler.fit(text.name, nameFont(ruler), form === "full" ? NAME_ROOM : SHORT_ROOM);
  context.fillText(name, left, middle);
  if (!hasBar) return;
  context.font = scoreFont(ruler);
  context.fillText(text.score, left + ruler.width(name, nameFont(ruler)) + GAP, middle);
  const track = width - 2 * PADDING;
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.3;
  context.fillRect(x + PADDING, y + CHIP_HEIGHT - 4, track, 2);
  context.globalAlpha = alpha;
  context.fillRect(x + PADDING, y + CHIP_HEIGHT - 4, track * text.share, 2);
}
