import { expect, it } from "vitest";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { firstActive, pickerOptions } from "./picker-options";

const CLASSES: ModelClass[] = ["Tomato", "Apple", "Banana", "Pear", "Apricot"].map((name, id) => ({
  id,
  name: name.toLowerCase(),
  displayName: name,
  kind: "ingredient",
  synonyms: [],
}));
const UNNAMED = { isTyped: false, currentId: undefined };
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

it("proposes what the model sees there before what was used last, each class once", () => {
  const suggested = [
    { classId: 4, score: 0.4 },
    { classId: 3, score: 0.2 },
  ];
  const options = pickerOptions(CLASSES, { query: "", suggested, recentIds: [3, 0], seenIds: [4] });
  expect(options.map(({ model, group, score }) => [model.displayName, group, score])).toEqual([
    ["Apricot", "suggested", 0.4],
    ["Pear", "suggested", 0.2],
    ["Tomato", "likely", undefined],
    ["Apple", "all", undefined],
    ["Banana", "all", undefined],
  ]);
});

it("has Enter take a proposal, the class there is or the best match, and never a frequent class or the first of the alphabet", () => {
  const at = (recentIds: number[], currentId?: number, query = "") =>
    firstActive(pickerOptions(CLASSES, { query, recentIds, seenIds: [] }), {
      isTyped: query !== "",
      currentId,
    });
  expect(at([])).toBe(-1);
  expect(firstActive(pickerOptions(CLASSES, { query: "", recentIds: [], seenIds: [2, 1] }), UNNAMED)).toBe(
    -1,
  );
  expect(at([3])).toBe(0);
  expect(at([3], 0)).toBe(4);
  expect(at([], undefined, "pe")).toBe(0);
  expect(at([], undefined, "xyz")).toBe(-1);
});
