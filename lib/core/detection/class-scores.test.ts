import { expect, it } from "vitest";
import { rivalOf } from "./class-scores";

it("finds a rival from half of the best score on", () => {
  expect(rivalOf(0.5, [{ classId: 4, score: 0.25 }])?.classId).toBe(4);
  expect(rivalOf(0.5, [{ classId: 4, score: 0.24 }])).toBeUndefined();
});

it("finds none for a box that a person drew, or that has one name only", () => {
  expect(rivalOf(undefined, [{ classId: 4, score: 0.25 }])).toBeUndefined();
  expect(rivalOf(0.5, [])).toBeUndefined();
});
