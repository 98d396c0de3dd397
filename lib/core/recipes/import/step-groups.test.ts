import { expect, it } from "vitest";
import { NO_EXTRAS } from "../recipe";
import { partStepGroups, tidyExtras, withStepGroups } from "./step-groups";

it("parts headings from steps and puts them back", () => {
  const lines = ["Heat the oven.", "For the sauce:", "Chop.", "Fry.", "To finish:", "Serve."];
  const { steps, stepGroups } = partStepGroups(lines);
  expect(steps).toEqual(["Heat the oven.", "Chop.", "Fry.", "Serve."]);
  expect(stepGroups).toEqual([
    { from: 1, title: "For the sauce" },
    { from: 3, title: "To finish" },
  ]);
  expect(withStepGroups(steps, stepGroups)).toEqual(lines);
});

it("takes no sentence, no heading above nothing, and no heading of a heading for a heading", () => {
  expect(partStepGroups(["Mix. Then bake:", "Bake.", "Enjoy:"])).toEqual({
    steps: ["Mix. Then bake:", "Bake.", "Enjoy:"],
    stepGroups: [],
  });
  expect(partStepGroups(["Cake:", "Icing:", "Beat."]).steps).toEqual(["Cake:", "Beat."]);
});

it("says nothing where nothing is said, and cuts what is too long", () => {
  expect(tidyExtras(NO_EXTRAS)).toBeUndefined();
  expect(tidyExtras({ ...NO_EXTRAS, tags: ["x".repeat(100)] })?.tags).toEqual(["x".repeat(80)]);
});
