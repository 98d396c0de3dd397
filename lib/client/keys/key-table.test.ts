import { describe, expect, it } from "vitest";
import { chordOf, KEY_IDS, KEY_TABLE, type KeyPress, keyIdOf } from "./key-table";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  ...{ key, code: "", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false },
  ...more,
});

it("gives each chord one meaning, on all pages together", () => {
  const chords = KEY_IDS.flatMap((id) => KEY_TABLE[id].chords);
  expect(chords.filter((chord, at) => chords.indexOf(chord) !== at)).toEqual([]);
});

it("never lets the letter that rejects draw", () => {
  expect(keyIdOf(press("r"), ["view", "boxes"])).toBeUndefined();
  expect(keyIdOf(press("r"), ["desk"])).toBe("reject");
  expect(keyIdOf(press("b"), ["view", "boxes"])).toBe("draw");
});

describe("chords", () => {
  it("write the modifiers in one order, and ⌘ as Ctrl", () => {
    expect(chordOf(press("Z", { shiftKey: true, ctrlKey: true }))).toBe("ctrl+shift+z");
    expect(chordOf(press("z", { metaKey: true }))).toBe("ctrl+z");
    expect(chordOf(press("ArrowLeft", { altKey: true, shiftKey: true }))).toBe("alt+shift+arrowleft");
  });

  it("go by the digit's key, whatever the layout writes there with Shift", () => {
    expect(chordOf(press("!", { code: "Digit1", shiftKey: true }))).toBe("shift+1");
    expect(chordOf(press("&", { code: "Digit1" }))).toBe("1");
  });

  it("take a sign for itself, with Shift or without", () => {
    expect(chordOf(press("?", { code: "Slash", shiftKey: true }))).toBe("?");
    expect(chordOf(press("+", { code: "Equal", shiftKey: true }))).toBe("+");
  });

  it("find the letter's key on a layout of another script, and only there", () => {
    expect(chordOf(press("и", { code: "KeyB" }))).toBe("b");
    expect(chordOf(press("b", { code: "KeyN" }))).toBe("b");
  });

  it("tell a letter with Shift from one without, and do not mind the caps lock", () => {
    expect(chordOf(press("A", { shiftKey: true }))).toBe("shift+a");
    expect(chordOf(press("A"))).toBe("a");
  });
});
