import { expect, it } from "vitest";
import { parityInput } from "./parity-input";

it("makes the same picture again, and another for another seed", () => {
  expect(parityInput(32, 7, "nhwc")).toEqual(parityInput(32, 7, "nhwc"));
  expect(parityInput(32, 7, "nhwc")).not.toEqual(parityInput(32, 8, "nhwc"));
});

it("holds the same pixels in both layouts", () => {
  const nhwc = parityInput(8, 1, "nhwc");
  const nchw = parityInput(8, 1, "nchw");
  for (let pixel = 0; pixel < 64; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      expect(nchw[channel * 64 + pixel]).toBe(nhwc[pixel * 3 + channel]);
    }
  }
});
