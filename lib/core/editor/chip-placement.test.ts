import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Box } from "../geometry/box";
import { type ChipItem, placeChips, placeOneChip } from "./chip-placement";

const frame = { bounds: { x1: 0, y1: 0, x2: 400, y2: 300 }, height: 20, gap: 4 };

function item(id: string, box: Box<"source">, full = 80): ChipItem {
  return { id, box, full, short: 40 };
}

const overlaps = (a: Box<"source">, b: Box<"source">) =>
  a.x1 < b.x2 && a.x2 > b.x1 && a.y1 < b.y2 && a.y2 > b.y1;

describe("one chip", () => {
  it("goes above its box, from its left edge", () => {
    const [chip] = placeChips([item("a", { x1: 50, y1: 50, x2: 100, y2: 100 })], frame);
    expect(chip).toEqual({ id: "a", form: "full", area: { x1: 50, y1: 26, x2: 130, y2: 46 } });
  });

  it("goes below where there is no room above", () => {
    const [chip] = placeChips([item("a", { x1: 50, y1: 10, x2: 100, y2: 100 })], frame);
    expect(chip?.area.y1).toBe(104);
  });

  it("ends at the right edge of a box at the right edge of the stage", () => {
    const [chip] = placeChips([item("a", { x1: 350, y1: 50, x2: 400, y2: 100 })], frame);
    expect(chip?.area).toEqual({ x1: 320, y1: 26, x2: 400, y2: 46 });
  });

  it("goes inside a box that fills the stage, and stays in view when it is larger", () => {
    const [chip] = placeChips([item("a", { x1: -500, y1: -500, x2: 900, y2: 900 })], frame);
    expect(chip?.area).toEqual({ x1: 4, y1: 4, x2: 84, y2: 24 });
  });

  it("is not placed for a box off the stage", () => {
    expect(placeChips([item("a", { x1: 500, y1: 50, x2: 600, y2: 100 })], frame)).toEqual([]);
  });
});

describe("neighbours", () => {
  const box = { x1: 100, y1: 100, x2: 160, y2: 160 };

  it("do not cover each other's chips: two boxes in one place share its sides", () => {
    const chips = placeChips([item("a", box), item("b", box)], frame);
    expect(chips.map((chip) => chip.area.y1)).toEqual([76, 164]);
  });

  it("give way to the first, then shrink, then leave their chip out", () => {
    const small = { bounds: { x1: 0, y1: 0, x2: 60, y2: 52 }, height: 20, gap: 4 };
    const tight = { x1: 0, y1: 0, x2: 60, y2: 28 };
    const chips = placeChips([item("a", tight, 60), item("b", tight, 60), item("c", tight, 60)], small);
    expect(chips.map((chip) => [chip.id, chip.form])).toEqual([
      ["a", "full"],
      ["b", "short"],
    ]);
  });

  it("go around chips already there", () => {
    const taken = [{ id: "s", form: "full" as const, area: { x1: 90, y1: 70, x2: 200, y2: 95 } }];
    const [chip] = placeChips([item("a", box)], { ...frame, taken });
    expect(chip?.area.y1).toBe(164);
  });
});

describe("a crowd", () => {
  const small = (index: number) => {
    const [x, y] = [20 + (index % 6) * 60, 20 + Math.floor(index / 6) * 50];
    return item(String(index), { x1: x, y1: y, x2: x + 40, y2: y + 30 });
  };

  it("gets no chip that hides a third of a box", () => {
    const items = Array.from({ length: 30 }, (_, index) => small(index));
    const chips = placeChips(items, frame);
    for (const chip of chips) {
      for (const { box } of items) {
        const width = Math.min(box.x2, chip.area.x2) - Math.max(box.x1, chip.area.x1);
        const height = Math.min(box.y2, chip.area.y2) - Math.max(box.y1, chip.area.y1);
        expect(Math.max(width, 0) * Math.max(height, 0)).toBeLessThanOrEqual(0.3 * 40 * 30);
      }
    }
  });

  it("names fewer boxes than the same ones would get alone", () => {
    const all = Array.from({ length: 30 }, (_, index) => small(index));
    const inCrowd = placeChips(all, frame).filter((chip) => Number(chip.id) < 12);
    expect(placeChips(all.slice(0, 12), frame).length).toBeGreaterThan(inCrowd.length);
  });
});

const anyItems = fc.array(
  fc.record({
    x: fc.double({ min: -50, max: 420, noNaN: true }),
    y: fc.double({ min: -50, max: 320, noNaN: true }),
    width: fc.double({ min: 1, max: 300, noNaN: true }),
    height: fc.double({ min: 1, max: 300, noNaN: true }),
    full: fc.integer({ min: 30, max: 160 }),
  }),
  { maxLength: 40 },
);

it("never lets chips overlap or leave the stage", () => {
  fc.assert(
    fc.property(anyItems, (items) => {
      const chips = placeChips(
        items.map(({ x, y, width, height, full }, index) =>
          item(String(index), { x1: x, y1: y, x2: x + width, y2: y + height }, full),
        ),
        frame,
      );
      chips.forEach((chip, index) => {
        expect(Math.min(chip.area.x1, chip.area.y1)).toBeGreaterThanOrEqual(0);
        expect(chip.area.x2).toBeLessThanOrEqual(400);
        expect(chip.area.y2).toBeLessThanOrEqual(300);
        for (const other of chips.slice(index + 1)) expect(overlaps(chip.area, other.area)).toBe(false);
      });
    }),
  );
});

it("always finds a place in view for the one chip that must be seen", () => {
  const chip = placeOneChip(item("a", { x1: 390, y1: -10, x2: 399, y2: 310 }, 120), frame);
  expect(chip.area.x2).toBeLessThanOrEqual(400);
  expect(chip.area.y1).toBeGreaterThanOrEqual(0);
});
