import { expect, it } from "vitest";
import { formatModelId, formatMs, formatScore } from "./format";

it("gives a score two places, rounded as on the chips", () => {
  expect([0.876, 0.25, 0.29, 1].map(formatScore)).toEqual(["0.88", "0.25", "0.29", "1.00"]);
});

it("gives times the digits that mean something", () => {
  expect([0.42, 9.96, 12.4, 1339.6].map(formatMs)).toEqual(["0.4", "10.0", "12", "1,340"]);
});

it("names a model as people say it", () => {
  expect(formatModelId("forage-n/1")).toBe("forage-n v1");
});
