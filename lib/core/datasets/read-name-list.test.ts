import fc from "fast-check";
import { expect, it } from "vitest";
import { readNameList } from "./read-name-list";

const wanted = ["apple", "bell pepper", "7 up"];

it.each([
  ["one a line", "apple\r\n\nbell pepper\n7 up\n"],
  ["a YAML list", "names:\n  - apple\n  - 'bell pepper'\n  - 7 up"],
  ["a YAML map", 'names:\n  0: apple\n  1: "bell pepper"\n  2: 7 up\n'],
  ["brackets", "names: [apple, 'bell pepper', \"7 up\"]"],
  ["brackets over lines", "[\n  'apple',\n  'bell pepper',\n  '7 up',\n]"],
])("reads %s", (_, text) => {
  expect(readNameList(text)).toEqual(wanted);
});

it("finds none in nothing", () => {
  expect(readNameList(" \n ")).toEqual([]);
});

it("gives back any plain names, one a line", () => {
  const name = fc.stringMatching(/^[a-z][a-z ]{0,10}[a-z]$/).filter((text) => text !== "names");
  fc.assert(
    fc.property(fc.array(name), (names) => {
      expect(readNameList(names.join("\n"))).toEqual(names);
    }),
  );
});
