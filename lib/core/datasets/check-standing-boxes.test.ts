import { describe, expect, it } from "vitest";
import { checkStandingBoxes } from "./check-standing-boxes";
import { findingKey } from "./finding-key";

const photo = { name: "f00d", size: { width: 200, height: 100 } };
const box = (classId: number, x1: number, y1: number, x2: number, y2: number) => ({
  classId,
  box: { x1, y1, x2, y2 },
});
const isClass = (classId: number) => classId < 3;

describe("checkStandingBoxes", () => {
  it("finds in px what the check of a label file finds in fractions, and carries the box", () => {
    const boxes = [
      box(0, 10, 10, 50, 50),
      box(7, 10, 10, 50, 50),
      box(1, 20, 20, 20, 60),
      box(1, 200, 0, 240, 40),
      box(1, 150, 10, 210, 50),
      // 100 × 4 px: 25 times as long as wide
      box(2, 10, 60, 110, 64),
      box(0, 10, 10, 50, 50),
    ];
    const { findings, usable } = checkStandingBoxes(boxes, photo, isClass);
    expect(findings.map(({ code, region }) => [code, region?.x1])).toEqual([
      ["label-class-unknown", 10],
      ["label-no-area", 20],
      ["label-outside-photo", 200],
      ["label-out-of-range", 150],
      ["label-aspect", 10],
      ["label-duplicate", 10],
    ]);
    expect(usable).toEqual([boxes[0], boxes[4], boxes[5]]);
  });
});

describe("findingKey", () => {
  const base = { severity: "warning", facts: {} } as const;

  it("is the same whatever order a group's photos come in, and another when one joins", () => {
    const key = (...photos: string[]) => findingKey({ ...base, code: "near-duplicate", photos });
    expect(key("b", "a")).toEqual(key("a", "b"));
    expect(key("a", "b", "c")).not.toEqual(key("a", "b"));
  });

  it("tells boxes of a photo and classes of a set apart", () => {
    const at = (x1: number) =>
      findingKey({ ...base, code: "label-aspect", photos: ["a"], region: { x1, y1: 0, x2: 9, y2: 9 } });
    expect(at(1)).not.toEqual(at(2));
    // rounding of a browser's arithmetic is no other box
    expect(at(1)).toEqual(at(1.2));
    const few = (name: string) =>
      findingKey({ ...base, code: "class-few-boxes", photos: [], facts: { class: name, boxes: 3 } });
    expect(few("egg")).not.toEqual(few("bun"));
    expect(few("egg")).toEqual(
      findingKey({ ...base, code: "class-few-boxes", photos: [], facts: { class: "egg", boxes: 4 } }),
    );
  });
});
