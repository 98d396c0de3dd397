import { expect, it } from "vitest";
import { fitLogistic } from "./fit-logistic";

it("finds the odds of what happened", () => {
  // 30 of 40 right: log odds ln 3, whatever a column of ones is called
  const observations = Array.from({ length: 40 }, (_, index) => ({ x: [1], isRight: index < 30, weight: 1 }));
  expect(fitLogistic(observations)[0]).toBeCloseTo(Math.log(3), 2);
});

it("tells what matters from what does not", () => {
  const observations = Array.from({ length: 400 }, (_, index) => {
    const [a, b] = [index % 2, (index >> 1) % 2];
    return { x: [1, a, b], isRight: index % 10 < (a ? 8 : 2), weight: 1 };
  });
  const [, first = 0, second = 0] = fitLogistic(observations);
  expect(first).toBeGreaterThan(2);
  expect(Math.abs(second)).toBeLessThan(0.1);
});

it("counts an observation with its weight", () => {
  const observations = [
    { x: [1], isRight: true, weight: 100 },
    { x: [1], isRight: false, weight: 300 },
  ];
  // a quarter of the weight is right
  expect(fitLogistic(observations)[0]).toBeCloseTo(Math.log(1 / 3), 2);
});

it("stays finite where nothing was ever wrong", () => {
  const [weight = 0] = fitLogistic([{ x: [1], isRight: true, weight: 1 }]);
  expect(Number.isFinite(weight)).toBe(true);
});

it("refuses no observations, and rows of different lengths", () => {
  expect(() => fitLogistic([])).toThrow(RangeError);
  const rows = [
    { x: [1], isRight: true, weight: 1 },
    { x: [1, 2], isRight: true, weight: 1 },
  ];
  expect(() => fitLogistic(rows)).toThrow(RangeError);
});
