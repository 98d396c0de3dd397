import fc from "fast-check";
import { expect, it } from "vitest";
import { readNameList } from "./read-name-list";

const wanted = ["apple", "bell pepper", "7 up"];

it.each([
  ["one a line", "apple\r\nbell pepper\n7 up\n"],
  ["one a line, quoted, with commas", "'apple',\n'bell pepper',\n'7 up',\n"],
  ["a YAML list", "names:\n  - apple\n  - 'bell pepper'\n  - 7 up"],
  ["a YAML list alone", "- apple\n- 'bell pepper'\n- 7 up"],
  ["a YAML map", 'names:\n  0: apple\n  1: "bell pepper"\n  2: 7 up\n'],
  ["a map alone, out of order", "1: bell pepper\n0: apple\n2: 7 up\n"],
  ["Python's mapping", "{0: 'apple', 1: \"bell pepper\", 2: '7 up'}"],
  ["brackets", "names: [apple, 'bell pepper', \"7 up\"]"],
  ["brackets over lines", "[\n  'apple',\n  'bell pepper',\n  '7 up',\n]"],
  ["JSON", '["apple", "bell pepper", "7 up"]'],
  [
    "a whole data.yaml",
    "# fruit\ntrain: images/train\nnc: 3\nnames:\n  0: apple\n  1: bell pepper # red\n  2: 7 up\n",
  ],
])("reads %s", (_, text) => {
  expect(readNameList(text)).toEqual(wanted);
});

it("keeps the place of an empty line", () => {
  expect(readNameList("apple\n\nbell pepper\n\n")).toEqual(["apple", "", "bell pepper"]);
});

it("does not cut names at signs", () => {
  expect(readNameList("apple\nbaker's yeast\nrum, white\nC: drive\n")).toEqual([
    "apple",
    "baker's yeast",
    "rum, white",
    "C: drive",
  ]);
  expect(readNameList("[apple, baker's yeast, banana]")).toEqual(["apple", "baker's yeast", "banana"]);
});

it("finds none in nothing", () => {
  expect(readNameList(" \n ")).toEqual([]);
});

it("gives back any plain names, one a line", () => {
  const name = fc.stringMatching(/^[a-z][a-z +#'&-]{0,10}[a-z]$/).filter((text) => text !== "names");
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), (names) => {
      expect(readNameList(names.join("\n"))).toEqual(names);
    }),
  );
});
