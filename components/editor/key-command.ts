import { chordOf, KEY_TABLE, type KeyIdOf, type KeyPress, keyIdOf } from "@/lib/client/keys/key-table";

/** What a key press on the stage means. */
export type KeyCommand =
  | { readonly do: "tool"; readonly tool: "select" | "draw" | "pan" }
  | { readonly do: "nudge" | "grow"; readonly x: number; readonly y: number }
  | { readonly do: "cycle"; readonly step: 1 | -1 }
  | { readonly do: "recent-class" | "other-name"; readonly index: number }
  | { readonly do: "zoom"; readonly factor: number }
  | {
      readonly do:
        | "hold-hand"
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

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const ZOOM_STEP = 1.25;
const FAR_PX = 10;

function byArrow(kind: "nudge" | "grow", key: string, step: number): KeyCommand {
  const [x, y] = ARROWS[key] ?? [0, 0];
  return { do: kind, x: x * step, y: y * step };
}

const otherNames: readonly string[] = KEY_TABLE.otherName.chords;

type Meanings = { readonly [Id in KeyIdOf<"view" | "boxes">]: (press: KeyPress) => KeyCommand };

/** One command for every key of the stage that the sheet lists. */
const MEANINGS: Meanings = {
  select: () => ({ do: "tool", tool: "select" }),
  draw: () => ({ do: "tool", tool: "draw" }),
  pan: () => ({ do: "tool", tool: "pan" }),
  panHold: () => ({ do: "hold-hand" }),
  undo: () => ({ do: "undo" }),
  redo: () => ({ do: "redo" }),
  zoomIn: () => ({ do: "zoom", factor: ZOOM_STEP }),
  zoomOut: () => ({ do: "zoom", factor: 1 / ZOOM_STEP }),
  fit: () => ({ do: "fit" }),
  actual: () => ({ do: "actual-size" }),
  zoomToSelection: () => ({ do: "zoom-to-selection" }),
  nextBox: () => ({ do: "cycle", step: 1 }),
  previousBox: () => ({ do: "cycle", step: -1 }),
  selectAll: () => ({ do: "select-all" }),
  stepBack: () => ({ do: "escape" }),
  addBox: () => ({ do: "add-box" }),
  relabel: () => ({ do: "rename" }),
  recentClass: ({ code }) => ({ do: "recent-class", index: Number(code.slice(-1)) - 1 }),
  otherName: (press) => ({ do: "other-name", index: otherNames.indexOf(chordOf(press)) }),
  confirm: () => ({ do: "confirm" }),
  delete: () => ({ do: "delete" }),
  duplicate: () => ({ do: "duplicate" }),
  nudge: ({ key }) => byArrow("nudge", key, 1),
  nudgeFar: ({ key }) => byArrow("nudge", key, FAR_PX),
  grow: ({ key }) => byArrow("grow", key, 1),
  growFar: ({ key }) => byArrow("grow", key, FAR_PX),
};

/** The command of a key on the stage, from the table of all keys. */
export function keyCommand(press: KeyPress): KeyCommand | undefined {
  const id = keyIdOf(press, ["view", "boxes"]);
  return id === undefined ? undefined : MEANINGS[id](press);
}
