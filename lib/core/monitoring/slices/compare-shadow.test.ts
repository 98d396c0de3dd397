import { expect, it } from "vitest";
import type { ClassedBox } from "../../geometry/box";
import { compareShadow, type ShadowPhoto, signTest } from "./compare-shadow";
import { meanOf, shareDifference, shareOf } from "./likely";

const [APPLE, PEAR] = [1, 2];
/** Boxes of these classes, each in a place of its own. */
const boxes = (...classIds: number[]): ClassedBox[] =>
  classIds.map((classId, at) => ({
    classId,
    box: { x1: at * 100, y1: 0, x2: at * 100 + 80, y2: 80 } as never,
  }));
const photos = (count: number, photo: Partial<ShadowPhoto>): ShadowPhoto[] =>
  Array.from({ length: count }, () => ({
    ...{ champion: boxes(APPLE), candidate: boxes(APPLE), standing: null },
    ...photo,
  }));

it("counts photos and boxes on which both agree, those with nothing on them too", () => {
  const found = compareShadow([
    ...photos(6, {}),
    ...photos(2, { champion: [], candidate: [] }),
    ...photos(2, { candidate: boxes(APPLE, PEAR) }),
  ]);
  expect(found?.same).toMatchObject({ value: 0.8, photos: 10 });
  // 8 apples of each, and 2 pears without a partner
  expect(found?.agreement).toMatchObject({ value: 16 / 18, photos: 8 });
  expect([found?.championBoxes.value, found?.candidateBoxes.value]).toEqual([0.8, 1]);
  // 8 times 0 and twice 1: variance 16 / 90
  const half = 1.959964 * Math.sqrt(16 / 90 / 10);
  expect(found?.moreBoxes.value).toBeCloseTo(0.2, 12);
  expect(found?.moreBoxes.low).toBeCloseTo(0.2 - half, 12);
  expect(found?.judged).toBeNull();
});

it("names the classes that the candidate names more or less often, and whether chance does as much", () => {
  const pear = { champion: boxes(APPLE), candidate: boxes(PEAR) };
  const few = compareShadow([...photos(20, {}), ...photos(3, pear)]);
  expect(few?.classes).toEqual([
    { classId: APPLE, champion: 23, candidate: 20, more: 0, fewer: 3, isBeyondChance: false },
    { classId: PEAR, champion: 0, candidate: 3, more: 3, fewer: 0, isBeyondChance: false },
  ]);
  const many = compareShadow([...photos(20, {}), ...photos(9, pear)]);
  expect(many?.classes.map(({ isBeyondChance }) => isBeyondChance)).toEqual([true, true]);
  // as often more as fewer: not moved
  const both = [...photos(5, pear), ...photos(5, { champion: boxes(PEAR), candidate: boxes(APPLE) })];
  expect(compareShadow(both)?.classes).toEqual([]);
});

it("measures both against what people saved, where enough did", () => {
  const standing = boxes(APPLE, PEAR);
  const saved = [
    ...photos(20, { standing, candidate: boxes(APPLE, PEAR) }),
    ...photos(20, { standing, candidate: boxes(APPLE) }),
  ];
  const judged = compareShadow([...saved, ...photos(50, { candidate: [] })])?.judged;
  // the champion misses 40 of 80: 2 · 40 / (40 + 80); the candidate 20: 2 · 60 / (60 + 80)
  expect(judged?.champion.value).toBeCloseTo(2 / 3, 12);
  expect(judged?.candidate.value).toBeCloseTo(6 / 7, 12);
  expect(judged?.better.value).toBeCloseTo(6 / 7 - 2 / 3, 12);
  expect(judged!.better.low).toBeGreaterThan(0);
  expect(judged!.better.photos).toBe(40);
  expect(compareShadow(saved.slice(0, 29))?.judged).toBeNull();
});

it("says nothing of one photo", () => {
  expect(compareShadow(photos(1, {}))).toBeNull();
});

it("the sign test is the binomial's", () => {
  expect(signTest(3, 0)).toBeCloseTo(2 / 8, 12);
  expect(signTest(1, 9)).toBeCloseTo((2 * 11) / 1024, 12);
  expect(signTest(5, 5)).toBe(1);
  expect(signTest(2_000, 1_700)).toBeLessThan(1e-5);
});

it("shares and means have intervals, and differences know that the photos are the same", () => {
  expect(shareOf([])).toBeNull();
  expect(meanOf([4])).toBeNull();
  // two photos that are hard for both: the models differ by the same on each
  const hard = { part: 1, whole: 10 };
  const easy = { part: 9, whole: 10 };
  const better = shareDifference(
    [hard, easy],
    [
      { ...hard, part: 0 },
      { ...easy, part: 8 },
    ],
  );
  expect(better?.value).toBeCloseTo(-0.1, 12);
  expect(better?.low).toBeCloseTo(-0.1, 12);
  expect(() => shareDifference([hard], [])).toThrow(RangeError);
});
