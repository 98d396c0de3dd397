import type { PointerKind } from "@/lib/core/editor/hit-test";
import { toStage } from "@/lib/core/editor/viewport";
import type { StagePointer } from "./editor-state";
import type { EditorStore } from "./editor-store";

type Keys = Partial<Pick<StagePointer, "shift" | "alt" | "ctrl" | "space" | "button">>;

/** Plays pointer events on a store by source px: for tests that need no browser. */
export interface PointerScript {
  down(x: number, y: number, keys?: Keys): PointerScript;
  move(x: number, y: number, keys?: Keys): PointerScript;
  up(x: number, y: number, keys?: Keys): PointerScript;
  cancel(): PointerScript;
  click(x: number, y: number, keys?: Keys): PointerScript;
  /** Down, half-way, there, up. */
  drag(from: readonly [number, number], to: readonly [number, number], keys?: Keys): PointerScript;
  wait(ms: number): PointerScript;
  /** The same store under another finger. */
  finger(pointer: number): PointerScript;
}

/** @param store with a stage size, so that source px have a place on the stage */
export function pointerScript(store: EditorStore, kind: PointerKind = "mouse", pointer = 1): PointerScript {
  let timeMs = 1_000;
  let last: StagePointer | undefined;

  function send(type: StagePointer["type"], x: number, y: number, keys: Keys = {}): PointerScript {
    timeMs += 10;
    const stage = toStage(store.getState().viewport, { x, y });
    last = {
      ...{
        type,
        pointer,
        kind,
        button: 0,
        stage,
        shift: false,
        alt: false,
        ctrl: false,
        space: false,
        timeMs,
      },
      ...keys,
    };
    store.getState().point(last);
    return script;
  }

  const script: PointerScript = {
    down: (x, y, keys) => send("down", x, y, keys),
    move: (x, y, keys) => send("move", x, y, keys),
    up: (x, y, keys) => send("up", x, y, keys),
    cancel() {
      if (last) store.getState().point({ ...last, type: "cancel" });
      return script;
    },
    click: (x, y, keys) => script.move(x, y, keys).down(x, y, keys).up(x, y, keys),
    drag(from, to, keys) {
      const half: [number, number] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
      script.move(...from, keys).down(...from, keys);
      return script
        .move(...half, keys)
        .move(...to, keys)
        .up(...to, keys);
    },
    wait(ms) {
      timeMs += ms;
      return script;
    },
    finger: (other) => pointerScript(store, kind, other),
  };
  return script;
}
