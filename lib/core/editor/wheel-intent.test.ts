import { expect, it } from "vitest";
import { wheelIntent } from "./wheel-intent";

const still = { deltaX: 0, deltaY: 0, deltaMode: 0, wheelDeltaY: 0, ctrl: false, shift: false };

it("zooms on a notch of a mouse wheel, in when turned away", () => {
  const away = wheelIntent({ ...still, deltaY: -100, wheelDeltaY: 120 });
  expect(away.do === "zoom" && away.factor).toBeGreaterThan(1);
  const back = wheelIntent({ ...still, deltaY: 100, wheelDeltaY: -120 });
  // Zooming in and back out gives the same scale.
  expect(away.do === "zoom" && back.do === "zoom" && away.factor * back.factor).toBeCloseTo(1);
});

it("zooms on a wheel that counts in lines", () => {
  expect(wheelIntent({ ...still, deltaY: 3, deltaMode: 1 }).do).toBe("zoom");
});

it("pans with two fingers on a trackpad", () => {
  const input = { ...still, deltaX: 4, deltaY: 12, wheelDeltaY: -36 };
  expect(wheelIntent(input)).toEqual({ do: "pan", x: -4, y: -12 });
});

it("zooms on a pinch, which comes with Ctrl and small steps", () => {
  const input = { ...still, deltaY: -5, wheelDeltaY: 15, ctrl: true };
  expect(wheelIntent(input)).toEqual({ do: "zoom", factor: Math.exp(0.05) });
});

it("pans sideways on a notch with Shift", () => {
  const input = { ...still, deltaY: 100, wheelDeltaY: -120, shift: true };
  expect(wheelIntent(input)).toEqual({ do: "pan", x: -100, y: 0 });
});

it("never zooms by more than two at once", () => {
  expect(wheelIntent({ ...still, deltaY: -9000, wheelDeltaY: 120 })).toEqual({ do: "zoom", factor: 2 });
});
