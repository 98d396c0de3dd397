import { expect, it } from "vitest";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import type { Detection } from "@/lib/core/detection/types";
import { nameDetections } from "./named-detections";

const classOf = (id: number, name: string): ModelClass => ({
  ...{ id, name, displayName: name.toUpperCase(), kind: "ingredient", synonyms: [] },
});
const CLASSES = [classOf(1, "apple"), classOf(2, "pear")];
const box = { x1: 0.12345, y1: 0, x2: 10, y2: 10 };
const found = (more: Partial<Detection>): Detection => ({
  ...{ box, score: 0.5, classId: 1, candidate: 0 },
  ...more,
});

it("names what is found", () => {
  expect(nameDetections([found({})], CLASSES)).toEqual({
    detections: [{ class: "apple", id: 1, displayName: "APPLE", score: 0.5, box: [0.123, 0, 10, 10] }],
  });
});

it("gives some food no name, and says what it may be", () => {
  const unknown = found({ isUnknown: true, alternatives: [{ classId: 2, score: 0.4 }] });
  expect(nameDetections([unknown], CLASSES)).toEqual({
    detections: [],
    unnamed: [{ score: 0.5, box: [0.123, 0, 10, 10], mayBe: ["apple", "pear"] }],
  });
});
