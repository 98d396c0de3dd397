import { randomUUID } from "node:crypto";
import { type DetectionEvent, EVENT_SCHEMA } from "@/lib/contracts/detection-events";

/** A detection as a page sends it: two tomatoes and an apple on a bright photo. */
export function anEvent(changes: Partial<DetectionEvent> = {}): DetectionEvent {
  return {
    schema: EVENT_SCHEMA,
    id: randomUUID(),
    at: new Date().toISOString(),
    source: "page",
    modelId: "forage-n/4",
    backend: "wasm",
    device: "computer",
    browser: "firefox",
    sampleShare: 1,
    latency: {
      decodeMs: 11.5,
      preprocessMs: 9.25,
      inferenceMs: 101.1,
      postprocessMs: 1.75,
      totalMs: 123.6,
      recordMs: 0.31,
    },
    photo: {
      width: 4000,
      height: 3000,
      brightness: 0.5512,
      contrast: 0.2,
      saturation: 0.41,
      sharpness: 0.0312,
    },
    boxes: {
      count: 3,
      unnamed: 0,
      byClass: [
        [1, 2, 1.7],
        [7, 1, 0.62],
      ],
      topScore: 0.91,
      meanScore: 0.7733,
      scores: [0, 0, 0, 0, 0, 0, 1, 1, 0, 1],
      areas: [0, 0, 1, 1, 1, 0, 0, 0],
      aspects: [0, 0, 1, 2, 0, 0, 0],
      positions: [0, 0, 0, 1, 2, 0, 0, 0, 0],
    },
    sketch: [3, -12, 40, 0, 7, 8, -31, 2, 1, 1, -5, 66, 12, -9, 20, -1],
    sliders: { confidence: 0.25, iou: 0.45, hiddenClasses: 0, classThresholds: 0 },
    ...changes,
  };
}
