import { expect, it } from "vitest";
import { readYield } from "./yield-text";

it.each([
  [4, 4, null],
  ["4", 4, null],
  ["4-6", 4, null],
  ["Serves 4", 4, null],
  ["6 servings", 6, null],
  ["serves four", 4, null],
  ["4 Portionen", 4, null],
  ["für 4 Personen", 4, null],
  ["4 personnes", 4, null],
  ["Pour 6 parts", 6, null],
  ["4 raciones", 4, null],
  ["4 comensales", 4, null],
  ["4 persone", 4, null],
  ["4 personen", 4, null],
  ["8 porções", 8, null],
  ["4 portioner", 4, null],
  ["4 porcje", 4, null],
  ["dla 4 osób", 4, null],
  ["3 dozen", null, "3 dozen"],
  ["one 9 × 13 pan", null, "one 9 × 13 pan"],
  ["24 cookies", null, "24 cookies"],
  ["1 loaf", null, "1 loaf"],
  ["1 Blech", null, "1 Blech"],
  ["20 Stück", null, "20 Stück"],
  ["eine Springform", null, "eine Springform"],
  [["24", "24 cookies"], null, "24 cookies"],
  [["4", "4 servings"], 4, null],
  [["12 muffins", "6 servings"], 6, "12 muffins"],
  ["500 g", null, "500 g"],
  [null, null, null],
  ["", null, null],
])("%j is for %s and makes %s", (value, servings, yieldText) => {
  expect(readYield(value)).toEqual({ servings, yieldText });
});
