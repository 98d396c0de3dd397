import { expect, it } from "vitest";
import { laneOf, placeLooks } from "./timeline";

const healthy = { kind: "healthy" } as const;
const at = (...times: number[]) => times.map((time) => ({ at: time, verdict: healthy }));

it("places looks by their time", () => {
  expect(placeLooks(at(100, 150, 200), 0.1).map(({ x }) => x)).toEqual([0, 0.5, 1]);
});

it("keeps looks of one hour apart, and all of them on the line", () => {
  // 0, 0.1 and 0.2 asked for at least; then 1 is the last look's own place
  expect(placeLooks(at(0, 0, 0, 1000), 0.1).map(({ x }) => x)).toEqual([0, 0.1, 0.2, 1]);
  // three at the end: 0.99, 1.09 and 1.19, drawn together by 1.19
  const close = placeLooks(at(0, 990, 1000, 1000), 0.1).map(({ x }) => x);
  expect(close.at(-1)).toBe(1);
  expect(close[2]).toBeCloseTo(1.09 / 1.19);
});

it("places a single look at the beginning", () => {
  expect(placeLooks(at(7), 0.1)).toEqual([{ x: 0, lane: "healthy" }]);
});

it("draws two close conditions as affected", () => {
  expect(laneOf({ kind: "between", first: "a", second: "b" })).toBe("affected");
  expect(laneOf({ kind: "unsure", doubt: "weak" })).toBe("unsure");
});
