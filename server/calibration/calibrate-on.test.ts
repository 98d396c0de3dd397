import { describe, expect, it } from "vitest";
import { calibrationSchema } from "@/lib/contracts/calibration";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import { isAppError } from "@/lib/core/errors";
import { calibrate } from "@/lib/core/metrics/calibration";
import { calibrateOn, type SeenSet } from "./service";

const manifest = modelManifestSchema.parse({
  schema: 1,
  id: "leafy/1",
  name: "leafy",
  version: 1,
  createdAt: "2026-11-22T12:00:00Z",
  licence: "AGPL-3.0-only",
  architecture: "none",
  inputSize: 64,
  featureLength: 2,
  classes: [
    {
      id: 3,
      name: "tomato leaf",
      displayName: "Tomato leaf",
      kind: "leaf",
      species: "tomato",
      condition: "healthy",
    },
    { id: 4, name: "egg", displayName: "Egg", kind: "ingredient" },
  ],
  files: [],
  defaults: { confidence: 0.25, iou: 0.45 },
});

/** Photos with one box each of a class and score; `right` of them labelled with it. */
function setOf(name: string, classId: number, right: number, count: number): SeenSet {
  const box = { x1: 0, y1: 0, x2: 10, y2: 10 };
  return {
    set: name,
    split: "val",
    photos: Array.from({ length: count }, (_, index) => ({
      boxes: [{ box, classId, score: 0.9, isPersons: false }],
      truths: index < right ? [classId] : [],
      features: Float32Array.of(index % 5, 1),
    })),
  };
}
const AT = { floor: 0.2, iou: 0.45 };

describe("calibrateOn", () => {
  it("writes what a manifest may carry, counting leaf boxes of each set and no others", () => {
    const calibration = calibrateOn([setOf("leaves", 3, 30, 60), setOf("eggs", 4, 5, 5)], manifest, AT);
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration);
    expect(calibration.measuredOn).toEqual([
      { set: "leaves", split: "val", photos: 60, leaves: 60 },
      { set: "eggs", split: "val", photos: 5, leaves: 0 },
    ]);
    expect(calibrate(calibration.condition, 0.9)).toBeCloseTo(0.5, 1); // 30 of 60
    expect(modelManifestSchema.parse({ ...manifest, calibration }).calibration).toEqual(calibration);
  });

  it("refuses sets without leaves, in words", () => {
    try {
      calibrateOn([setOf("eggs", 4, 5, 5)], manifest, AT);
      expect.unreachable();
    } catch (error) {
      expect(isAppError(error) && error.code).toBe("request/invalid");
    }
  });
});
