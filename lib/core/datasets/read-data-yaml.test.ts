import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeDataYaml } from "./formats/yolo/yolo";
import { readDataYaml } from "./read-data-yaml";

const names = (text: string) => readDataYaml(text).names;

describe("the names of a data.yaml", () => {
  it.each([
    ["a mapping", "path: .\nnames:\n  0: bell pepper\n  1: 'fried, sliced'\nnc: 2\n"],
    ["a mapping out of order", "names:\n  1: 'fried, sliced'\n  0: bell pepper\n"],
    ["a list", "names:\n- bell pepper\n- fried, sliced\nnc: 2\n"],
    ["brackets", `nc: 2\nnames: ['bell pepper', "fried, sliced"]\n`],
    ["brackets that close at the margin", "names: [\n  'bell pepper',\n  'fried, sliced'\n]\ntrain: x\n"],
    ["braces with a comment behind", `names: {0: bell pepper, 1: "fried, sliced"} # two\n`],
    ["JSON", `{"nc": 2, "names": ["bell pepper", "fried, sliced"]}`],
    ["JSON by index", `{"names": {"0": "bell pepper", "1": "fried, sliced"}}`],
    ["a quoted key", `"names": [bell pepper, "fried, sliced"]\n`],
    ["a key with a blank behind", `names : [bell pepper, "fried, sliced"]\n`],
    ["a byte order mark", `\uFEFFnames: [bell pepper, "fried, sliced"]\n`],
    ["Windows' line ends", `nc: 2\r\nnames:\r\n  - bell pepper\r\n  - fried, sliced\r\n`],
    ["an anchor", `all: &all [bell pepper, "fried, sliced"]\nnames: *all\n`],
    ["anchored names", `x: &x bell pepper\nnames: [*x, "fried, sliced"]\n`],
    ["a merge", `base: &base\n  names: [bell pepper, "fried, sliced"]\n<<: *base\n`],
    ["a document's start and end", `---\nnames: [bell pepper, "fried, sliced"]\n...\n`],
    ["a tag of Python", `names: !!python/tuple [bell pepper, "fried, sliced"]\n`],
  ])("are read from %s", (_, text) => {
    expect(names(text)).toEqual(["bell pepper", "fried, sliced"]);
  });

  it("may hold any sign that YAML lets a plain name hold", () => {
    expect(names("names: [apple, baker's yeast, banana, tomato]")).toEqual([
      "apple",
      "baker's yeast",
      "banana",
      "tomato",
    ]);
    expect(names('names: [a#b, \'c # d\', "e]f", \'g\'\'h\', "i \\"j\\"", "pur\\u00e9e"]')).toEqual([
      "a#b",
      "c # d",
      "e]f",
      "g'h",
      'i "j"',
      "purée",
    ]);
    expect(names("names:\n  0: salt & pepper # seasoning\n  1: 50% cream\n  2: C:\\cola\n")).toEqual([
      "salt & pepper",
      "50% cream",
      "C:\\cola",
    ]);
  });

  it("stay as they are written where YAML would read a number, a truth or nothing", () => {
    expect(names("names: [no, on, null, 0123, 1e3, 7.0, 2024-01-01, 0x1F]")).toEqual([
      "no",
      "on",
      "null",
      "0123",
      "1e3",
      "7.0",
      "2024-01-01",
      "0x1F",
    ]);
  });

  it("keep the place of one that is empty", () => {
    expect(names("names: [apple, '', tomato]")).toEqual(["apple", "", "tomato"]);
    expect(names("names:\n  0: apple\n  1:\n  2: tomato\n")).toEqual(["apple", "", "tomato"]);
  });

  it("are none in a file that is about something else, and empty in one that says so", () => {
    expect(names("lr0: 0.01\n")).toBeUndefined();
    expect(names("just words")).toBeUndefined();
    expect(names("names: []")).toEqual([]);
    expect(names("names: {}")).toEqual([]);
  });

  it("of words that JavaScript knows are ordinary", () => {
    expect(names("names: [constructor, __proto__, toString]")).toEqual([
      "constructor",
      "__proto__",
      "toString",
    ]);
    expect(readDataYaml("__proto__:\n  names: [a]\nconstructor: b\n").names).toBeUndefined();
  });

  it.each([
    ["leaves an index out", "names:\n  0: a\n  2: b\n", /leave out the index 1/],
    ["has an index twice", "names: {0: a, 0: b}", /index 0 twice/],
    ["has its names twice", "names: [a]\nnames: [b]", /names twice/],
    ["gives indices by name", "names: {apple: 0}", /"apple" where an index should stand/],
    ["has a list for a name", "names: [[a], b]", /class 0 of names is no text/],
    ["is text", "names: apple, banana", /neither a list nor a mapping/],
    ["is cut off", "names: [a, 'b", /no YAML/],
    ["has an alias that stands for nothing", "names: *nope", /.*/],
    ["has a number where no list can be so long", "names: {999999999: a}", /where an index should stand/],
  ])("are refused when the file %s", (_, text, reason) => {
    expect(() => readDataYaml(text)).toThrow(reason);
    expect(() => readDataYaml(text)).toThrow(RangeError);
  });
});

describe("text made to keep a parser busy", () => {
  const bomb = [
    "a: &a [x, x]",
    ..."bcdefghijklmnop"
      .split("")
      .map((key, i) => `${key}: &${key} [*${"abcdefghijklmnop"[i]}, *${"abcdefghijklmnop"[i]}]`),
  ];

  it("is refused, or read without following it", () => {
    for (const text of [
      "[".repeat(20_000),
      "{a: ".repeat(20_000),
      "- ".repeat(20_000) + "x",
      `${" ".repeat(30_000)}x: 1`,
      "? ".repeat(5_000) + "x",
    ])
      expect(() => readDataYaml(text)).toThrow(RangeError);
    expect(names(`${bomb.join("\n")}\nnames: [apple]\n`)).toEqual(["apple"]);
    expect(() => names(`${bomb.join("\n")}\nnames: *p\n`)).toThrow(/no text/);
    const aliases = `x: &x apple\nnames: [${Array.from({ length: 300 }, () => "*x").join(", ")}]`;
    expect(() => names(aliases)).toThrow(/too many aliases/);
  });
});

describe("what else a data.yaml says", () => {
  it("is where the splits lie, as one place or several", () => {
    const read = readDataYaml(
      "path: ../fruit\ntrain: [images/a, images/b]\nval: images/c\ntest:\nnames: [a]\n",
    );
    expect(read.path).toBe("../fruit");
    expect(read.splits).toEqual({ train: ["images/a", "images/b"], val: ["images/c"], test: [] });
  });

  it("is the number of classes and the shape of keypoints", () => {
    const read = readDataYaml("nc: 3\nkpt_shape: [17, 3]\nnames: [a]\n");
    expect([read.classCount, read.keypoints]).toEqual([3, { count: 17, dimensions: 3 }]);
    expect(() => readDataYaml("kpt_shape: 17\nnames: [a]\n")).toThrow(/kpt_shape/);
    expect(() => readDataYaml("kpt_shape: [17, 4]\nnames: [a]\n")).toThrow(/kpt_shape/);
  });
});

describe("what Forage writes", () => {
  it("is read back, whatever signs a name has", () => {
    const anyName = fc
      .oneof(
        fc.string({ unit: "binary", maxLength: 20 }),
        fc.string({ unit: "grapheme", maxLength: 20 }),
        fc.stringMatching(/^[-?:,[\]{}#&*!|>'"%@` a0~\\\n\t]{1,8}$/),
        fc.constantFrom(
          "constructor",
          "__proto__",
          "no",
          "null",
          "~",
          "0",
          "- a",
          "a: b",
          "\u2028x",
          "\u0085x",
          "x\uFEFFx",
        ),
      )
      .map((name) => name.trim());
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 8 }), (all) => {
        const text = writeDataYaml(
          all.map((name, id) => ({ id, name })),
          { train: ["images/train"] },
        );
        expect(names(text)).toEqual(all);
      }),
      { numRuns: 150 },
    );
  });
});
