import { expect, it } from "vitest";
import type { Detection } from "../detection/types";
import { deleteBoxes, duplicateBoxes, moveBoxes, relabelBoxes } from "./commands";
import {
  type EditorDocument,
  EMPTY_DOCUMENT,
  type ModelBoxes,
  modelBoxes,
  stageBoxes,
  UNKNOWN_CLASS,
  unnamedBoxes,
} from "./document";

const PHOTO = { width: 100, height: 100 };
const [APPLE, PEAR] = [0, 1];
const box = (x1: number) => ({ x1, y1: 0, x2: x1 + 10, y2: 10 });
const APPLE_BOX: Detection = { box: box(0), score: 0.8, classId: APPLE, candidate: 1 };
const SOME_FOOD: Detection = {
  ...{ box: box(50), score: 0.5, classId: APPLE, candidate: 2, isUnknown: true },
  alternatives: [{ classId: PEAR, score: 0.4 }],
};
const model: ModelBoxes = { detections: [APPLE_BOX, SOME_FOOD], modelId: "forage-n/3", run: "run-1" };

const target = (document: EditorDocument, from = model) => ({
  photo: PHOTO,
  model: from,
  boxes: unnamedBoxes(document, from),
});

it("is no box that counts, and offers the model's own name first", () => {
  expect(stageBoxes(EMPTY_DOCUMENT, model).map(({ box: at }) => at)).toEqual([box(0)]);
  expect(unnamedBoxes(EMPTY_DOCUMENT, model)).toMatchObject([
    {
      ...{ id: "model:run-1:2", classId: UNKNOWN_CLASS, state: "unknown", score: undefined, box: box(50) },
      alternatives: [
        { classId: APPLE, score: 0.5 },
        { classId: PEAR, score: 0.4 },
      ],
    },
  ]);
});

it("becomes a label once a person names it, with what the model had thought", () => {
  const named = relabelBoxes(EMPTY_DOCUMENT, target(EMPTY_DOCUMENT), PEAR);
  expect(named.labels).toMatchObject([
    { classId: PEAR, state: "edited", origin: { by: "model", classId: APPLE, score: 0.5 } },
  ]);
  expect(unnamedBoxes(named, model)).toEqual([]);
  expect(stageBoxes(named, model).map(({ classId }) => classId)).toEqual([PEAR, APPLE]);
  const agreed = relabelBoxes(EMPTY_DOCUMENT, target(EMPTY_DOCUMENT), APPLE);
  expect(agreed.labels).toMatchObject([{ classId: APPLE, state: "confirmed" }]);
});

it("stays away once deleted, in another run too", () => {
  const gone = deleteBoxes(EMPTY_DOCUMENT, target(EMPTY_DOCUMENT));
  expect(gone.labels).toMatchObject([{ classId: APPLE, state: "deleted" }]);
  expect(unnamedBoxes(gone, model)).toEqual([]);
  expect(unnamedBoxes(gone, { ...model, run: "run-2" })).toEqual([]);
});

it("moved, it is the person's box and still without a name", () => {
  const moved = moveBoxes(EMPTY_DOCUMENT, target(EMPTY_DOCUMENT), { x: 5, y: 0 });
  expect(moved.labels).toEqual([]);
  expect(moved.unnamed).toEqual([{ id: "model:run-1:2", box: box(55) }]);
  expect(unnamedBoxes(moved, model)).toMatchObject([{ state: "unnamed", box: box(55) }]);
});

it("copied, it is a box without a name", () => {
  const copied = duplicateBoxes(EMPTY_DOCUMENT, target(EMPTY_DOCUMENT), ["copy"]);
  expect(copied.labels).toEqual([]);
  expect(copied.unnamed).toMatchObject([{ id: "copy" }]);
});

it("is without a name on the model's side too", () => {
  expect(modelBoxes(model).map(({ state }) => state)).toEqual(["detected", "unknown"]);
});
