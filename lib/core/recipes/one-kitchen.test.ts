import fc from "fast-check";
import { expect, it } from "vitest";
import { answerCount, answerFood, forgetPhotos, NO_ANSWERS } from "./kitchen-answers";
import { oneKitchen, type PhotoFoods, type SeenBoxes } from "./one-kitchen";
import { PLAIN_FOOD } from "./testing/plain-food";
import { createVocabulary } from "./vocabulary";

const food = (id: string, unit: "pc" | "g" = "pc") => ({
  ...PLAIN_FOOD,
  id,
  name: id,
  plural: id,
  classes: [id],
  unit,
});
const vocabulary = createVocabulary([food("onion"), food("tomato"), food("pepper"), food("rice", "g")], []);
const IDS: Record<string, number> = { onion: 1, tomato: 2, pepper: 3, rice: 4 };

/** `count` boxes of a class, named after photo, class and place. */
function seen(photoId: string, className: string, count: number, score = 0.9, rival?: string): SeenBoxes {
  const boxIds = Array.from({ length: count }, (_, place) => `${photoId}-${className}-${place}`);
  return {
    className,
    classId: IDS[className] ?? 0,
    count,
    score,
    boxIds,
    rival,
    rivalId: rival === undefined ? undefined : IDS[rival],
    doubtIds: rival === undefined ? [] : boxIds,
  };
}
const photo = (photoId: string, ...entries: readonly SeenBoxes[]): PhotoFoods => ({ photoId, seen: entries });
const onions = [
  photo("a", seen("a", "onion", 2)),
  photo("b", seen("b", "onion", 1)),
  photo("c", seen("c", "onion", 2)),
];

it("is the union, each food with the photos that show it", () => {
  const { items } = oneKitchen(
    [photo("a", seen("a", "onion", 1)), photo("b", seen("b", "rice", 3))],
    vocabulary,
  );
  expect(
    items.map(({ foodId, count, sightings }) => [foodId, count, sightings.map(({ photoId }) => photoId)]),
  ).toEqual([
    ["onion", 1, ["a"]],
    ["rice", null, ["b"]],
  ]);
});

it("counts the most on one photo, never the sum, and says how many there are if all differ", () => {
  expect(oneKitchen(onions, vocabulary).items[0]).toMatchObject({ count: 2, upTo: 5 });
  expect(oneKitchen(onions.slice(0, 1), vocabulary).items[0]).toMatchObject({ count: 2, upTo: null });
});

it("asks nothing about what is not counted in pieces", () => {
  const twice = [photo("a", seen("a", "rice", 1)), photo("b", seen("b", "rice", 2))];
  expect(oneKitchen(twice, vocabulary).items[0]).toMatchObject({ count: null, upTo: null });
});

it("keeps a person's count for these photos, and asks again with another photo", () => {
  const answers = answerCount(NO_ANSWERS, "onion", { count: 3, photoIds: ["b", "a"] });
  expect(oneKitchen(onions.slice(0, 2), vocabulary, { answers }).items[0]).toMatchObject({
    count: 3,
    upTo: null,
  });
  expect(oneKitchen(onions, vocabulary, { answers }).items[0]).toMatchObject({ count: 2, upTo: 5 });
});

it("is as certain as the photo that shows a food best", () => {
  const photos = [photo("a", seen("a", "onion", 1, 0.3)), photo("b", seen("b", "onion", 1, 0.8))];
  expect(oneKitchen(photos, vocabulary).items[0]).toMatchObject({ certainty: "sure", weight: 1 });
  expect(oneKitchen(photos.slice(0, 1), vocabulary).items[0]).toMatchObject({
    certainty: "check",
    weight: 0.3,
  });
});

it("asks which of two foods it is, also where another photo shows the first for certain", () => {
  const doubt = photo("a", seen("a", "tomato", 1, 0.6, "pepper"));
  expect(oneKitchen([doubt], vocabulary).items[0]).toMatchObject({ certainty: "check", orFoodId: "pepper" });
  const { items, doubts } = oneKitchen([doubt, photo("b", seen("b", "tomato", 1))], vocabulary);
  expect(items[0]).toMatchObject({ foodId: "tomato", certainty: "sure" });
  expect(items[0]?.orFoodId).toBeUndefined();
  expect(doubts).toMatchObject([
    { photoId: "a", foodId: "tomato", orFoodId: "pepper", doubtIds: ["a-tomato-0"], rivalId: 3 },
  ]);
  const both = oneKitchen([doubt, photo("b", seen("b", "tomato", 1), seen("b", "pepper", 1))], vocabulary);
  expect(both.doubts).toEqual([]);
});

it("keeps an answer for the boxes it was about: a new box is open again", () => {
  const weak = (count: number) => photo("a", seen("a", "onion", count, 0.3));
  const yes = answerFood(NO_ANSWERS, "onion", true, [{ photoId: "a", boxIds: ["a-onion-0"] }]);
  expect(oneKitchen([weak(1)], vocabulary, { answers: yes }).items[0]).toMatchObject({
    certainty: "hand",
    weight: 1,
  });
  const no = answerFood(yes, "onion", false, [{ photoId: "a", boxIds: ["a-onion-0"] }]);
  expect(oneKitchen([weak(1)], vocabulary, { answers: no })).toMatchObject({
    items: [],
    absent: [{ foodId: "onion" }],
  });
  expect(oneKitchen([weak(2)], vocabulary, { answers: no }).items[0]).toMatchObject({
    count: 1,
    certainty: "check",
  });
  expect(
    oneKitchen([weak(1)], vocabulary, {
      answers: answerFood(no, "onion", null, [{ photoId: "a", boxIds: [] }]),
    }),
  ).toMatchObject({
    items: [{ certainty: "check" }],
    absent: [],
  });
});

it("says no for the photos that were there: a later photo shows the food again", () => {
  const no = answerFood(NO_ANSWERS, "onion", false, [
    { photoId: "a", boxIds: ["a-onion-0", "a-onion-1"] },
    { photoId: "b", boxIds: ["b-onion-0"] },
  ]);
  expect(oneKitchen(onions.slice(0, 2), vocabulary, { answers: no }).items).toEqual([]);
  expect(oneKitchen(onions, vocabulary, { answers: no })).toMatchObject({
    items: [{ count: 2, upTo: null }],
    absent: [],
  });
});

it("holds what was added by hand, seen or not, and takes a person's count for the photos'", () => {
  const kept = [
    { foodId: "onion", count: null },
    { foodId: "rice", count: null },
    { foodId: "gone-from-the-vocabulary", count: 1 },
  ];
  expect(oneKitchen(onions, vocabulary, { kept }).items).toMatchObject([
    { foodId: "onion", certainty: "hand", count: 2, upTo: 5 },
    { foodId: "rice", certainty: "hand", count: null, sightings: [] },
  ]);
  const four = [{ foodId: "onion", count: 4 }];
  expect(oneKitchen(onions, vocabulary, { kept: four }).items[0]).toMatchObject({ count: 4, upTo: null });
});

it("forgets what was said of photos that are gone", () => {
  const answers = answerCount(
    answerFood(NO_ANSWERS, "onion", true, [
      { photoId: "a", boxIds: ["x"] },
      { photoId: "b", boxIds: ["y"] },
    ]),
    "onion",
    { count: 3, photoIds: ["a", "b"] },
  );
  expect(forgetPhotos(answers, ["b"])).toMatchObject({ photos: { b: {} }, counts: {} });
  expect(Object.keys(forgetPhotos(answers, ["b"]).photos)).toEqual(["b"]);
});

it("never counts more than the sum nor less than the most, and never depends on the order of photos", () => {
  const counts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(counts, (each) => {
      const photos = each.map((count, place) => photo(`p${place}`, seen(`p${place}`, "onion", count)));
      const [item] = oneKitchen(photos, vocabulary).items;
      const [turned] = oneKitchen(photos.toReversed(), vocabulary).items;
      const sum = each.reduce((all, count) => all + count, 0);
      expect(item?.count).toBe(Math.max(...each));
      expect(item?.upTo ?? sum).toBe(sum);
      expect([turned?.count, turned?.upTo]).toEqual([item?.count, item?.upTo]);
    }),
  );
});
