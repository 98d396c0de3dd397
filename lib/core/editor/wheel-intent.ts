/** The fields of a DOM wheel event that tell a mouse wheel from a trackpad. */
export interface WheelInput {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 px, 1 lines, 2 pages. */
  readonly deltaMode: number;
  /** Old unit of wheel notches, ±120 a notch; 0 where the browser has none. */
  readonly wheelDeltaY: number;
  readonly ctrl: boolean;
  readonly shift: boolean;
}

export type WheelIntent =
  | { readonly do: "zoom"; readonly factor: number }
  | { readonly do: "pan"; readonly x: number; readonly y: number };

const LINE_PX = 16;
const PAGE_PX = 400;
/** A notch (100 px) zooms by a fifth. */
const ZOOM_PER_PX = 0.0018;
/** A trackpad's pinch comes as small Ctrl+wheel steps. */
const PINCH_PER_PX = 0.01;

function isNotch({ deltaMode, deltaX, deltaY, wheelDeltaY }: WheelInput): boolean {
  if (deltaX !== 0) return false;
  if (deltaMode !== 0) return true;
  return (wheelDeltaY !== 0 && wheelDeltaY % 120 === 0) || Math.abs(deltaY) >= 100;
}

/**
 * What turning a wheel means: a mouse wheel zooms (Shift pans sideways), two fingers on a trackpad pan, a pinch zooms.
 * @returns `factor` above 1 zooms in; `x` and `y` are how far the photo moves, CSS px
 */
export function wheelIntent(input: WheelInput): WheelIntent {
  const unit = input.deltaMode === 0 ? 1 : input.deltaMode === 1 ? LINE_PX : PAGE_PX;
  const [x, y] = [input.deltaX * unit, input.deltaY * unit];
  const notch = isNotch(input);
  if (input.shift && notch) return { do: "pan", x: -y, y: 0 };
  if (input.ctrl || notch) {
    const perPx = input.ctrl && !notch ? PINCH_PER_PX : ZOOM_PER_PX;
    return { do: "zoom", factor: Math.min(Math.max(Math.exp(-y * perPx), 0.5), 2) };
  }
  return { do: "pan", x: -x, y: -y };
}
