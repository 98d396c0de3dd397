import type { EditorState } from "@/lib/client/editor/editor-state";
import {
  type ChipFrame,
  type ChipItem,
  type ChipPlacement,
  placeChips,
  placeOneChip,
} from "@/lib/core/editor/chip-placement";
import { modelBoxes, type StageBox } from "@/lib/core/editor/document";
import { type Preview, previewOf } from "@/lib/core/editor/tools/preview";
import { boxToStage, type Viewport } from "@/lib/core/editor/viewport";
import type { Box, Size } from "@/lib/core/geometry/box";
import { CHIP_HEIGHT, chipText, chipWidths } from "./paint/paint-chip";
import type { TextRuler } from "./paint/text-width";

/** One box ready to paint. */
export interface SceneBox {
  readonly box: StageBox;
  /** Stage px, an unfinished gesture included. */
  readonly area: Box<"source">;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
}

export interface StageScene {
  /** Painted first: neither selected nor under the pointer. */
  readonly resting: readonly SceneBox[];
  /** Painted on top, the hovered one last. */
  readonly active: readonly SceneBox[];
  readonly preview: Preview;
  /** A box is being drawn, moved or resized: everything else steps back. */
  readonly isShaping: boolean;
}

type SceneState = Pick<
  EditorState,
  "compare" | "visibleBoxes" | "model" | "hiddenClasses" | "selection" | "hovered" | "machine" | "viewport"
>;

const SHAPING = new Set(["dragging", "resizing", "drawing"]);

/** Sorts the boxes into what rests and what is in hand. */
export function sceneOf(state: SceneState): StageScene {
  const preview = previewOf(state.machine.state);
  const boxes = state.compare
    ? modelBoxes(state.model).filter((box) => !state.hiddenClasses.includes(box.classId))
    : state.visibleBoxes;
  const selected = new Set(state.compare ? [] : state.selection);
  const all = boxes.map((box): SceneBox => {
    const place = preview.moved.get(box.id) ?? box.box;
    return {
      box,
      area: boxToStage(state.viewport, place),
      isSelected: selected.has(box.id),
      isHovered: !state.compare && state.hovered === box.id,
    };
  });
  const active = all.filter((each) => each.isSelected || each.isHovered);
  return {
    resting: all.filter((each) => !each.isSelected && !each.isHovered),
    active: active.sort((a, b) => Number(a.isHovered) - Number(b.isHovered)),
    preview,
    isShaping: SHAPING.has(state.machine.state.name),
  };
}

export interface ChipOptions {
  readonly labelOf: (classId: number) => string;
  readonly ruler: TextRuler;
  readonly stage: Size;
}

const EDGE = 4;

function frameOf(stage: Size): ChipFrame {
  const bounds = { x1: EDGE, y1: EDGE, x2: stage.width - EDGE, y2: stage.height - EDGE };
  return { bounds, height: CHIP_HEIGHT, gap: 4 };
}

function chipItem({ box, area }: SceneBox, { labelOf, ruler }: ChipOptions): ChipItem {
  return { id: box.id, box: area, ...chipWidths(chipText(box, labelOf(box.classId)), ruler) };
}

/** A person's boxes before the model's, the surer before the less sure. */
function importance(a: SceneBox, b: SceneBox): number {
  const owned = Number(b.box.label !== undefined) - Number(a.box.label !== undefined);
  return owned || (b.box.score ?? 1) - (a.box.score ?? 1);
}

/** Chips of the resting boxes, around those in hand. None while a box is being shaped. */
export function restingChips(
  scene: StageScene,
  activeChips: readonly ChipPlacement[],
  options: ChipOptions,
): ChipPlacement[] {
  if (scene.isShaping) return [];
  const items = [...scene.resting].sort(importance).map((each) => chipItem(each, options));
  return placeChips(items, { ...frameOf(options.stage), taken: activeChips });
}

/** Chips of the boxes in hand: always all of them, whole. */
export function activeChips(scene: StageScene, options: ChipOptions): ChipPlacement[] {
  return scene.active.map((each) => placeOneChip(chipItem(each, options), frameOf(options.stage)));
}

/** Number of boxes by id, for painting a chip's box. */
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
