import { describe, expect, it } from "vitest";
import { checkLabels } from "./check-labels";
import { labellingOf, readYolo } from "./formats/yolo/yolo";

const photo = { name: "train/a.jpg", size: { width: 200, height: 100 } };
const names = ["a", "b", "c"];
const check = (text: string) =>
  checkLabels({
    photo,
    labels: readYolo(text, labellingOf(names, text), photo.size),
    indexOf: (name) => names.indexOf(name),
  });
const codes = (text: string) => check(text).findings.map((one) => [one.code, one.line]);

describe("checkLabels", () => {
  it("has nothing to say of good boxes, of an empty file, or of a touch of rounding", () => {
    expect(codes("0 0.5 0.5 0.2 0.4\n2 0.5 0.5 0.2 0.4\n")).toEqual([]);
    expect(codes("\n\n")).toEqual([]);
    // right edge 0.9 + 0.2005 / 2 = 1.00025
    expect(codes("0 0.9 0.5 0.2005 0.4")).toEqual([]);
  });

  it("names the line that is no label, and goes on", () => {
    const { findings, classes } = check("0 0.5 0.5 0.2\nx 1 2 3 4\n1 0.5 0.5 0.2 0.4");
    expect(findings.map((one) => [one.code, one.line])).toEqual([
      ["label-syntax", 1],
      ["label-syntax", 2],
    ]);
    expect(classes).toEqual([1]);
  });

  it("takes the last class and refuses the one after it", () => {
    expect(codes("2 0.5 0.5 0.2 0.4")).toEqual([]);
    expect(codes("3 0.5 0.5 0.2 0.4")).toEqual([["label-class-unknown", 1]]);
  });

  it("refuses a box without area, and one outside the photo", () => {
    expect(codes("0 0.5 0.5 0 0.4")).toEqual([["label-no-area", 1]]);
    // left edge at 1.0 exactly
    expect(codes("0 1.1 0.5 0.2 0.4")).toEqual([["label-outside-photo", 1]]);
  });

  it("warns of a box that leaves the photo, and of one 40 times as long as wide", () => {
    expect(codes("0 0.95 0.5 0.2 0.4")).toEqual([["label-out-of-range", 1]]);
    // 200 × 5 px
    expect(codes("0 0.5 0.5 1 0.05")).toEqual([["label-aspect", 1]]);
  });

  it("warns of one box said twice, not of two classes on one thing", () => {
    expect(codes("0 0.5 0.5 0.2 0.4\n0 0.5 0.5 0.2 0.4")).toEqual([["label-duplicate", 2]]);
    expect(codes("0 0.5 0.5 0.2 0.4\n0 0.5 0.5 0.2 0.401")).toEqual([["label-duplicate", 2]]);
    expect(codes("0 0.5 0.5 0.2 0.4\n1 0.5 0.5 0.2 0.4")).toEqual([]);
  });

  it("says once of a photo that polygons, keypoints or scores are in its labels", () => {
    expect(codes("0 0.1 0.2 0.5 0.1 0.3 0.9")).toEqual([["label-polygon", undefined]]);
    expect(codes("0 0.5 0.5 0.2 0.4 0.9\n1 0.5 0.5 0.2 0.4 0.8")).toEqual([["label-score", undefined]]);
    expect(codes("0 0.5 0.5 0.2 0.4 0.5 0.5 2 0.5 0.6 1")).toEqual([["label-keypoints", undefined]]);
  });

  it("reports what a format without lines cannot read, and names the box", () => {
    const box = { x1: 0, y1: 0, x2: 0, y2: 5 };
    const labels = {
      boxes: [{ name: "a", box, shape: "box" as const }],
      size: null,
      problems: ["object 2 has no name"],
    };
    const { findings } = checkLabels({ photo, labels, indexOf: () => 0 });
    expect(findings).toMatchObject([
      { code: "label-syntax", facts: { text: "object 2 has no name" } },
      { code: "label-no-area", region: box },
    ]);
  });
});
