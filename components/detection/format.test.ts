import { expect, it } from "vitest";
import { formatModelId, formatMs, formatScore } from "./format";

it("never rounds a score up to certain", () => {
  expect(formatScore(0.999)).toBe("0.99");
  expect(formatScore(0.25)).toBe("0.25");
  expect(formatScore(0.29)).toBe("0.29");
  expect(formatScore(1)).toBe("1.00");
});

it("gives times the digits that mean something", () => {
  expect([0.42, 9.96, 12.4, 1339.6].map(formatMs)).toEqual(["0.4", "10.0", "12", "1,340"]);
});

it("names a model as people say it", () => {
  expect(formatModelId("forage-n/1")).toBe("forage-n v1");
});
