import { expect, it } from "vitest";
import { keyCommand } from "./key-command";

const plain = { ctrl: false, shift: false, alt: false, hasSelection: false };
const press = (key: string, more: Partial<typeof plain> & { code?: string } = {}) =>
  keyCommand({ key, code: "", ...plain, ...more });

it("moves by arrows, and with Alt the far edges", () => {
  expect(press("ArrowLeft")).toEqual({ do: "nudge", x: -1, y: 0 });
  expect(press("ArrowDown", { shift: true })).toEqual({ do: "nudge", x: 0, y: 10 });
  expect(press("ArrowRight", { alt: true, shift: true })).toEqual({ do: "grow", x: 10, y: 0 });
});

it("gives digits to recent classes only with a selection", () => {
  expect(press("1", { code: "Digit1", hasSelection: true })).toEqual({ do: "recent-class", index: 0 });
  expect(press("1", { code: "Digit1" })).toEqual({ do: "actual-size" });
  expect(press("4", { code: "Digit4" })).toBeUndefined();
  expect(press("0", { code: "Digit0", hasSelection: true })).toEqual({ do: "fit" });
});

it("reads the digit's key, whatever the layout writes with Shift", () => {
  expect(press("!", { code: "Digit1", shift: true })).toEqual({ do: "fit" });
});

it("leaves the browser's own Ctrl keys alone", () => {
  expect(press("r", { ctrl: true })).toBeUndefined();
  expect(press("c", { ctrl: true })).toBeUndefined();
  expect(press("z", { ctrl: true })).toEqual({ do: "undo" });
  expect(press("Z", { ctrl: true, shift: true })).toEqual({ do: "redo" });
  expect(press("y", { ctrl: true })).toEqual({ do: "redo" });
});

it("knows each tool by its letter", () => {
  expect(["v", "b", "r", "h"].map((key) => press(key))).toEqual([
    { do: "tool", tool: "select" },
    { do: "tool", tool: "draw" },
    { do: "tool", tool: "draw" },
    { do: "tool", tool: "pan" },
  ]);
});
