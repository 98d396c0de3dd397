import type { EditorState } from "@/lib/client/editor/editor-state";
import {
  type ChipFrame,
  type ChipItem,
  type ChipPlacement,
  placeChips,
  placeOneChip,
} from "@/lib/core/editor/chip-placement";
import { modelBoxes, type ShownBox } from "@/lib/core/editor/document";
import { type Preview, previewOf } from "@/lib/core/editor/tools/preview";
import type { ToolState } from "@/lib/core/editor/tools/tool-types";
import { boxToStage, type Viewport } from "@/lib/core/editor/viewport";
import type { Box, Size } from "@/lib/core/geometry/box";
import type { SayScore } from "./editor-props";
import { CHIP_HEIGHT, type ChipWidths, chipName, chipText, chipWidths } from "./paint/paint-chip";
import type { TextRuler } from "./paint/text-width";

/** One box ready to paint. */
export interface SceneBox {
  readonly box: ShownBox;
  /** Stage px, an unfinished gesture included. */
  readonly area: Box<"source">;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
}

/** Up to here boxes are painted whole, names and halos, within a frame even without a GPU. */
export const MANY_BOXES = 60;

/** The selected and hovered boxes. */
export interface ActiveScene {
  /** The hovered one last. */
  readonly boxes: readonly SceneBox[];
  readonly preview: Preview;
}

type ShownState = Pick<EditorState, "compare" | "visibleBoxes" | "model" | "hiddenClasses">;
type HandState = Pick<EditorState, "selection" | "hovered" | "viewport">;

const SHAPING = new Set<ToolState["name"]>(["dragging", "resizing", "drawing"]);

/** A box is being drawn, moved or resized: everything else steps back. */
export function isShaping(state: ToolState): boolean {
  return SHAPING.has(state.name);
}

/** The boxes to show: the model's own alone while comparing. */
export function shownBoxes(state: ShownState): readonly ShownBox[] {
  if (!state.compare) return state.visibleBoxes;
  return modelBoxes(state.model).filter((box) => !state.hiddenClasses.includes(box.classId));
}

/** Neither selected nor under the pointer: no gesture moves these, so a drag does not paint them again. */
export function restingBoxes(shown: readonly ShownBox[], state: HandState): SceneBox[] {
  const selected = new Set(state.selection);
  return shown
    .filter((box) => !selected.has(box.id) && box.id !== state.hovered)
    .map((box) => ({
      box,
      area: boxToStage(state.viewport, box.box),
      isSelected: false,
      isHovered: false,
    }));
}

/** Selected and hovered boxes, where the unfinished gesture has them. */
export function activeScene(
  shown: readonly ShownBox[],
  state: HandState & { readonly toolState: ToolState },
): ActiveScene {
  const preview = previewOf(state.toolState);
  const selected = new Set(state.selection);
  const boxes = shown
    .filter((box) => selected.has(box.id) || box.id === state.hovered)
    .map((box) => ({
      box,
      area: boxToStage(state.viewport, preview.moved.get(box.id) ?? box.box),
      isSelected: selected.has(box.id),
      isHovered: box.id === state.hovered,
    }))
    .sort((a, b) => Number(a.isHovered) - Number(b.isHovered));
  return { boxes, preview };
}

export interface ChipOptions {
  readonly labelOf: (classId: number) => string;
  readonly sayScore: SayScore;
  readonly ruler: TextRuler;
  readonly stage: Size;
  /** Keeps a selected box's chip clear of its handles, CSS px. */
  readonly handleGap: number;
}

const EDGE = 4;

function frameOf(stage: Size, gap = 4): ChipFrame {
  const bounds = { x1: EDGE, y1: EDGE, x2: stage.width - EDGE, y2: stage.height - EDGE };
  return { bounds, height: CHIP_HEIGHT, gap };
}

/** Boxes are never mutated, so what a box's chip measures holds as long as the box and the font do. */
const measured = new WeakMap<
  ShownBox,
  { readonly ruler: TextRuler; readonly name: string; readonly score: string } & ChipWidths
>();

function chipItem({ box, area }: SceneBox, { labelOf, sayScore, ruler }: ChipOptions): ChipItem {
  const text = chipText(box, chipName(box, labelOf), sayScore);
  const { name, score } = text;
  const known = measured.get(box);
  if (known?.ruler === ruler && known.name === name && known.score === score)
    return { id: box.id, box: area, full: known.full, short: known.short };
  const widths = chipWidths(text, ruler);
  measured.set(box, { ruler, name, score, ...widths });
  return { id: box.id, box: area, ...widths };
}

/** A person's boxes before the model's, the surer before the less sure. */
function importance(a: SceneBox, b: SceneBox): number {
  const owned = Number(b.box.label !== undefined) - Number(a.box.label !== undefined);
  return owned || (b.box.score ?? 1) - (a.box.score ?? 1);
}

/** The four edges of each selected box with their handles, so that no chip lies under them. */
export function frames(boxes: readonly SceneBox[], { handleGap }: ChipOptions): ChipPlacement[] {
  return boxes.flatMap(({ box, area, isSelected }) => {
    if (!isSelected) return [];
    const [x1, y1, x2, y2] = [
      area.x1 - handleGap,
      area.y1 - handleGap,
      area.x2 + handleGap,
      area.y2 + handleGap,
    ];
    const band = 2 * handleGap;
    return [
      { x1, y1, x2, y2: y1 + band },
      { x1, y1: y2 - band, x2, y2 },
      { x1, y1, x2: x1 + band, y2 },
      { x1: x2 - band, y1, x2, y2 },
    ].map((edge): ChipPlacement => ({ id: box.id, form: "full", area: edge }));
  });
}

/** Chips of the resting boxes, around those in hand. */
export function restingChips(
  boxes: readonly SceneBox[],
  taken: readonly ChipPlacement[],
  options: ChipOptions,
): ChipPlacement[] {
  const items = [...boxes].sort(importance).map((each) => chipItem(each, options));
  return placeChips(items, { ...frameOf(options.stage), taken });
}

/** Chips of the boxes in hand: always all of them, whole. */
export function activeChips(boxes: readonly SceneBox[], options: ChipOptions): ChipPlacement[] {
  return boxes.map((each) => {
    const gap = each.isSelected ? options.handleGap : 4;
    return placeOneChip(chipItem(each, options), frameOf(options.stage, gap));
  });
}

/** Boxes by id, to find a chip's. */
export function indexScene(boxes: readonly SceneBox[]): ReadonlyMap<string, SceneBox> {
  return new Map(boxes.map((each) => [each.box.id, each]));
}

/** What the plate beside a shaped box says: its size, or its place while it moves. Source px. */
export function readoutOf(box: Box<"source">, isMoving: boolean): string {
  const width = Math.round(box.x2 - box.x1);
  const height = Math.round(box.y2 - box.y1);
  return isMoving ? `${Math.round(box.x1)}, ${Math.round(box.y1)}` : `${width} × ${height} px`;
}

/** Reverses a viewport's view of a box. */
export function sourceBox(viewport: Viewport, area: Box<"source">): Box<"source"> {
  const back = (value: number, offset: number) => (value - offset) / viewport.scale;
  return {
    x1: back(area.x1, viewport.x),
    y1: back(area.y1, viewport.y),
    x2: back(area.x2, viewport.x),
    y2: back(area.y2, viewport.y),
  };
}
