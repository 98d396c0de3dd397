import { expect, it } from "vitest";
import type { ClassedBox } from "../../geometry/box";
import { fairGroups, type SavedPhoto, widestGap } from "./fairness";
import type { Likely } from "./likely";

const [APPLE, PEAR, LEAF] = [1, 2, 3];
const groupOf = (classId: number) => (classId === LEAF ? "leaf" : "fruit");
const box = (classId: number, at = 0): ClassedBox => ({
  classId,
  box: { x1: at * 100, y1: 0, x2: at * 100 + 80, y2: 80 } as never,
});
const saved = (count: number, model: readonly ClassedBox[], standing: readonly ClassedBox[]): SavedPhoto[] =>
  Array.from({ length: count }, () => ({ model, standing }));
const counted = (count: number, ...pairs: [number, number][]) =>
  Array.from({ length: count }, () => ({ boxesByClass: new Map(pairs) }));

it("a box is wrong in the model's group and missed in the one that stands", () => {
  const photos = [
    ...saved(30, [box(APPLE)], [box(APPLE)]),
    // taken for a fruit
    ...saved(30, [box(APPLE)], [box(LEAF)]),
    // one found, one not
    ...saved(20, [box(LEAF)], [box(LEAF), box(LEAF, 1)]),
  ];
  const [fruit, leaf] = fairGroups(photos, [], { groupOf, least: 10 });
  expect(fruit).toMatchObject({ group: "fruit", wrong: { value: 0.5, photos: 60 }, missed: { value: 0 } });
  // 30 + 20 of 30 + 40; its boxes were on 20 photos, too few to say
  expect(leaf).toMatchObject({ group: "leaf", wrong: null, missed: { value: 50 / 70, photos: 50 } });
});

it("another name within the group is wrong too, and a box that was only moved is right", () => {
  const moved = { ...box(PEAR), box: { x1: 6, y1: 0, x2: 86, y2: 80 } as never };
  const photos = [...saved(30, [box(APPLE)], [box(PEAR)]), ...saved(30, [box(PEAR)], [moved])];
  const [fruit] = fairGroups(photos, [], { groupOf, least: 10 });
  expect(fruit?.wrong?.value).toBe(0.5);
});

it("boxes on a photo are over all photos, and not told of a group that few have", () => {
  const photos = [...counted(20, [APPLE, 1], [PEAR, 1]), ...counted(20), ...counted(9, [LEAF, 4])];
  const [fruit, leaf] = fairGroups([], photos, { groupOf, least: 10 });
  expect(fruit?.boxes?.value).toBeCloseTo(40 / 49, 12);
  expect(leaf?.boxes).toBeNull();
});

const share = (value: number, photos: number): Likely => ({ value, low: 0, high: 1, photos });

it("the widest gap is named, and whether chance makes as wide a one of so many pairs", () => {
  const gap = widestGap([
    ["fruit", share(0.1, 200)],
    ["leaf", share(0.3, 200)],
    ["dish", share(0.2, 200)],
  ]);
  expect(gap).toMatchObject({ worst: "leaf", best: "fruit", isBeyondChance: true });
  // z = 2.18: alone p = 0.03, of three pairs 0.09
  const few = [
    ["fruit", share(0.1, 60)],
    ["leaf", share(0.25, 60)],
  ] as const;
  expect(widestGap(few)?.isBeyondChance).toBe(true);
  expect(widestGap([...few, ["dish", share(0.2, 60)]])?.isBeyondChance).toBe(false);
  expect(widestGap([["fruit", share(0.1, 60)]])).toBeNull();
  expect(
    widestGap([
      ["fruit", share(0, 60)],
      ["leaf", share(0, 60)],
    ])?.isBeyondChance,
  ).toBe(false);
});
