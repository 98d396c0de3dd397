import { describe, expect, it } from "vitest";
import { type EvaluatedPhoto, toPhotoResult } from "@/lib/contracts/evaluation";
import { setEvaluationSchema } from "@/lib/contracts/training";
import { buildSetEvaluation, chooseThresholds, defaultConfidence } from "./build-report";

type Truth = EvaluatedPhoto["truths"][number];
type Prediction = EvaluatedPhoto["predictions"][number];
const truth = (classId: number, x: number): Truth => [classId, x, 0, x + 10, 10];
const found = (classId: number, score: number, x: number): Prediction => [classId, score, x, 0, x + 10, 10];
const photo = (i: number, truths: Truth[], predictions: Prediction[]): EvaluatedPhoto => ({
  set: "s",
  model: "m/1",
  photo: `${i}.jpg`,
  sha256: String(i).repeat(64),
  width: 100,
  height: 100,
  truths,
  predictions,
});

describe("chooseThresholds", () => {
  it("takes the common threshold for a class with too few boxes to choose by", () => {
    const six = Array.from({ length: 6 }, (_, i) => photo(i, [truth(0, 0)], [found(0, 0.9, 0)]));
    const { byClass } = chooseThresholds([...six, photo(7, [truth(1, 0)], [])].map(toPhotoResult), 0.25);
    expect(byClass.map(({ classId }) => classId)).toEqual([0]);
  });

  it("falls back where validation has no boxes at all", () => {
    expect(chooseThresholds([], 0.25)).toEqual({ common: 0.25, byClass: [] });
  });
});

describe("buildSetEvaluation", () => {
  const thresholds = { common: 0.5, byClass: [{ classId: 0, confidence: 0.8, f1: 1 }] };

  it("counts mistakes at each class's own threshold", () => {
    // class 0 at 0.7 lies under its 0.8: missed; class 1 at 0.6 over the common 0.5: a false alarm
    const report = buildSetEvaluation(
      "s",
      [photo(1, [truth(0, 0)], [found(0, 0.7, 0), found(1, 0.6, 50)])],
      thresholds,
    );
    expect(report.worst[0]).toMatchObject({ missed: 1, falseAlarms: 1, confused: 0 });
    expect(report.byClass[0]).toMatchObject({ classId: 0, recall: 0, ap50: 1 });
  });

  it("lists the photo with most mistakes first and none without", () => {
    const good = photo(1, [truth(0, 0)], [found(0, 0.9, 0)]);
    const bad = photo(2, [truth(0, 0), truth(0, 50)], []);
    const wrong = photo(3, [truth(0, 0)], [found(1, 0.9, 0)]);
    const report = buildSetEvaluation("s", [good, wrong, bad], thresholds);
    expect(report.worst.map(({ photo: name }) => name)).toEqual(["2.jpg", "3.jpg"]);
    expect(report.worst[1]?.boxes).toEqual([
      { kind: "confused", classId: 1, trueClassId: 0, score: 0.9, x1: 0, y1: 0, x2: 10, y2: 10 },
    ]);
    expect(setEvaluationSchema.parse(report)).toEqual(report);
  });
});

describe("defaultConfidence", () => {
  /** As FCOS scores: what is there at 0.8, and boxes of nothing at 0.4, far above where another model has them. */
  const photos = (count: number) =>
    Array.from({ length: count }, (_, i) => photo(i, [truth(0, 0)], [found(0, 0.8, 0), found(0, 0.4, 50)]));
  const chosenBy = (count: number) => {
    const thresholds = chooseThresholds(photos(count).map(toPhotoResult), 0.25);
    const validation = buildSetEvaluation("val", photos(count), thresholds);
    return defaultConfidence({
      schema: 1,
      model: "m/1",
      classes: [],
      thresholds: { common: thresholds.common, byClass: [] },
      validation,
      sets: [],
    });
  };

  it("lies between what is there and what is not", () => {
    expect(chosenBy(60)).toBeGreaterThan(0.4);
    expect(chosenBy(60)).toBeLessThanOrEqual(0.8);
  });

  it("is not chosen by fewer than 60 boxes", () => expect(chosenBy(59)).toBeUndefined());
});
