import { describe, expect, it } from "vitest";
import { createRandom } from "../metrics/random";
import { associate } from "./association";
import { balanceOf } from "./class-balance";
import { bandsOf, type ClassedValue, linkOfClasses } from "./class-links";
import { createFeatureSpace, nearestTo } from "./feature-space";
import { outliersOf } from "./outliers";
import { principalPlane } from "./principal-plane";

const many = (count: number, classId: number, value: string): ClassedValue[] =>
  Array.from({ length: count }, () => ({ classId, value }));

describe("classes that go together with something else", () => {
  it("names the class that comes from one source, with both shares", () => {
    const link = linkOfClasses([
      ...many(90, 1, "shop"),
      ...many(10, 1, "kitchen"),
      ...many(50, 2, "shop"),
      ...many(250, 2, "kitchen"),
    ]);
    expect(link?.association.cramersVCorrected).toBeGreaterThan(0.5);
    // 140 of 400 are from the shop
    expect(link?.standsOut[0]).toMatchObject({
      classId: 1,
      value: "shop",
      count: 90,
      share: 0.9,
      shareOfAll: 0.35,
    });
  });

  it("says nothing of what has too few things, and how much that is", () => {
    const base = [...many(30, 1, "a"), ...many(30, 1, "b"), ...many(30, 2, "a"), ...many(30, 2, "b")];
    const link = linkOfClasses([...base, ...many(19, 3, "a"), ...many(5, 4, "c")]);
    expect(link).toMatchObject({ standsOut: [], leftOut: { classes: 2, values: 1 } });
    expect(link?.association.count).toBe(120);
    expect(link?.association.cramersVCorrected).toBe(0);
  });

  it("says nothing where one class or one value is left", () => {
    expect(linkOfClasses([...many(30, 1, "a"), ...many(30, 1, "b"), ...many(5, 2, "a")])).toBeUndefined();
    expect(linkOfClasses([])).toBeUndefined();
  });

  it("is hardly above 0 for what is drawn, where the uncorrected measure is not", () => {
    const random = createRandom(5);
    const drawn = Array.from({ length: 500 }, () => {
      return { classId: Math.floor(random() * 8), value: `v${Math.floor(random() * 8)}` };
    });
    const { association, standsOut } = linkOfClasses(drawn)!;
    expect(association.cramersV).toBeGreaterThan(0.09);
    expect(association.cramersVCorrected).toBeLessThan(0.06);
    expect(standsOut).toEqual([]);
  });

  it("marks a table of small counts", () => {
    expect(
      associate([
        [1, 2],
        [2, 1],
      ]).isSparse,
    ).toBe(true);
    expect(
      associate([
        [10, 20],
        [20, 10],
      ]).isSparse,
    ).toBe(false);
  });

  it("refuses a table with an empty row", () => {
    expect(() =>
      associate([
        [0, 0],
        [1, 2],
      ]),
    ).toThrow(RangeError);
  });

  it("bands numbers by how many there are, equal ones together", () => {
    expect(bandsOf([5, 1, 4, 2, 3, 6], 3)).toEqual([2, 0, 1, 0, 1, 2]);
    expect(bandsOf([7, 7, 7, 7], 4)).toEqual([3, 3, 3, 3]);
  });
});

describe("balance", () => {
  it("is 1 for equal classes, and names the rare", () => {
    expect(
      balanceOf(
        new Map([
          [1, 50],
          [2, 50],
        ]),
      ),
    ).toEqual({ evenness: 1, largestToMedian: 1, rare: [] });
    const uneven = balanceOf(
      new Map([
        [1, 400],
        [2, 100],
        [3, 9],
      ]),
    );
    expect(uneven).toMatchObject({ largestToMedian: 4, rare: [3] });
    expect(balanceOf(new Map())).toBeUndefined();
    expect(balanceOf(new Map([[4, 3]]))?.evenness).toBe(1);
  });
});

describe("feature vectors", () => {
  const random = createRandom(11);
  /** Two bunches of 40, and one vector that is like neither. */
  const around = (middle: readonly number[]) => middle.map((value) => value + (random() - 0.5) * 0.6);
  const vectors = [
    ...Array.from({ length: 40 }, () => around([5, 5, 0, 0, 0])),
    ...Array.from({ length: 40 }, () => around([0, 0, 5, 5, 0])),
    [0, 5, 0, 5, 9],
  ];
  const space = createFeatureSpace(vectors);

  it("have neighbours of their own bunch, nearest first", () => {
    const nearest = nearestTo(space, 3, 10);
    expect(nearest).toHaveLength(10);
    expect(nearest.every(({ index }) => index < 40 && index !== 3)).toBe(true);
    expect(nearest.map(({ distance }) => distance)).toEqual(
      nearest.map(({ distance }) => distance).toSorted((a, b) => a - b),
    );
  });

  it("that are like no other are far out, and no others are", () => {
    const distances = vectors.map((_, index) => {
      const nearest = nearestTo(space, index, 10);
      return nearest.reduce((sum, { distance }) => sum + distance, 0) / nearest.length;
    });
    expect(outliersOf(distances).map(({ index }) => index)).toEqual([80]);
    expect(outliersOf(distances.slice(50))).toEqual([]);
  });

  it("lie apart on the plane as they lie apart", () => {
    const { points } = principalPlane(space);
    const [first, second] = [points.slice(0, 40), points.slice(40, 80)];
    const apart = Math.max(...first.map(({ x }) => x)) < Math.min(...second.map(({ x }) => x));
    const other = Math.max(...second.map(({ x }) => x)) < Math.min(...first.map(({ x }) => x));
    expect(apart || other).toBe(true);
  });

  it("that are all alike have a plane without difference", () => {
    const { points, explained } = principalPlane(
      createFeatureSpace([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
    );
    expect(points).toEqual(Array.from({ length: 3 }, () => ({ x: expect.closeTo(0), y: expect.closeTo(0) })));
    expect(explained).toEqual([0, 0]);
  });
});
