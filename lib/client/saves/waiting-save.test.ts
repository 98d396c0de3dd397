import { expect, it } from "vitest";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import { DEFAULT_FILTER, type Detection } from "@/lib/core/detection/types";
import { toCorrection } from "./waiting-save";

const [APPLE, PEAR] = [1, 2];
const box = (x1: number) => ({ x1, y1: 0, x2: x1 + 10, y2: 10 });
const DETECTIONS: readonly Detection[] = [
  { box: box(0), score: 0.8, classId: APPLE, candidate: 0 },
  { box: box(50), score: 0.5, classId: APPLE, candidate: 1, isUnknown: true },
];

function photoWithSomeFood() {
  const photo = photoItem("kitchen");
  photo.editor.getState().setDetections(DETECTIONS, "forage-n/3", "run-1");
  return photo;
}

it("saves no food without a name, neither as the model's box nor as a person's", () => {
  const correction = toCorrection(photoWithSomeFood(), DEFAULT_FILTER);
  expect(correction.modelBoxes.map((one) => one.box)).toEqual([box(0)]);
  expect(correction.labels).toEqual([]);
});

it("saves it once a person has named it, with what the model had thought", () => {
  const photo = photoWithSomeFood();
  photo.editor.getState().relabelBoxes(PEAR, ["model:run-1:1"]);
  const correction = toCorrection(photo, DEFAULT_FILTER);
  expect(correction.modelBoxes.map((one) => one.box)).toEqual([box(0), box(50)]);
  expect(correction.labels).toMatchObject([{ classId: PEAR, origin: { by: "model", classId: APPLE } }]);
});

it("saves what a person has moved and not named as little as any box without a name", () => {
  const photo = photoWithSomeFood();
  photo.editor.getState().nudgeBoxes({ x: 5, y: 0 }, ["model:run-1:1"]);
  const correction = toCorrection(photo, DEFAULT_FILTER);
  expect(correction.modelBoxes).toHaveLength(1);
  expect(correction.labels).toEqual([]);
});
