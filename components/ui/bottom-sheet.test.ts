import { expect, it } from "vitest";
import { settle, sheetHeight } from "./bottom-sheet";

const HEIGHTS = [100, 400, 700];

it("rests at the nearest stop when let go slowly", () => {
  expect(settle(240, 0, HEIGHTS)).toBe(0);
  expect(settle(260, 0, HEIGHTS)).toBe(1);
  expect(settle(690, 0.1, HEIGHTS)).toBe(2);
});

it("goes one stop on with a flick, either way", () => {
  expect(settle(130, 1, HEIGHTS)).toBe(1);
  expect(settle(420, 1, HEIGHTS)).toBe(2);
  expect(settle(680, -1, HEIGHTS)).toBe(1);
  expect(settle(390, -1, HEIGHTS)).toBe(0);
});

it("stays at the ends", () => {
  expect(settle(700, 2, HEIGHTS)).toBe(2);
  expect(settle(100, -2, HEIGHTS)).toBe(0);
});

it("measures the stops by the window", () => {
  expect(sheetHeight("peek", 800, 96)).toBe(96);
  expect(sheetHeight("half", 800, 96)).toBe(384);
});
