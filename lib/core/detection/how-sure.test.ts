import { expect, it } from "vitest";
import { howSure } from "./how-sure";

it("calls a food sure from three in four, and likely from nearly one in two", () => {
  expect([0.85, 0.84, 0.45, 0.44].map((each) => howSure(each, false))).toEqual([
    "sure",
    "likely",
    "likely",
    "maybe",
  ]);
});

it("asks more of a leaf", () => {
  expect([0.9, 0.89, 0.7, 0.69].map((each) => howSure(each, true))).toEqual([
    "sure",
    "likely",
    "likely",
    "maybe",
  ]);
});
