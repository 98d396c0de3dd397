import { describe, expect, it } from "vitest";
import { boxOfMask } from "./coco-mask";

// 5 high and 6 wide; columns 2 and 3, rows 1 to 3: 2 × 5 + 1 = 11 of background, 3 on, 2 off, 3 on
const RUNS = [11, 3, 2, 3, 11];

describe("boxOfMask", () => {
  it("is the box around what the runs fill", () => {
    expect(boxOfMask({ size: [5, 6], counts: RUNS })).toEqual({ x1: 2, y1: 1, x2: 4, y2: 4 });
  });

  it("reads the same from text", () => {
    // from the fourth on differences: 11, 3, 2, 3 - 3 = 0, 11 - 2 = 9; each fits five bits
    const text = [11, 3, 2, 0, 9].map((value) => String.fromCharCode(48 + value)).join("");
    expect(boxOfMask({ size: [5, 6], counts: text })).toEqual({ x1: 2, y1: 1, x2: 4, y2: 4 });
  });

  it("reads numbers of more than five bits, and negative differences", () => {
    // 416 × 416, one run of 300 from 1000 on: 1000 = 31 × 32 + 8, as "8 and more", then 31, then 0 without sign
    // 300 = 9 × 32 + 12; the rest is left off
    const text = String.fromCharCode(48 + 32 + 8, 48 + 32 + 31, 48, 48 + 32 + 12, 48 + 9);
    expect(boxOfMask({ size: [416, 416], counts: text })).toEqual({ x1: 2, y1: 0, x2: 4, y2: 416 });
    // 4, 2, 3, then 2 - 1 = 1 as the difference -1: 5 bits of -1, no more follows
    const shrinking = [4, 2, 3, 31].map((value) => String.fromCharCode(48 + value)).join("");
    expect(boxOfMask({ size: [10, 1], counts: shrinking })).toEqual({ x1: 0, y1: 4, x2: 1, y2: 10 });
  });

  it("takes a run over columns for whole ones", () => {
    expect(boxOfMask({ size: [5, 6], counts: [3, 4] })).toEqual({ x1: 0, y1: 0, x2: 2, y2: 5 });
  });

  it("is nothing for an empty mask, one that is too long, and what is none", () => {
    expect(boxOfMask({ size: [5, 6], counts: [30] })).toBeUndefined();
    expect(boxOfMask({ size: [5, 6], counts: [10, 21] })).toBeUndefined();
    expect(boxOfMask({ size: [5, 6], counts: "\n" })).toBeUndefined();
    expect(boxOfMask({ size: "5", counts: RUNS })).toBeUndefined();
    expect(boxOfMask({})).toBeUndefined();
  });
});
