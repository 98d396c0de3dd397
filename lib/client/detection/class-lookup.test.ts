import { expect, it } from "vitest";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import { createClassLookup } from "./class-lookup";

const manifest = modelManifestSchema.parse({
  schema: 1,
  id: "small/1",
  name: "small",
  version: 1,
  createdAt: "2026-11-22T12:00:00Z",
  licence: "AGPL-3.0-only",
  architecture: "none",
  inputSize: 64,
  featureLength: 0,
  classes: [
    { id: 0, name: "egg", displayName: "Egg", kind: "ingredient" },
    {
      id: 1,
      name: "apple leaf",
      displayName: "Apple leaf",
      kind: "leaf",
      species: "apple",
      condition: "healthy",
    },
  ],
  files: [],
  defaults: { confidence: 0.25, iou: 0.45 },
});

it("says in a word how often such a score is right, where that was measured", () => {
  // said 0.9 and right in half of all cases: not sure
  const table = { scores: [0, 0.9], probabilities: [0, 0.5] };
  const nameCalibration = { method: "temperature", split: "val", floor: 0.2, iou: 0.45, table, sets: [] };
  const lookup = createClassLookup(modelManifestSchema.parse({ ...manifest, nameCalibration }));
  expect(lookup.surenessOf(0, 0.9)).toBe("likely");
  expect(lookup.surenessOf(0, 0.3)).toBe("maybe");
  expect(lookup.surenessOf(1, 0.9)).toBeUndefined();
});

it("says no leaf in a word while the foods are numbers", () => {
  const table = { scores: [0, 0.9], probabilities: [0, 0.9] };
  const errors = { before: 0.2, after: 0.02 };
  const calibration = {
    ...{ method: "temperature", measuredOn: [], floor: 0.2, iou: 0.45, known: null },
    ...{ condition: table, species: table, errors: { condition: errors, species: errors } },
  };
  const leaves = modelManifestSchema.parse({ ...manifest, calibration });
  expect(createClassLookup(leaves).surenessOf(1, 0.9)).toBeUndefined();
  const nameCalibration = { method: "temperature", split: "val", floor: 0.2, iou: 0.45, table, sets: [] };
  expect(createClassLookup({ ...leaves, nameCalibration: nameCalibration as never }).surenessOf(1, 0.9)).toBe(
    "sure",
  );
});

it("has no word for a model that was not calibrated, nor before its manifest is here", () => {
  expect(createClassLookup(manifest).surenessOf(0, 0.9)).toBeUndefined();
  expect(createClassLookup(null).surenessOf(0, 0.9)).toBeUndefined();
});
