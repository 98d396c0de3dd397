import { expect, it } from "vitest";
import type { SeenBox } from "./look-at-boxes";
import { replayNames } from "./replay";

const [TOMATO, PEPPER] = [1, 2];
const spread = { mean: [0, 0], deviation: [1, 1] };
const seen = (photo: string, truth: number | null, said = TOMATO, photoFeatures = [1, 0]): SeenBox => ({
  photo,
  truth,
  modelId: "forage-n/2",
  photoFeatures,
  scores: [{ classId: said, score: 0.5 }],
});
const replay = (boxes: readonly SeenBox[], perClass = 10) =>
  replayNames(boxes, spread, { perClass, seed: 1 });

it("counts a name as saved once a box like it was named, on the same photo or an earlier one", () => {
  const peppers = [seen("a", PEPPER), seen("a", PEPPER), seen("b", PEPPER)];
  // whichever photo comes first, its first pepper is named by hand
  expect(replay(peppers)).toMatchObject({ wrong: 3, saved: 2, stillWrong: 0, right: 0 });
  expect(replay(peppers.slice(0, 2))).toMatchObject({ wrong: 2, saved: 1, savedOnPhoto: 1 });
  expect(replay([seen("a", PEPPER), seen("b", PEPPER)])).toMatchObject({ saved: 1, savedOnPhoto: 0 });
});

it("counts right names that another is proposed for, and boxes without a label", () => {
  expect(replay([seen("a", PEPPER), seen("a", TOMATO), seen("a", null)])).toMatchObject({
    wrong: 1,
    right: 1,
    spoiled: 1,
    unlabelled: 1,
  });
});

it("proposes nothing on a photo of another kind, nor when nothing may be remembered", () => {
  expect(replay([seen("a", PEPPER), seen("b", PEPPER, TOMATO, [0, 1])])).toMatchObject({
    wrong: 2,
    saved: 0,
  });
  expect(replay([seen("a", PEPPER), seen("b", PEPPER)], 0)).toMatchObject({ saved: 0 });
});
