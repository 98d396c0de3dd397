import { expect, it } from "vitest";
import { isInSeason, spoilsFirst } from "./season";

const north = (month: number) => ({ month, hemisphere: "north" as const });
const south = (month: number) => ({ month, hemisphere: "south" as const });

it("knows the first and the last month, and neither the one before nor the one after", () => {
  expect([6, 7, 9, 10].map((month) => isInSeason("tomato", north(month)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it("goes on over the turn of the year", () => {
  expect([10, 11, 12, 1, 2, 3].map((month) => isInSeason("kale", north(month)))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
});

it("turns by half a year in the south", () => {
  // July to September in the north is January to March in the south
  expect([12, 1, 3, 4].map((month) => isInSeason("tomato", south(month)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it("says nothing of what it does not know", () => {
  expect(isInSeason("banana", north(7))).toBe(false);
  expect(isInSeason("no-such-food", north(7))).toBe(false);
  expect(spoilsFirst("rice")).toBe(false);
  expect(spoilsFirst("mushroom")).toBe(true);
});

it("refuses a month that is none", () => {
  expect(() => isInSeason("tomato", north(13))).toThrow(RangeError);
});
