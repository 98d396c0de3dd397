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
