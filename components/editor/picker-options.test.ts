import { expect, it } from "vitest";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { pickerOptions } from "./picker-options";

const CLASSES: ModelClass[] = ["Tomato", "Apple", "Banana", "Pear", "Apricot"].map((name, id) => ({
  id,
  name: name.toLowerCase(),
  displayName: name,
  kind: "ingredient",
  synonyms: [],
}));
const names = (query: string, recentIds: number[], seenIds: number[]) =>
  pickerOptions(CLASSES, { query, recentIds, seenIds }).map(({ model, group, digit }) => [
    model.displayName,
    group,
    digit,
  ]);

it("lists recent classes, then those in the photo, then the rest by name", () => {
  expect(names("", [3], [0, 3])).toEqual([
    ["Pear", "likely", 1],
    ["Tomato", "likely", undefined],
    ["Apple", "all", undefined],
    ["Apricot", "all", undefined],
    ["Banana", "all", undefined],
  ]);
});

it("lists matches alone once something is typed, likely ones first among equals", () => {
  expect(names("ap", [], [4])).toEqual([
    ["Apricot", "matches", undefined],
    ["Apple", "matches", undefined],
  ]);
});

it("skips classes this model does not have", () => {
  expect(names("pear", [99], [98])).toEqual([["Pear", "matches", undefined]]);
});
