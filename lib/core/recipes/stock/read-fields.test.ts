import { expect, it } from "vitest";
import { readDay, readQuantity } from "./read-fields";

it.each([
  ["2", 2],
  [" 1.5 ", 1.5],
  ["1,5", 1.5],
  ["0.75", 0.75],
  [".5", 0.5],
  ["1/2", 0.5],
  ["1 1/2", 1.5],
  ["½", 0.5],
  ["2½", 2.5],
  ["1000", 1000],
  ["0.125", 0.125],
  ["0,250", 0.25],
])("reads %s", (text, value) => {
  expect(readQuantity(text)).toEqual({ value });
});

it("takes nothing for some", () => {
  expect(readQuantity("  ")).toEqual({ value: null });
});

it.each([
  ["two", "not-a-number"],
  ["2 kg", "not-a-number"],
  ["1/0", "not-a-number"],
  ["1.000", "not-a-number"],
  ["1 2 3", "not-a-number"],
  ["1e5", "not-a-number"],
  ["∞", "not-a-number"],
  ["3 -1", "not-a-number"],
  ["0", "not-above-zero"],
  ["-2", "not-above-zero"],
  ["100001", "too-much"],
] as const)("does not guess what %s means", (text, problem) => {
  expect(readQuantity(text)).toEqual({ problem });
});

it("reads a day that the calendar has, within reason", () => {
  expect(readDay("2028-02-29", false)).toEqual({ value: "2028-02-29" });
  expect(readDay("", false)).toEqual({ value: null });
  expect(readDay("", true)).toEqual({ problem: "no-such-day" });
  expect(readDay("2026-02-29", false)).toEqual({ problem: "no-such-day" });
  expect(readDay("2026-13-01", false)).toEqual({ problem: "no-such-day" });
  expect(readDay("0026-01-01", false)).toEqual({ problem: "far-day" });
  expect(readDay("12026-01-01", false)).toEqual({ problem: "no-such-day" });
});
