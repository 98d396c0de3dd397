import { describe, expect, it } from "vitest";
import { readClassNames } from "./data-yaml";
import { readYoloLabels } from "./yolo-labels";

const photo = { width: 200, height: 100 };

describe("readYoloLabels", () => {
  it("reads a box in fractions", () => {
    expect(readYoloLabels("3 0.5 0.5 0.2 0.4\n", photo)).toEqual([
      { classIndex: 3, box: { x1: 80, y1: 30, x2: 120, y2: 70 } },
    ]);
  });

  it("puts a box around a polygon", () => {
    const [label] = readYoloLabels("0 0.1 0.2 0.5 0.1 0.3 0.9", photo);
    expect(label?.box).toEqual({ x1: 20, y1: 10, x2: 100, y2: 90 });
  });

  it("drops a line said twice, and is empty for an empty file", () => {
    expect(readYoloLabels("1 0.5 0.5 0.2 0.4\r\n1 0.5 0.5 0.2 0.4", photo)).toHaveLength(1);
    expect(readYoloLabels("\n", photo)).toEqual([]);
  });

  it("refuses a line that is neither box nor polygon", () => {
    for (const line of ["1 0.5 0.5 0.2", "x 0.5 0.5 0.2 0.4", "1 0.5 0.5 0.2 nan", "1 1 2 3 4 5"]) {
      expect(() => readYoloLabels(line, photo)).toThrow(RangeError);
    }
  });
});

describe("readClassNames", () => {
  it("reads a mapping, a list, and both in one line", () => {
    const expected = ["bell pepper", "fried, sliced"];
    const texts = [
      "path: .\nnames:\n  0: bell pepper\n  1: 'fried, sliced'\nnc: 2\n",
      "names:\n- bell pepper\n- fried, sliced\nnc: 2\n",
      `nc: 2\nnames: ['bell pepper', "fried, sliced"]\n`,
      "names: [\n  'bell pepper',\n  'fried, sliced'\n]\ntrain: x\n",
      `names: {0: bell pepper, 1: "fried, sliced"} # two\n`,
    ];
    for (const text of texts) expect(readClassNames(text)).toEqual(expected);
  });

  it("refuses a file without names, or with one left out", () => {
    expect(() => readClassNames("nc: 2\n")).toThrow(RangeError);
    expect(() => readClassNames("names:\n  0: a\n  2: b\n")).toThrow(RangeError);
  });
});
