import type { ChipPlacement } from "@/lib/core/editor/chip-placement";
import { UNNAMED_CLASS } from "@/lib/core/editor/document";
import type { PointerKind } from "@/lib/core/editor/hit-test";
import { handlePoint } from "@/lib/core/editor/resize-box";
import type { ToolState } from "@/lib/core/editor/tools/tool-types";
import { boxToStage, type Point, toStage, type Viewport } from "@/lib/core/editor/viewport";
import type { Box, Size } from "@/lib/core/geometry/box";
import { type ActiveScene, readoutOf, type SceneBox, sourceBox } from "../stage-scene";
import type { StageImage } from "../use-photo-image";
import { paintBox } from "./paint-box";
import { HALO_DARK, HANDLE_FILL } from "./paint-colours";
import { paintHandles, paintReadout } from "./paint-handles";
import { paintPhoto } from "./paint-photo";
import { type PaintOptions, paintBoxes } from "./paint-scene";

export interface ActiveOptions extends PaintOptions {
  readonly scene: ActiveScene;
  readonly chips: readonly ChipPlacement[];
  readonly toolState: ToolState;
  readonly viewport: Viewport;
  readonly stage: Size;
  readonly kind: PointerKind;
  readonly hasHandles: boolean;
  readonly photo: Size;
  readonly image: StageImage | undefined;
  /** The theme's accent, for the selecting rectangle. */
  readonly accent: string;
}

function paintSelected(context: CanvasRenderingContext2D, only: SceneBox, options: ActiveOptions): void {
  const { toolState, kind, viewport, stage, ruler, colourOf } = options;
  const isMoving = toolState.name === "dragging";
  const stroke = colourOf(only.box.classId).stroke;
  if (options.hasHandles && !isMoving) paintHandles(context, only.area, { kind, stroke });
  const bounds = { x1: 0, y1: 0, x2: stage.width, y2: stage.height };
  const text = readoutOf(sourceBox(viewport, only.area), isMoving);
  paintReadout(context, text, { box: only.area, bounds, ruler });
}

function paintDrafts(context: CanvasRenderingContext2D, options: ActiveOptions): void {
  const { scene, viewport, stage, ruler, colourOf, toolState } = options;
  for (const draft of scene.preview.drafts) {
    const area = boxToStage(viewport, draft.box);
    paintBox(context, area, {
      stroke: colourOf(draft.classId).stroke,
      isDashed: false,
      weight: "selected",
    });
    if (toolState.name !== "drawing") continue;
    const bounds = { x1: 0, y1: 0, x2: stage.width, y2: stage.height };
    paintReadout(context, readoutOf(draft.box, false), { box: area, bounds, ruler });
  }
}

function paintMarquee(context: CanvasRenderingContext2D, box: Box<"source">, options: ActiveOptions): void {
  const area = boxToStage(options.viewport, box);
  context.fillStyle = options.accent;
  context.globalAlpha = 0.14;
  context.fillRect(area.x1, area.y1, area.x2 - area.x1, area.y2 - area.y1);
  context.globalAlpha = 1;
  paintBox(context, area, { stroke: options.accent, isDashed: false, weight: "normal" });
}

/** The source point a finger is shaping, which it also hides. */
function shapedPoint(state: ToolState): Point | undefined {
  if (state.name === "resizing") return handlePoint(state.box, state.handle);
  if (state.name !== "drawing") return undefined;
  const { box, anchor } = state;
  return { x: anchor.x === box.x1 ? box.x2 : box.x1, y: anchor.y === box.y1 ? box.y2 : box.y1 };
}

const LOUPE_RADIUS = 52;
const LOUPE_ZOOM = 2;

/** What is under the finger, magnified, in the corner of the stage away from it. */
function paintLoupe(context: CanvasRenderingContext2D, options: ActiveOptions): void {
  const { image, kind, toolState, viewport, photo, stage, scene } = options;
  const point = kind === "touch" && image ? shapedPoint(toolState) : undefined;
  if (!point || !image) return;
  const under = toStage(viewport, point);
  const margin = LOUPE_RADIUS + 12;
  const isLeft = under.x < margin * 2.5 && under.y < margin * 2.5;
  const centre = { x: isLeft ? stage.width - margin : margin, y: margin };
  const scale = viewport.scale * LOUPE_ZOOM;
  const zoomed = { scale, x: centre.x - point.x * scale, y: centre.y - point.y * scale };
  context.save();
  context.beginPath();
  context.arc(centre.x, centre.y, LOUPE_RADIUS, 0, 2 * Math.PI);
  context.fillStyle = HALO_DARK;
  context.fill();
  context.clip();
  paintPhoto(context, image, { viewport: zoomed, photo });
  const shaped = toolState.name === "drawing" || toolState.name === "resizing" ? toolState.box : undefined;
  const classId =
    toolState.name === "drawing"
      ? UNNAMED_CLASS
      : (scene.boxes.find((each) => each.isSelected)?.box.classId ?? 0);
  if (shaped) {
    const stroke = options.colourOf(classId).stroke;
    paintBox(context, boxToStage(zoomed, shaped), { stroke, isDashed: false, weight: "normal" });
  }
  context.restore();
  context.beginPath();
  context.arc(centre.x, centre.y, LOUPE_RADIUS, 0, 2 * Math.PI);
  context.lineWidth = 5;
  context.strokeStyle = HALO_DARK;
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = HANDLE_FILL;
  context.stroke();
}

/** What is in hand, over everything else: hovered and selected boxes, handles, drafts, marquee, loupe. */
export function paintActive(context: CanvasRenderingContext2D, options: ActiveOptions): void {
  const { scene, chips } = options;
  paintBoxes(context, scene.boxes, chips, options);
  paintDrafts(context, options);
  const selected = scene.boxes.filter((each) => each.isSelected);
  const [only] = selected;
  if (only && selected.length === 1 && options.toolState.name !== "drawing") {
    paintSelected(context, only, options);
  }
  if (scene.preview.marquee) paintMarquee(context, scene.preview.marquee, options);
  paintLoupe(context, options);
}
