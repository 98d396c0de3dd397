import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffVersionBoxes, isSameBoxes, type VersionBox } from "./diff-versions";

const box = (classId: number, x: number, width = 10): VersionBox => ({ classId, x, y: 0, width, height: 10 });

describe("diffVersionBoxes", () => {
  it("tells added, removed, relabelled and moved apart", () => {
    const diff = diffVersionBoxes(
      [box(1, 0), box(1, 100), box(1, 200), box(1, 300)],
      [
        box(1, 0),
        // 8 / 12 = 0.67 of both
        box(1, 102),
        box(2, 200),
        box(3, 400),
      ],
    );
    expect(diff).toEqual({
      kept: [box(1, 0)],
      moved: [{ from: box(1, 100), to: box(1, 102) }],
      relabelled: [{ from: box(1, 200), to: box(2, 200) }],
      removed: [box(1, 300)],
      added: [box(3, 400)],
    });
  });

  it("takes an overlap of a half for the same place, less for another", () => {
    // widths 10 and 20 from one corner: 100 / 200 = 0.5
    expect(diffVersionBoxes([box(1, 0)], [box(1, 0, 20)]).moved).toHaveLength(1);
    expect(diffVersionBoxes([box(1, 0)], [box(1, 0, 20.1)])).toMatchObject({
      added: [{}],
      removed: [{}],
      moved: [],
    });
  });

  it("takes half a pixel for rounding", () => {
    expect(isSameBoxes(diffVersionBoxes([box(1, 0)], [box(1, 0.5)]))).toBe(true);
    expect(isSameBoxes(diffVersionBoxes([box(1, 0)], [box(1, 0.51)]))).toBe(false);
  });

  it("pairs the same class first, though another overlaps more", () => {
    const diff = diffVersionBoxes([box(1, 0)], [box(2, 0), box(1, 2)]);
    expect(diff).toMatchObject({ moved: [{}], added: [{ classId: 2 }], relabelled: [] });
  });

  it("says each box once, and nothing of a photo against itself", () => {
    const any = fc.record({
      classId: fc.nat(3),
      x: fc.nat(50),
      y: fc.nat(50),
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.array(any, { maxLength: 8 }), (before, after) => {
        const { added, removed, relabelled, moved, kept } = diffVersionBoxes(before, after);
        const both = relabelled.length + moved.length + kept.length;
        expect([removed.length + both, added.length + both]).toEqual([before.length, after.length]);
        expect(isSameBoxes(diffVersionBoxes(before, before))).toBe(true);
      }),
    );
  });
});
