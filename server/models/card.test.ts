import { expect, it } from "vitest";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import { modelCard } from "./card";

const manifest = modelManifestSchema.parse({
  schema: 1,
  id: "foody/1",
  name: "foody",
  version: 1,
  createdAt: "2026-11-22T12:00:00Z",
  licence: "AGPL-3.0-only",
  architecture: "none",
  inputSize: 64,
  featureLength: 0,
  classes: [{ id: 3, name: "apple", displayName: "Apple", kind: "ingredient" }],
  files: [],
  defaults: { confidence: 0.31, iou: 0.45 },
});

const figures = { shown: 20, right: 15, foods: 30, found: 12 };
const reading = {
  split: "val",
  measuredOn: [{ set: "shop", photos: 10 }],
  scene: { weight: 0.5, photos: 10, wrongKindBefore: 6, wrongKindAfter: 4, rightBefore: 50, rightLost: 1 },
  naming: {
    ...{ offset: 0, score: 1, lead: 1, company: 0, from: 0.2, right: 40, rightLost: 2, wrong: 20 },
    ...{ wrongUnnamed: 7, hiddenFoods: 90, hidden: 30, hiddenUnnamed: 9, noFood: 0, noFoodUnnamed: 0 },
  },
  words: {
    hold: false,
    sets: [{ set: "shop", boxes: 25, right: 0.3, before: 0.25, after: 0.2, sure: 10, sureRight: 4 }],
  },
  confidence: {
    costOfWrong: 2,
    chosen: { confidence: 0.31, ...figures },
    usual: { confidence: 0.25, ...figures },
  },
};

it("says what is shown of the scores, and that words did not hold", () => {
  const card = modelCard(modelManifestSchema.parse({ ...manifest, reading }), {});
  expect(card).toContain("**Default threshold 0.31**, where a wrong food costs as much as 2 missed ones");
  expect(card).toContain(
    "takes away 7 of 20 wrong names and 9 of 30 given to foods of hidden classes (90 foods)",
  );
  expect(card).toContain("costs 2 of 40 right ones");
  expect(card).toContain("scores are shown");
  expect(card).toContain("| shop | 25 | 30.0 | 25.0 | 20.0 | 4 of 10 |");
});

it("says nothing of it where it was not measured", () => {
  expect(modelCard(manifest, {})).not.toContain("What is shown of it");
});
