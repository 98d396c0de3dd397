import { expect, it } from "vitest";
import type { KeyPress } from "@/lib/client/keys/key-table";
import { keyCommand } from "./key-command";

const press = (key: string, more: Partial<KeyPress> = {}) =>
  keyCommand({
    ...{ key, code: "", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false },
    ...more,
  });

it("moves by arrows, and with Alt the far edges", () => {
  expect(press("ArrowLeft")).toEqual({ do: "nudge", x: -1, y: 0 });
  expect(press("ArrowDown", { shiftKey: true })).toEqual({ do: "nudge", x: 0, y: 10 });
  expect(press("ArrowRight", { altKey: true, shiftKey: true })).toEqual({ do: "grow", x: 10, y: 0 });
});

it("gives digits to recent classes alone", () => {
  expect(press("1", { code: "Digit1" })).toEqual({ do: "recent-class", index: 0 });
  expect(press("9", { code: "Numpad9" })).toEqual({ do: "recent-class", index: 8 });
  expect(press("0", { code: "Digit0" })).toEqual({ do: "fit" });
  expect(press(")", { code: "Digit0", shiftKey: true })).toEqual({ do: "actual-size" });
});

it("leaves the browser's own Ctrl keys alone", () => {
  expect(press("r", { ctrlKey: true })).toBeUndefined();
  expect(press("c", { ctrlKey: true })).toBeUndefined();
  expect(press("z", { ctrlKey: true })).toEqual({ do: "undo" });
  expect(press("Z", { ctrlKey: true, shiftKey: true })).toEqual({ do: "redo" });
  expect(press("y", { ctrlKey: true })).toEqual({ do: "redo" });
});

it("knows each tool by its one letter", () => {
  expect(["v", "b", "r", "h"].map((key) => press(key))).toEqual([
    { do: "tool", tool: "select" },
    { do: "tool", tool: "draw" },
    undefined,
    { do: "tool", tool: "pan" },
  ]);
});
