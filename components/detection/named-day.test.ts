import { expect, it } from "vitest";
import { namedDay } from "./named-day";

const at = (month: number, day: number, hour = 12, year = 2026) =>
  new Date(year, month - 1, day, hour).getTime();

it("says the day as people do: today, yesterday, the weekday, then the date", () => {
  const now = at(11, 12); // a Thursday
  expect(namedDay(at(11, 12, 0), now)).toBe("today");
  expect(namedDay(at(11, 11, 23), now)).toBe("yesterday");
  expect(namedDay(at(11, 10, 23), now)).toBe("on Tuesday");
  expect(namedDay(at(11, 6, 1), now)).toBe("on Friday");
  expect(namedDay(at(11, 5, 23), now)).toBe("on 5 November");
  expect(namedDay(at(11, 12, 12, 2025), now)).toBe("on 12 November 2025");
});

it("takes a clock that was set back as today", () => {
  expect(namedDay(at(11, 13), at(11, 12))).toBe("today");
});
