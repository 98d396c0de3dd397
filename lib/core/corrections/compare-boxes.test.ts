import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClassedBox } from "../geometry/box";
import { compareBoxes, tallyErrors } from "./compare-boxes";
import { diffBoxes } from "./diff-boxes";

const APPLE = 1;
const PEAR = 2;
/** 10 × 10 px, shifted to the right: IoU with the one at 0 is (10 - x) / (10 + x). */
const at = (x: number, classId = APPLE): ClassedBox => ({
  classId,
  box: { x1: x, y1: 0, x2: x + 10, y2: 10 },
});

describe("compareBoxes", () => {
  it("calls a pair in the same place right from IoU 0.7 on, loose below", () => {
    // 3 / 17 of 10 px: (10 - 1.7647) / (10 + 1.7647) = 0.7
    expect(compareBoxes([at(0)], [at(1.76)]).agreed).toHaveLength(1);
    expect(compareBoxes([at(0)], [at(1.77)]).loose).toHaveLength(1);
  });

  it("takes boxes for the same thing down to IoU 0.5, and below for two", () => {
    // (10 - 10/3) / (10 + 10/3) = 0.5
    expect(compareBoxes([at(0)], [at(3.33)]).loose).toHaveLength(1);
    const apart = compareBoxes([at(0)], [at(3.34)]);
    expect([apart.missed.length, apart.falseAlarms.length]).toEqual([1, 1]);
  });

  it("says wrong class only where the place is the same", () => {
    expect(compareBoxes([at(0, PEAR)], [at(0)]).wrongClass).toHaveLength(1);
    const apart = compareBoxes([at(0, PEAR)], [at(50)]);
    expect(apart).toMatchObject({ wrongClass: [], missed: [at(50)], falseAlarms: [at(0, PEAR)] });
  });

  it("matches the same class before a better overlap of another", () => {
    const { agreed, falseAlarms, wrongClass } = compareBoxes([at(0, PEAR), at(1)], [at(0)]);
    expect(agreed.map(({ model }) => model)).toEqual([at(1)]);
    expect(falseAlarms).toEqual([at(0, PEAR)]);
    expect(wrongClass).toEqual([]);
  });

  it("lets one box speak for one", () => {
    const { agreed, missed } = compareBoxes([at(0)], [at(0), at(0.5)]);
    expect(agreed.map(({ standing }) => standing)).toEqual([at(0)]);
    expect(missed).toEqual([at(0.5)]);
  });

  const boxes = fc.array(
    fc
      .record({
        classId: fc.integer({ min: 0, max: 2 }),
        x: fc.integer({ min: 0, max: 30 }),
        y: fc.integer({ min: 0, max: 30 }),
        width: fc.integer({ min: 1, max: 20 }),
        height: fc.integer({ min: 1, max: 20 }),
      })
      .map(({ classId, x, y, width, height }) => ({
        classId,
        box: { x1: x, y1: y, x2: x + width, y2: y + height },
      })),
    { maxLength: 12 },
  );

  it("puts each box of either side into exactly one list", () => {
    fc.assert(
      fc.property(boxes, boxes, (model, standing) => {
        const { missed, falseAlarms, wrongClass, loose, agreed } = compareBoxes(model, standing);
        const pairs = [...wrongClass, ...loose, ...agreed];
        expect(new Set([...falseAlarms, ...pairs.map((pair) => pair.model)])).toEqual(new Set(model));
        expect(new Set([...missed, ...pairs.map((pair) => pair.standing)])).toEqual(new Set(standing));
        expect([falseAlarms.length + pairs.length, missed.length + pairs.length]).toEqual([
          model.length,
          standing.length,
        ]);
      }),
    );
  });

  it("leaves nothing unmatched that could still be matched", () => {
    fc.assert(
      fc.property(boxes, boxes, (model, standing) => {
        const { missed, falseAlarms } = compareBoxes(model, standing);
        expect(compareBoxes(falseAlarms, missed)).toMatchObject({ wrongClass: [], loose: [], agreed: [] });
      }),
    );
  });

  it("finds no error where nothing was changed", () => {
    fc.assert(
      fc.property(boxes, (all) => {
        expect(tallyErrors(compareBoxes(all, all))).toEqual([]);
      }),
    );
  });
});

describe("tallyErrors", () => {
  it("counts by kind and class, a wrong class under what stands", () => {
    const comparison = compareBoxes(
      [at(0), at(100, PEAR), at(200, PEAR), at(302)],
      [at(100), at(300), at(400), at(420)],
    );
    expect(tallyErrors(comparison)).toEqual([
      { kind: "missed", classId: APPLE, count: 2 },
      { kind: "falseAlarm", classId: APPLE, count: 1 },
      { kind: "falseAlarm", classId: PEAR, count: 1 },
      { kind: "wrongClass", classId: APPLE, count: 1 },
      // 8 / 12 = 0.67
      { kind: "loose", classId: APPLE, count: 1 },
    ]);
  });
});

describe("diffBoxes", () => {
  it("tells added, removed, relabelled, moved and unchanged apart", () => {
    const before = [at(0), at(100), at(200), at(300)];
    const after = [at(0), at(100, PEAR), at(201), at(400)];
    const { added, removed, relabelled, moved, unchanged } = diffBoxes(before, after);
    expect(added).toEqual([at(400)]);
    expect(removed).toEqual([at(300)]);
    expect(relabelled.map(({ standing }) => standing)).toEqual([at(100, PEAR)]);
    expect(moved.map(({ standing }) => standing)).toEqual([at(201)]);
    expect(unchanged.map(({ standing }) => standing)).toEqual([at(0)]);
  });

  it("takes rounding for no move", () => {
    expect(diffBoxes([at(0)], [at(0.009)]).moved).toEqual([]);
    expect(diffBoxes([at(0)], [at(0.011)]).moved).toHaveLength(1);
  });
});
