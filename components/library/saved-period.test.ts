import { expect, it } from "vitest";
import { periodBounds, type SavedPeriod } from "./saved-period";

const NOON = new Date(2026, 2, 1, 12, 0);
const midnight = (year: number, month: number, day: number) => new Date(year, month - 1, day).toISOString();
const between = (firstDay: string, lastDay: string): SavedPeriod => ({
  period: "between",
  firstDay,
  lastDay,
});

it("counts whole days, this one included", () => {
  const bounds = (period: SavedPeriod["period"]) => periodBounds({ ...between("", ""), period }, NOON);
  expect(bounds("any")).toEqual({});
  expect(bounds("today")).toEqual({ from: midnight(2026, 3, 1) });
  // seven days: 23 February to 1 March
  expect(bounds("week")).toEqual({ from: midnight(2026, 2, 23) });
  // thirty days: 31 January to 1 March
  expect(bounds("month")).toEqual({ from: midnight(2026, 1, 31) });
});

it("takes the last day whole, across a month's end", () => {
  expect(periodBounds(between("2026-02-01", "2026-02-28"), NOON)).toEqual({
    from: midnight(2026, 2, 1),
    until: midnight(2026, 3, 1),
  });
});

it("is open where a field is empty or half typed", () => {
  expect(periodBounds(between("", "2026-02-28"), NOON)).toEqual({ until: midnight(2026, 3, 1) });
  expect(periodBounds(between("2026-02-01", "2026-"), NOON)).toEqual({ from: midnight(2026, 2, 1) });
});
