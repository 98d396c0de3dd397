import { expect, it } from "vitest";
import { addedByModel } from "./added-by-model";
import { standingBoxes } from "./standing-boxes";

const at = (x: number) => ({ x1: x, y1: 0, x2: x + 20, y2: 20 });
const found = (x: number, classId = 1) => ({ box: at(x), score: 0.4, classId });
const label = (x: number, classId = 1) =>
  ({ id: `l${x}`, box: at(x), classId, origin: { by: "person" }, state: "drawn" }) as const;

it("names the model's boxes where nothing was saved, and no other", () => {
  const saved = standingBoxes({ modelId: null, modelBoxes: [], labels: [label(0), label(50)] });
  const now = standingBoxes({
    modelId: "m/1",
    // one on a saved box, one of another class on a saved box, two in empty places
    modelBoxes: [found(1), found(51, 2), found(100), found(200)],
    labels: [label(0), label(50), label(300)],
  });
  expect(addedByModel(now, saved).map(({ box }) => box.x1)).toEqual([51, 100, 200]);
});

it("finds nothing on a photo that stands as it was saved", () => {
  const saved = standingBoxes({ modelId: "m/1", modelBoxes: [found(0), found(50)], labels: [label(100)] });
  expect(addedByModel(saved, saved)).toEqual([]);
});
