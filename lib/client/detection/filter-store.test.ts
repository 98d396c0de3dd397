import { expect, it } from "vitest";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { createFilterStore } from "./filter-store";

it("keeps thresholds inside the sliders' ends, in hundredths", () => {
  const store = createFilterStore();
  store.getState().setConfidence(-3);
  expect(store.getState().filter.confidence).toBe(0.01);
  store.getState().setConfidence(0.1 + 0.2);
  expect(store.getState().filter.confidence).toBe(0.3);
  store.getState().setIou(2);
  expect(store.getState().filter.iou).toBe(0.95);
});

it("sets a class apart and takes it back", () => {
  const store = createFilterStore();
  store.getState().setClassConfidence(7, 0.6);
  store.getState().setClassConfidence(9, 0.1);
  expect(store.getState().filter.confidenceByClass).toEqual({ 7: 0.6, 9: 0.1 });
  store.getState().setClassConfidence(7, null);
  expect(store.getState().filter.confidenceByClass).toEqual({ 9: 0.1 });
});

it("hides and shows classes", () => {
  const store = createFilterStore();
  store.getState().toggleClass(3);
  store.getState().toggleClass(4);
  store.getState().toggleClass(3);
  expect(store.getState().filter.hiddenClasses).toEqual([4]);
  store.getState().showAllClasses();
  expect(store.getState().filter.hiddenClasses).toEqual([]);
});

it("resets to where it started", () => {
  const store = createFilterStore();
  store.getState().setConfidence(0.9);
  store.getState().toggleClass(3);
  store.getState().reset();
  expect(store.getState().filter).toEqual(DEFAULT_FILTER);
});

const OF_MODEL = { confidence: 0.34, iou: 0.5 };

it("starts from the model's own thresholds, and resets to them", () => {
  const store = createFilterStore();
  store.getState().setDefaults(OF_MODEL);
  expect(store.getState().filter).toMatchObject(OF_MODEL);
  store.getState().setConfidence(0.9);
  store.getState().reset();
  expect(store.getState().filter).toMatchObject(OF_MODEL);
});

it("leaves a slider that a person has moved where it is when the model arrives", () => {
  const store = createFilterStore();
  store.getState().setConfidence(0.6);
  store.getState().setDefaults(OF_MODEL);
  expect(store.getState().filter).toMatchObject({ confidence: 0.6, iou: 0.5 });
});

it("shows what the last visit showed until today's model is there, and follows that then", () => {
  const store = createFilterStore();
  store.getState().replace({ ...DEFAULT_FILTER, confidence: 0.3, iou: 0.2 }, { confidence: 0.3, iou: 0.5 });
  expect(store.getState().filter).toMatchObject({ confidence: 0.3, iou: 0.2 });
  store.getState().setDefaults(OF_MODEL);
  expect(store.getState().filter).toMatchObject({ confidence: 0.34, iou: 0.2 });
});

it("puts back what a person chose; a slider nobody had moved follows today's model", () => {
  const store = createFilterStore();
  store.getState().setDefaults(OF_MODEL);
  store.getState().replace({ ...DEFAULT_FILTER, iou: 0.2 }, { confidence: 0.25, iou: 0.45 });
  expect(store.getState().filter).toMatchObject({ confidence: 0.34, iou: 0.2 });
  // chosen while the model's own was another
  store.getState().replace({ ...DEFAULT_FILTER, confidence: 0.25 }, { confidence: 0.4, iou: 0.45 });
  expect(store.getState().filter.confidence).toBe(0.25);
});
