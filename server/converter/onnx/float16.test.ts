import fc from "fast-check";
import { expect, it } from "vitest";
import { fitsFloat16, fromFloat16Bits, roundToFloat16, toFloat16Bits } from "./float16";

it("reads back every half-precision number as itself", () => {
  const all = Array.from({ length: 0x10000 }, (_, bits) => bits);
  const lost = all.filter((bits) => {
    const value = fromFloat16Bits(bits);
    return !Number.isNaN(value) && toFloat16Bits(value) !== bits;
  });
  expect(lost).toEqual([]);
});

it("rounds to the nearer neighbour, ties to the even one", () => {
  // above 2048 the numbers are 2 apart, above 4096 they are 4 apart
  expect([2049, 2051, 4098, 4102].map(roundToFloat16)).toEqual([2048, 2052, 4096, 4104]);
  expect([65504, 65519.9, 65520].map(roundToFloat16)).toEqual([65504, 65504, Number.POSITIVE_INFINITY]);
  expect([2 ** -24, 2 ** -25, 3 * 2 ** -25].map(roundToFloat16)).toEqual([2 ** -24, 0, 2 ** -23]);
});

it("is never further off than half a step", () => {
  fc.assert(
    fc.property(fc.float({ min: -65504, max: 65504, noNaN: true }), (value) => {
      const step = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(value) || 1)) - 10));
      expect(Math.abs(roundToFloat16(value) - value)).toBeLessThanOrEqual(step / 2);
    }),
  );
});

it("knows which tensors lose nothing", () => {
  expect(fitsFloat16(Float32Array.of(0.5, -3, 1024))).toBe(true);
  expect(fitsFloat16(Float32Array.of(0.5, 0.1))).toBe(false);
  expect(fitsFloat16(Float32Array.of(70000))).toBe(false);
});
