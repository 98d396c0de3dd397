import type { Box, Size } from "../geometry/box";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the photo lies on the stage: stage px = source px × scale + offset. Stage px are CSS px. */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Free space around a fitted photo, CSS px: room for the chips of boxes at the edge. */
export const FIT_MARGIN = 28;
/** A small photo is not enlarged past this when fitted. */
export const MAX_FIT_SCALE = 8;
/** Furthest in: one source px over this many CSS px. */
export const MAX_SCALE = 32;
/** Furthest out, relative to the fitted photo. */
export const MIN_SCALE_OF_FIT = 0.5;
/** Panning keeps at least this much of the photo on the stage, CSS px. */
export const KEEP_VISIBLE = 64;

export function toSource(viewport: Viewport, at: Point): Point {
  return { x: (at.x - viewport.x) / viewport.scale, y: (at.y - viewport.y) / viewport.scale };
}

export function toStage(viewport: Viewport, at: Point): Point {
  return { x: at.x * viewport.scale + viewport.x, y: at.y * viewport.scale + viewport.y };
}

/** A source box on the stage, CSS px. */
export function boxToStage(viewport: Viewport, box: Box<"source">): Box<"source"> {
  const from = toStage(viewport, { x: box.x1, y: box.y1 });
  const to = toStage(viewport, { x: box.x2, y: box.y2 });
  return { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
}

/** The whole photo, centred, never cropped. A stage of no size gives scale 1 at the corner. */
export function fitViewport(photo: Size, stage: Size, margin = FIT_MARGIN): Viewport {
  if (stage.width <= 0 || stage.height <= 0) return { scale: 1, x: 0, y: 0 };
  const room = (edge: number) => Math.max(edge - 2 * Math.min(margin, edge / 8), 1);
  const scale = Math.min(room(stage.width) / photo.width, room(stage.height) / photo.height, MAX_FIT_SCALE);
  return centred(photo, stage, scale);
}

function centred(photo: Size, stage: Size, scale: number): Viewport {
  return {
    scale,
    x: (stage.width - photo.width * scale) / 2,
    y: (stage.height - photo.height * scale) / 2,
  };
}

export function scaleLimits(photo: Size, stage: Size): { readonly min: number; readonly max: number } {
  const fit = fitViewport(photo, stage).scale;
  return { min: Math.min(fit * MIN_SCALE_OF_FIT, 1), max: Math.max(MAX_SCALE, fit * 2) };
}

/** Keeps some of the photo on the stage and the scale within its limits (zooming about the stage's centre). */
export function limitViewport(viewport: Viewport, photo: Size, stage: Size): Viewport {
  const axis = (offset: number, size: number, room: number) => {
    const keep = Math.min(KEEP_VISIBLE, size, room / 2);
    return Math.min(Math.max(offset, keep - size), room - keep);
  };
  return {
    scale: viewport.scale,
    x: axis(viewport.x, photo.width * viewport.scale, stage.width),
    y: axis(viewport.y, photo.height * viewport.scale, stage.height),
  };
}

export interface Frame {
  readonly photo: Size;
  readonly stage: Size;
}

/** Zooms to a scale; the source point under `at` (stage px) stays under it. Limits apply. */
export function zoomAt(viewport: Viewport, scale: number, at: Point, frame: Frame): Viewport {
  const limits = scaleLimits(frame.photo, frame.stage);
  const next = Math.min(Math.max(scale, limits.min), limits.max);
  const source = toSource(viewport, at);
  return limitViewport(
    { scale: next, x: at.x - source.x * next, y: at.y - source.y * next },
    frame.photo,
    frame.stage,
  );
}

export function panBy(viewport: Viewport, by: Point, frame: Frame): Viewport {
  return limitViewport(
    { scale: viewport.scale, x: viewport.x + by.x, y: viewport.y + by.y },
    frame.photo,
    frame.stage,
  );
}

/** Pans (and zooms out if it must) until a box is on the stage; the same viewport when it already is. */
export function revealBox(viewport: Viewport, box: Box<"source">, frame: Frame, margin = 40): Viewport {
  const { stage } = frame;
  const fitting = Math.min(
    Math.max(stage.width - 2 * margin, 1) / Math.max(box.x2 - box.x1, 1),
    Math.max(stage.height - 2 * margin, 1) / Math.max(box.y2 - box.y1, 1),
  );
  const centre = toStage(viewport, { x: (box.x1 + box.x2) / 2, y: (box.y1 + box.y2) / 2 });
  const zoomed = viewport.scale > fitting ? zoomAt(viewport, fitting, centre, frame) : viewport;
  const shown = boxToStage(zoomed, box);
  const shift = (from: number, to: number, room: number) => {
    if (from < 0 || to > room) return from < 0 ? margin - from : room - margin - to;
    return 0;
  };
  const by = { x: shift(shown.x1, shown.x2, stage.width), y: shift(shown.y1, shown.y2, stage.height) };
  return by.x === 0 && by.y === 0 ? zoomed : panBy(zoomed, by, frame);
}
