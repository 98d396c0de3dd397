import { describe, expect, it } from "vitest";
import { FOUND_LENGTH, HEADER, MOST_CANDIDATES, RECORD, readFound } from "./candidate-shader";

const bits = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0]!;

/** As the shader writes it: candidates in the order in which threads came. */
function foundOf(
  candidates: readonly { anchor: number; box: readonly number[]; best: readonly [number, number][] }[],
) {
  const found = new Uint32Array(FOUND_LENGTH);
  found[0] = candidates.length;
  candidates.forEach(({ anchor, box, best }, index) => {
    const at = HEADER + index * RECORD;
    found[at] = anchor;
    box.forEach((edge, row) => {
      found[at + 1 + row] = bits(edge);
    });
    best.forEach(([row, score], place) => {
      found[at + 5 + place] = bits(score);
      found[at + 10 + place] = row;
    });
  });
  return found;
}

describe("readFound", () => {
  it("brings anchors into their order, and scores into the rows of their classes", () => {
    const output = readFound(
      foundOf([
        { anchor: 9, box: [1, 2, 3, 4], best: [[2, 0.5]] },
        {
          anchor: 4,
          box: [5, 6, 7, 8],
          best: [
            [0, 0.75],
            [1, 0.25],
          ],
        },
      ]),
      3,
    );
    // two anchors: four rows of boxes, three of classes
    expect(output).toEqual(Float32Array.of(5, 1, 6, 2, 7, 3, 8, 4, 0.75, 0, 0.25, 0, 0, 0.5));
  });

  it("is empty where nothing was found", () => {
    expect(readFound(foundOf([]), 3)).toEqual(new Float32Array());
  });

  it("gives nothing rather than a part", () => {
    const found = foundOf([]);
    found[0] = MOST_CANDIDATES;
    expect(readFound(found, 1)).toHaveLength(5 * MOST_CANDIDATES);
    found[0] = MOST_CANDIDATES + 1;
    expect(readFound(found, 1)).toBeUndefined();
  });
});
