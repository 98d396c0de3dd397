import { expect, it } from "vitest";
import { modelDisagreement } from "./disagreement";

const at = (x: number, classId = 1) => ({ classId, box: { x1: x, y1: 0, x2: x + 10, y2: 10 } });

it("is nothing between equals, and between two that found nothing", () => {
  expect(modelDisagreement([at(0), at(20)], [at(20), at(0)])).toBe(0);
  expect(modelDisagreement([], [])).toBe(0);
});

it("is whole where nothing has a partner", () => {
  expect(modelDisagreement([at(0)], [])).toBe(1);
  expect(modelDisagreement([at(0, 1)], [at(0, 2)])).toBe(1);
});

it("is the share of boxes without a partner", () => {
  // 2 + 1 boxes, one pair: 1 of 3 is alone
  expect(modelDisagreement([at(0), at(40)], [at(1)])).toBeCloseTo(1 / 3, 12);
});
