import { expect, it } from "vitest";
import type { Label } from "../editor/types";
import { type CorrectedBoxes, standingBoxes } from "./standing-boxes";

const APPLE = { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, score: 0.9, classId: 1 };
const PEAR = { box: { x1: 50, y1: 50, x2: 70, y2: 70 }, score: 0.6, classId: 2 };
const fromModel = (of: typeof APPLE) => ({ by: "model", modelId: "forage-n/1", ...of }) as const;

function saved(labels: readonly Label[]): CorrectedBoxes {
  return { modelId: "forage-n/1", modelBoxes: [APPLE, PEAR], labels };
}
const shown = (correction: CorrectedBoxes) =>
  standingBoxes(correction).map(({ classId, state }) => `${classId} ${state}`);

it("shows the model's boxes nobody touched", () => {
  expect(shown(saved([]))).toEqual(["1 detected", "2 detected"]);
});

it("leaves out a box a person deleted", () => {
  const tombstone = {
    id: "a",
    box: APPLE.box,
    classId: 1,
    origin: fromModel(APPLE),
    state: "deleted",
  } as const;
  expect(shown(saved([tombstone]))).toEqual(["2 detected"]);
});

it("shows a renamed box once, under its new name, and a drawn one", () => {
  const renamed = { id: "a", box: APPLE.box, classId: 3, origin: fromModel(APPLE), state: "edited" } as const;
  const drawn = {
    id: "b",
    box: { x1: 20, y1: 20, x2: 30, y2: 30 },
    classId: 4,
    origin: { by: "person" },
    state: "drawn",
  } as const;
  expect(shown(saved([renamed, drawn]))).toEqual(["3 edited", "4 drawn", "2 detected"]);
});
