import { describe, expect, it } from "vitest";
import { nextTime } from "./clock";

// a Monday
const NOW = new Date("2026-11-30T17:00:00Z");
const next = (line: string, after = NOW) => nextTime(line, after)?.toISOString();

describe("the next time", () => {
  it("is the coming Monday, at three in UTC", () =>
    expect(next("0 3 * * 1")).toBe("2026-12-07T03:00:00.000Z"));
  it("is today's where it is still ahead", () => expect(next("0 18 * * 1")).toBe("2026-11-30T18:00:00.000Z"));
  it("is never the moment itself", () => expect(next("0 17 * * 1")).toBe("2026-12-07T17:00:00.000Z"));
  it("knows names and lists", () => expect(next("30 2 * * mon,thu")).toBe("2026-12-03T02:30:00.000Z"));
  it("skips years for a leap day", () => expect(next("0 0 29 2 *")).toBe("2028-02-29T00:00:00.000Z"));
});

it.each(["", "every monday", "0 3 * *", "0 0 3 * * 1", "61 3 * * 1", "0 3 30 2 *", "@weekly later"])(
  "%j names no time",
  (line) => expect(next(line)).toBeUndefined(),
);
