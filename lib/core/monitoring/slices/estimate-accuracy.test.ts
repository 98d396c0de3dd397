import { expect, it } from "vitest";
import { estimateAccuracy, judgedAccuracy, type ScoredPhoto } from "./estimate-accuracy";

const photos = (count: number, score: number, judged: ScoredPhoto["judged"] = null, boxes = 4) =>
  Array.from({ length: count }, (): ScoredPhoto => ({ score, boxes, judged }));

/** Of four boxes one is wrong where scores are low, none of ten where they are high. */
const REFERENCE = [
  ...photos(40, 0.35, { boxes: 4, wrong: 1 }),
  ...photos(60, 0.85, { boxes: 10, wrong: 0 }, 10),
  ...photos(500, 0.5),
];

it("is what people said of boxes with such scores, weighted by the scores of now", () => {
  expect(estimateAccuracy(REFERENCE, photos(7, 0.35))?.value).toBeCloseTo(0.75, 12);
  expect(estimateAccuracy(REFERENCE, photos(7, 0.95))?.value).toBeCloseTo(1, 12);
  // 30 boxes of low scores, 10 of high ones
  const mixed = [...photos(3, 0.3, null, 10), ...photos(1, 0.9, null, 10)];
  const found = estimateAccuracy(REFERENCE, mixed);
  expect(found?.value).toBeCloseTo(0.75 * 0.75 + 0.25, 12);
  expect(found?.photos).toBe(100);
  // weights 3/4 and 1/4; shares (40 / 4 + 2) / 44 of 40 photos, (0 + 2) / 64 of 60
  const variance = (0.75 ** 2 * (12 / 44) * (32 / 44)) / 40 + (0.25 ** 2 * (2 / 64) * (62 / 64)) / 60;
  expect(found?.low).toBeCloseTo(0.8125 - 1.959964 * Math.sqrt(variance), 12);
  expect(found?.high).toBeCloseTo(0.8125 + 1.959964 * Math.sqrt(variance), 12);
});

it("scores fall, and so does what is told, before anybody has judged", () => {
  const before = estimateAccuracy(REFERENCE, photos(50, 0.85));
  const now = estimateAccuracy(REFERENCE, photos(50, 0.35));
  expect(now!.high).toBeLessThan(before!.low);
});

it("says nothing of too few judged photos or of no boxes, and is not certain where nothing was wrong yet", () => {
  expect(estimateAccuracy(photos(29, 0.5, { boxes: 4, wrong: 1 }), photos(9, 0.5))).toBeNull();
  expect(estimateAccuracy(REFERENCE, [])).toBeNull();
  const sure = estimateAccuracy(photos(30, 0.5, { boxes: 4, wrong: 0 }), photos(9, 0.5));
  expect(sure?.value).toBe(1);
  expect(sure!.low).toBeLessThan(0.95);
});

it("a range with few judged photos is told with its neighbour", () => {
  const reference = [
    ...photos(30, 0.35, { boxes: 4, wrong: 1 }),
    ...photos(10, 0.95, { boxes: 4, wrong: 3 }),
  ];
  // 30 of 160 boxes below and 30 above: all one range
  expect(estimateAccuracy(reference, photos(5, 0.95))?.value).toBeCloseTo(1 - 60 / 160, 12);
});

it("what people said counts photos, and is not told of few", () => {
  const said = judgedAccuracy([
    ...photos(20, 0.5, { boxes: 4, wrong: 1 }),
    ...photos(20, 0.5, { boxes: 4, wrong: 0 }),
  ]);
  expect(said).toMatchObject({ value: 0.875, photos: 40 });
  // Wilson of 35 in 40
  expect(said?.low).toBeCloseTo(0.7389, 3);
  expect(said?.high).toBeCloseTo(0.9454, 3);
  expect(judgedAccuracy(photos(29, 0.5, { boxes: 4, wrong: 1 }))).toBeNull();
});
