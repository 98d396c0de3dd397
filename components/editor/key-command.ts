/** What a key press on the stage means. */
export type KeyCommand =
  | { readonly do: "tool"; readonly tool: "select" | "draw" | "pan" }
  | { readonly do: "nudge" | "grow"; readonly x: number; readonly y: number }
  | { readonly do: "cycle"; readonly step: 1 | -1 }
  | { readonly do: "recent-class"; readonly index: number }
  | { readonly do: "zoom"; readonly factor: number }
  | {
      readonly do:
        | "delete"
        | "confirm"
        | "rename"
        | "add-box"
        | "undo"
        | "redo"
        | "select-all"
        | "duplicate"
        | "fit"
        | "actual-size"
        | "zoom-to-selection"
        | "escape";
    };

export interface KeyInput {
  readonly key: string;
  readonly code: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly hasSelection: boolean;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const ZOOM_STEP = 1.25;

function withCtrl({ key, shift }: KeyInput): KeyCommand | undefined {
  switch (key.toLowerCase()) {
    case "z":
      return { do: shift ? "redo" : "undo" };
    case "y":
      return { do: "redo" };
    case "a":
      return { do: "select-all" };
    case "d":
      return { do: "duplicate" };
    default:
      return undefined;
  }
}

function digit({ code, shift, hasSelection }: KeyInput): KeyCommand | undefined {
  const value = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (value === undefined) return undefined;
  if (shift) {
    if (value === "1") return { do: "fit" };
    return value === "2" ? { do: "zoom-to-selection" } : undefined;
  }
  if (value === "0") return { do: "fit" };
  if (hasSelection) return { do: "recent-class", index: Number(value) - 1 };
  return value === "1" ? { do: "actual-size" } : undefined;
}

const LETTERS: Readonly<Record<string, KeyCommand>> = {
  v: { do: "tool", tool: "select" },
  b: { do: "tool", tool: "draw" },
  r: { do: "tool", tool: "draw" },
  h: { do: "tool", tool: "pan" },
  n: { do: "add-box" },
  c: { do: "confirm" },
  delete: { do: "delete" },
  backspace: { do: "delete" },
  enter: { do: "rename" },
  escape: { do: "escape" },
  "+": { do: "zoom", factor: ZOOM_STEP },
  "=": { do: "zoom", factor: ZOOM_STEP },
  "-": { do: "zoom", factor: 1 / ZOOM_STEP },
  _: { do: "zoom", factor: 1 / ZOOM_STEP },
};

/**
 * The command of a key. Arrows move the selected boxes by 1 px (Shift 10) and with Alt their right and bottom edge;
 * digits give the selected boxes a recent class, and without a selection 1 is actual size.
 */
export function keyCommand(input: KeyInput): KeyCommand | undefined {
  if (input.ctrl) return withCtrl(input);
  const arrow = ARROWS[input.key];
  if (arrow) {
    const step = input.shift ? 10 : 1;
    return { do: input.alt ? "grow" : "nudge", x: arrow[0] * step, y: arrow[1] * step };
  }
  if (input.alt) return undefined;
  if (input.key === "Tab") return { do: "cycle", step: input.shift ? -1 : 1 };
  return digit(input) ?? LETTERS[input.key.toLowerCase()];
}
