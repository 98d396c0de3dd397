import { describe, expect, it } from "vitest";
import { wilsonInterval, worstSlice } from "./worst-slice";

const slice = (name: string, bad: number, all: number) => ({ where: { device: name }, bad, all });

describe("the worst slice", () => {
  it("is the one that differs most from everything else", () => {
    const slices = [slice("phone", 60, 200), slice("computer", 80, 800)];
    const worst = worstSlice(slices, { bad: 140, all: 1_000 });
    expect(worst).toMatchObject({ where: { device: "phone" }, share: 0.3, others: 0.1 });
  });

  it("is none where all are alike, or one is better", () => {
    expect(
      worstSlice([slice("phone", 21, 200), slice("computer", 79, 800)], { bad: 100, all: 1_000 }),
    ).toBeNull();
    expect(worstSlice([slice("phone", 0, 200)], { bad: 100, all: 1_000 })).toBeNull();
  });

  it("is none of those with too few events to say, nor beside too few others", () => {
    expect(worstSlice([slice("phone", 29, 29)], { bad: 100, all: 1_000 })).toBeNull();
    expect(worstSlice([slice("phone", 900, 980)], { bad: 900, all: 1_000 })).toBeNull();
  });

  it("must be worse than one of as many slices would be by chance", () => {
    // 0.18 beside 0.1: z = 2.5, p = 0.006 alone, and 0.3 for fifty
    const one = slice("phone", 18, 100);
    const total = { bad: 108, all: 1_000 };
    expect(worstSlice([one], total)?.p).toBeLessThan(0.05);
    const many = Array.from({ length: 49 }, (_, index) => slice(`other ${index}`, 11, 100));
    expect(worstSlice([one, ...many], total)).toBeNull();
  });

  it("is none of nothing", () => {
    expect(worstSlice([], { bad: 0, all: 0 })).toBeNull();
    expect(worstSlice([slice("phone", 50, 50)], { bad: 100, all: 100 })).toBeNull();
  });
});

describe("an interval", () => {
  it("is Wilson's", () => {
    // z² = 3.8415: middle (0.16 + 0.0384) / 1.0768 = 0.1843, half 1.96 · √(0.002688 + 0.000384) / 1.0768 = 0.1009
    const { low, high } = wilsonInterval(8, 50) ?? { low: 0, high: 0 };
    expect(low).toBeCloseTo(0.0834, 3);
    expect(high).toBeCloseTo(0.2851, 3);
  });

  it("of none and of all stays between 0 and 1", () => {
    expect(wilsonInterval(0, 10)?.low).toBe(0);
    expect(wilsonInterval(10, 10)?.high).toBeCloseTo(1, 12);
    expect(wilsonInterval(0, 0)).toBeNull();
  });
});
