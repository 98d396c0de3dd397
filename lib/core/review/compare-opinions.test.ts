import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareOpinions, settledBoxes, TAKES } from "./compare-opinions";

const at = (x: number, classId = 1, width = 10) => ({
  classId,
  box: { x1: x, y1: 0, x2: x + width, y2: 10 },
});

describe("two opinions", () => {
  it("agree from IoU 0.75 on, and differ about the place below", () => {
    // 7.5 of 10, and 7.4 of 10
    const { agreed, differences } = compareOpinions([at(0), at(100)], [at(0, 1, 7.5), at(100, 1, 7.4)]);
    expect(agreed.map(({ iou }) => iou)).toEqual([0.75]);
    expect(differences).toMatchObject([{ kind: "otherPlace", iou: expect.closeTo(0.74, 9) }]);
  });

  it("differ where one has a box and the other none, and where the class is another", () => {
    const { differences } = compareOpinions([at(0), at(50)], [at(50, 2), at(100)]);
    expect(differences.map(({ kind }) => kind)).toEqual(["onlyFirst", "otherClass", "onlySecond"]);
  });

  it("do not pair boxes below IoU 0.5: each stands alone", () => {
    // 4 of 16 px
    const { differences } = compareOpinions([at(0)], [at(6)]);
    expect(differences.map(({ kind }) => kind)).toEqual(["onlyFirst", "onlySecond"]);
  });
});

describe("settling", () => {
  it("keeps what was chosen at each difference, and one box where both agree", () => {
    const [apple, pear, fig] = [at(0), at(50, 2), at(50, 3)];
    const comparison = compareOpinions([apple, pear], [fig]);
    expect(settledBoxes(comparison, ["neither", "both"])).toEqual([pear, fig]);
    expect(settledBoxes(comparison, ["first", "second"])).toEqual([apple, fig]);
    expect(() => settledBoxes(comparison, ["first"])).toThrow(RangeError);
  });

  const boxes = fc.array(
    fc.record({ x: fc.integer({ min: 0, max: 60 }), classId: fc.integer({ min: 1, max: 3 }) }),
    { maxLength: 8 },
  );
  it("gives exactly one side's boxes when that side is taken throughout", () => {
    fc.assert(
      fc.property(boxes, boxes, (some, others) => {
        const first = some.map(({ x, classId }) => at(x, classId));
        const second = others.map(({ x, classId }) => at(x, classId));
        const comparison = compareOpinions(first, second);
        for (const [side, own] of [
          ["first", first],
          ["second", second],
        ] as const) {
          const taken = settledBoxes(comparison, comparison.differences.map(() => side), side); // biome-ignore format: one call
          expect(new Set(taken)).toEqual(new Set(own));
          expect(taken).toHaveLength(own.length);
        }
      }),
    );
    expect(TAKES).toHaveLength(4);
  });
});
