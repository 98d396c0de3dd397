import { describe, expect, it } from "vitest";
import { spokenDuration } from "./duration";

describe("spokenDuration", () => {
  it.each([
    [0, "seconds", 5],
    [12, "seconds", 10],
    [54, "seconds", 55],
    [55, "minutes", 1],
    [89, "minutes", 1],
    [90, "minutes", 2],
    [5_399, "minutes", 90],
    [5_400, "hours", 1.5],
    [9_100, "hours", 2.5],
  ] as const)("says %s s in %s: %s", (seconds, unit, value) => {
    expect(spokenDuration(seconds)).toEqual({ unit, value });
  });
});
