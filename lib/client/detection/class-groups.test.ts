import { expect, it } from "vitest";
import type { StageBox } from "@/lib/core/editor/document";
import { countsOfKind, groupByClass } from "./class-groups";
import type { ClassLookup } from "./class-lookup";

const NAMES: Record<number, string> = { 1: "Tomato", 2: "Basil leaf", 3: "Apple" };
const classes: ClassLookup = {
  all: [],
  nameOf: (classId) => NAMES[classId] ?? "?",
  hasWords: false,
  surenessOf: () => undefined,
  kindOf: (classId) => (classId === 2 ? "leaf" : "ingredient"),
};
const found = (
  id: string,
  classId: number,
  score?: number,
  state: StageBox["state"] = "detected",
): StageBox => ({
  id,
  classId,
  score,
  state: score === undefined ? "drawn" : state,
  box: { x1: 0, y1: 0, x2: 1, y2: 1 },
  label: undefined,
  detection: undefined,
  alternatives: [],
});

it("puts the surest class first and its surest box on top", () => {
  const groups = groupByClass([found("a", 1, 0.4), found("b", 3, 0.8), found("c", 1, 0.9)], classes);
  expect(groups.map(({ name, boxes }) => [name, boxes.map(({ id }) => id)])).toEqual([
    ["Tomato", ["c", "a"]],
    ["Apple", ["b"]],
  ]);
});

it("keeps the order of what was there when a slider adds weaker boxes", () => {
  const sure = [found("a", 1, 0.9), found("b", 3, 0.8)];
  const before = groupByClass(sure, classes).map(({ classId }) => classId);
  const after = groupByClass([...sure, found("c", 3, 0.2), found("d", 2, 0.1)], classes).map(
    (g) => g.classId,
  );
  expect(after.slice(0, 2)).toEqual(before);
});

it("takes a person's box as certain, and orders equals by name", () => {
  const groups = groupByClass([found("a", 1), found("b", 3), found("c", 2, 0.99)], classes);
  expect(groups.map(({ name }) => name)).toEqual(["Apple", "Tomato", "Basil leaf"]);
});

it("counts foods apart from leaves, a confirmed box as certain", () => {
  const boxes = [found("a", 1, 0.4, "confirmed"), found("b", 1, 0.6), found("c", 2, 0.7)];
  expect(countsOfKind(boxes, classes, ["ingredient", "dish"])).toEqual([
    { classId: 1, count: 2, score: 1, boxIds: ["b", "a"], doubtIds: [] },
  ]);
  const doubtful = { ...found("d", 1, 0.6), alternatives: [{ classId: 3, score: 0.3 }] };
  expect(countsOfKind([doubtful], classes, ["ingredient"])[0]).toMatchObject({
    score: 0.6,
    rivalId: 3,
    doubtIds: ["d"],
  });
  const confirmed = found("e", 1, 0.5, "confirmed");
  expect(countsOfKind([doubtful, confirmed], classes, ["ingredient"])[0]?.rivalId).toBeUndefined();
  expect(countsOfKind(boxes, classes, ["leaf"])).toMatchObject([{ classId: 2, count: 1, score: 0.7 }]);
});
