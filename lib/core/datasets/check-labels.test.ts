import { describe, expect, it } from "vitest";
import { checkLabels } from "./check-labels";

const photo = { name: "train/a.jpg", size: { width: 200, height: 100 } };
const codes = (text: string) => checkLabels(text, photo, 3).findings.map((one) => [one.code, one.line]);

describe("checkLabels", () => {
  it("has nothing to say of good boxes, of an empty file, or of a touch of rounding", () => {
    expect(codes("0 0.5 0.5 0.2 0.4\n2 0.5 0.5 0.2 0.4\n")).toEqual([]);
    expect(codes("\n\n")).toEqual([]);
    // right edge 0.9 + 0.2005 / 2 = 1.00025
    expect(codes("0 0.9 0.5 0.2005 0.4")).toEqual([]);
  });

  it("names the line that is no label, and goes on", () => {
    const { findings, labels } = checkLabels("0 0.5 0.5 0.2\nx 1 2 3 4\n1 0.5 0.5 0.2 0.4", photo, 3);
    expect(findings.map((one) => [one.code, one.line])).toEqual([
      ["label-syntax", 1],
      ["label-syntax", 2],
    ]);
    expect(labels).toHaveLength(1);
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
    expect(codes("0 0.5 0.5 0.2 0.4\n0 0.5 0.5 0.2 0.401")).toEqual([["label-duplicate", 2]]);
    expect(codes("0 0.5 0.5 0.2 0.4\n1 0.5 0.5 0.2 0.4")).toEqual([]);
  });

  it("takes a polygon as the box around it and says so once", () => {
    const { findings, labels } = checkLabels("0 0.1 0.2 0.5 0.1 0.3 0.9", photo, 3);
    expect(findings.map((one) => one.code)).toEqual(["label-polygon"]);
    expect(labels[0]?.box).toEqual({ x1: 0.1, y1: 0.1, x2: 0.5, y2: 0.9 });
  });
});
