import type { Box, Size } from "@/lib/core/geometry/box";

/** Bands at the stage's edges that something else lies over, CSS px. */
export interface Covered {
  readonly top: number;
  readonly bottom: number;
}

export const NOTHING_COVERED: Covered = { top: 0, bottom: 0 };

export interface AnchorOptions {
  readonly stage: Size;
  readonly panel: Size;
  readonly gap: number;
}

/** Space kept free of panels at the stage's edge, CSS px. */
const EDGE = 8;

function clamp(value: number, room: number, size: number): number {
  return Math.max(Math.min(value, room - size - EDGE), EDGE);
}

/**
 * Where a panel goes beside a box: right of it, left of it, below, above, and over it where nothing else has room.
 * @param area stage px
 * @returns the panel's left and top, stage px
 */
export function besideBox(
  area: Box<"source">,
  options: AnchorOptions,
): { readonly left: number; readonly top: number } {
  const { stage, panel, gap } = options;
  const top = clamp(area.y1, stage.height, panel.height);
  if (area.x2 + gap + panel.width + EDGE <= stage.width) return { left: area.x2 + gap, top };
  if (area.x1 - gap - panel.width >= EDGE) return { left: area.x1 - gap - panel.width, top };
  const left = clamp(area.x1, stage.width, panel.width);
  if (area.y2 + gap + panel.height + EDGE <= stage.height) return { left, top: area.y2 + gap };
  if (area.y1 - gap - panel.height >= EDGE) return { left, top: area.y1 - gap - panel.height };
  return { left: clamp(area.x2 - panel.width - gap, stage.width, panel.width), top };
}

/**
 * Where a bar goes along a box: below it, above it, and within its lower edge where the box fills the stage.
 * @param area stage px
 */
export function alongBox(
  area: Box<"source">,
  options: AnchorOptions & { readonly above: number; readonly covered?: Covered },
): { readonly left: number; readonly top: number } {
  const { stage, panel, gap, above, covered = NOTHING_COVERED } = options;
  const [first, last] = [covered.top + EDGE, stage.height - covered.bottom - panel.height - EDGE];
  const seen = { x1: Math.max(area.x1, 0), x2: Math.min(area.x2, stage.width) };
  const left = clamp((seen.x1 + seen.x2 - panel.width) / 2, stage.width, panel.width);
  if (area.y2 + gap <= last) return { left, top: Math.max(area.y2 + gap, first) };
  if (area.y1 - above - panel.height >= first)
    return { left, top: Math.min(area.y1 - above - panel.height, last) };
  return { left, top: Math.max(last - gap, first) };
}
