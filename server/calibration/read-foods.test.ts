import { expect, it } from "vitest";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import { readingSchema } from "@/lib/contracts/reading";
import { lookedPhoto, lookedSet } from "@/lib/core/metrics/testing/looked-set";
import { readFoodsOn } from "./read-foods";

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
  classes: [
    { id: 3, name: "apple", displayName: "Apple", kind: "ingredient" },
    { id: 4, name: "pear", displayName: "Pear", kind: "ingredient" },
  ],
  files: [],
  defaults: { confidence: 0.25, iou: 0.45 },
});

/** Two photos: an apple that is clear, and one that is hardly told from a pear and is one. */
const photos = [0.02, 0.4].map((second, index) =>
  lookedPhoto(
    [
      { x: 0, classId: 3 + index },
      { x: 50, classId: 3 + index },
    ],
    [
      {
        x: 0,
        classes: [
          { classId: 3, score: 0.5 },
          { classId: 4, score: second },
        ],
      },
    ],
  ),
);
const many = Array.from({ length: 12 }, () => photos).flat();

it("writes what a manifest may carry", () => {
  const reading = readFoodsOn([lookedSet("a", ...many), lookedSet("b", ...many)], manifest, { split: "val" });
  expect(readingSchema.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
  expect(modelManifestSchema.parse({ ...manifest, reading }).reading).toEqual(reading);
  expect(reading.measuredOn).toEqual([
    { set: "a", photos: 24 },
    { set: "b", photos: 24 },
  ]);
});

it("refuses sets without foods, in words", () => {
  const rooms = () => readFoodsOn([lookedSet("rooms", lookedPhoto([], []))], manifest, { split: "val" });
  expect(rooms).toThrow(expect.objectContaining({ code: "request/invalid" }));
});
