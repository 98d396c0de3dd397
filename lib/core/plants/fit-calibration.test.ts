import { expect, it } from "vitest";
import { calibrate } from "../metrics/calibration";
import { fitCalibration, judgeBoxes, type SeenPhoto } from "./fit-calibration";
import { measureAnswers } from "./measure-answers";
import type { LeafClass } from "./read-leaves";

const classes: LeafClass[] = [
  { classId: 1, species: "tomato", condition: "healthy" },
  { classId: 2, species: "tomato", condition: "early blight" },
  { classId: 3, species: "apple", condition: "scab" },
];
const FOOD = 9;

function photo(
  truths: number[],
  found: [classId: number, score: number][],
  features: number[] = [],
): SeenPhoto {
  const boxes = found.map(([classId, score], index) => ({
    box: { x1: index * 20, y1: 0, x2: index * 20 + 10, y2: 10 },
    classId,
    score,
    isPersons: false,
  }));
  return { boxes, truths, features };
}

it("judges a box by its photo's labels, and a leaf on a photo without leaves as wrong", () => {
  const seen = photo(
    [2],
    [
      [2, 0.9],
      [1, 0.5],
      [3, 0.4],
      [FOOD, 0.8],
    ],
  );
  expect(judgeBoxes(seen, classes, "condition").map(({ isRight }) => isRight)).toEqual([true, false, false]);
  expect(judgeBoxes(seen, classes, "species").map(({ isRight }) => isRight)).toEqual([true, true, false]);
  expect(judgeBoxes(photo([FOOD], [[2, 0.9]]), classes, "species")).toEqual([{ score: 0.9, isRight: false }]);
});

it("brings a boasting model down to what it earns, and learns where leaf photos lie", () => {
  // of 60 photos scored 0.9, half show the disease that is said
  const photos = Array.from({ length: 60 }, (_, index) =>
    photo([index % 2 === 0 ? 2 : 1], [[2, 0.9]], [index % 3, 1]),
  );
  const fitted = fitCalibration(photos, classes);
  expect(calibrate(fitted.condition, 0.9)).toBeCloseTo(0.5, 1);
  expect(calibrate(fitted.species, 0.9)).toBeGreaterThan(0.95);
  expect(fitted.errors.condition.before).toBeCloseTo(0.4);
  expect(fitted.known?.mean).toEqual([1, 1]);
});

it("fits the species to what all its classes say in a box", () => {
  // half the photos are tomato and half apple; a box that may be either disease of the tomato is always a tomato's
  const tomato = photo([2], [[2, 0.3]]);
  const both = {
    ...tomato,
    boxes: tomato.boxes.map((box) => ({ ...box, others: [{ classId: 1, score: 0.3 }] })),
  };
  const apple = photo([3], [[2, 0.3]]);
  const fitted = fitCalibration(
    Array.from({ length: 80 }, (_, index) => (index % 2 === 0 ? both : apple)),
    classes,
  );
  expect(fitted.speciesFrom).toBe("sum");
  expect(calibrate(fitted.species, 0.6)).toBeGreaterThan(0.9);
  expect(calibrate(fitted.species, 0.3)).toBeLessThan(0.1);
});

it("learns no place of leaf photos from a handful", () => {
  const few = Array.from({ length: 29 }, () => photo([2], [[2, 0.9]], [1, 2]));
  expect(fitCalibration(few, classes).known).toBeNull();
});

it("measures one leaf, a photo and three photos apart, and photos of what is not known", () => {
  const mixed = photo(
    [2],
    [
      [2, 0.95],
      [2, 0.9],
      [1, 0.85],
    ],
  );
  const figures = measureAnswers([mixed, mixed, mixed, photo([FOOD], [[2, 0.95]]), photo([FOOD], [])], {
    classes,
    calibration: undefined,
  });
  // alone, two leaves of three say what the label says
  expect(figures.singleLeaf.right).toBeCloseTo(3 * (2 / 3));
  expect(figures.photo).toMatchObject({ asked: 3, answered: 3, right: 3 });
  expect(figures.threePhotos).toMatchObject({ asked: 1, right: 1 });
  expect(figures.foreign).toEqual({ photos: 2, withLeaf: 1, named: 1 });
  // without the tomato's own boxes nothing is left to name
  expect(figures.withheld).toEqual({ photos: 3, withLeaf: 0, named: 0 });
});
