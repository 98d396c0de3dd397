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

/** As much of the recorded figures as a page looks at. */
const withWords = (hold: boolean, more: object = {}) =>
  createClassLookup({ ...manifest, ...more, reading: { words: { hold, sets: [] } } } as never, null);

it("says in a word how likely a food's name is, where the words hold", () => {
  const lookup = withWords(true);
  expect(lookup.hasWords).toBe(true);
  expect(lookup.surenessOf({ classId: 0, score: 0.3, likelihood: 0.9 })).toBe("sure");
  expect(lookup.surenessOf({ classId: 0, score: 0.9, likelihood: 0.5 })).toBe("likely");
  expect(lookup.surenessOf({ classId: 0, score: 0.9, likelihood: 0.3 })).toBe("maybe");
});

it("has no word where nothing says how likely the name is", () => {
  expect(withWords(true).surenessOf({ classId: 0, score: 0.9 })).toBeUndefined();
});

it("says scores where the words do not hold", () => {
  const lookup = withWords(false);
  expect(lookup.hasWords).toBe(false);
  expect(lookup.surenessOf({ classId: 0, score: 0.9, likelihood: 0.9 })).toBeUndefined();
});

it("says a leaf in a word by its own table, and no leaf while the foods are numbers", () => {
  const calibration = { condition: { scores: [0, 0.9], probabilities: [0, 0.9] } };
  const leaf = { classId: 1, score: 0.9, likelihood: 1 };
  expect(withWords(true, { calibration }).surenessOf(leaf)).toBe("sure");
  expect(withWords(false, { calibration }).surenessOf(leaf)).toBeUndefined();
  expect(withWords(true).surenessOf(leaf)).toBeUndefined();
});

it("has no word for a model without figures, nor before its manifest is here", () => {
  expect(createClassLookup(manifest, null).surenessOf({ classId: 0, score: 0.9 })).toBeUndefined();
  expect(createClassLookup(null, null).surenessOf({ classId: 0, score: 0.9 })).toBeUndefined();
});

it("shows no number in place of a name that is still to come, and one for a class that the model does not have", () => {
  expect(createClassLookup(null, null).nameOf(1)).toBe("…");
  expect(createClassLookup(manifest, null).nameOf(1)).toBe("Apple leaf");
  expect(createClassLookup(manifest, null).nameOf(9)).toBe("#9");
});

it("knows a class that people use and the model has never learnt, by its name and kind", () => {
  const registered = [{ id: 9, displayName: "Jackfruit", kind: "ingredient" as const }];
  expect(createClassLookup(manifest, registered).nameOf(9)).toBe("Jackfruit");
  // a model's own name for a class of its own stands
  const other = [{ id: 0, displayName: "Another egg", kind: "leaf" as const }];
  expect([
    createClassLookup(manifest, other).nameOf(0),
    createClassLookup(manifest, other).kindOf(0),
  ]).toEqual(["Egg", "ingredient"]);
  // to come while they load, by its number where nobody can be asked
  expect([
    createClassLookup(manifest, undefined).nameOf(9),
    createClassLookup(manifest, null).nameOf(9),
  ]).toEqual(["…", "#9"]);
});
