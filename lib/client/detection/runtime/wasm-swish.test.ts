import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSwish } from "./wasm-swish";

const memory = new WebAssembly.Memory({ initial: 1 });
const swish = createSwish(memory);

function swishOf(values: readonly number[], start = 64): number[] {
  const held = new Float32Array(memory.buffer, start, values.length);
  held.set(values);
  swish(start, values.length);
  return [...held];
}

const exact = (x: number) => x / (1 + Math.exp(-x));

describe("createSwish", () => {
  it("is x · sigmoid(x) to the last bits, also where length is no multiple of four", () => {
    const values = fc.array(fc.float({ min: -60, max: 60, noNaN: true }), { minLength: 1, maxLength: 70 });
    fc.assert(
      fc.property(values, (xs) => {
        swishOf(xs).forEach((got, index) => {
          const expected = exact(xs[index]!);
          expect(Math.abs(got - expected)).toBeLessThanOrEqual(Math.abs(expected) * 4e-7 + 1e-30);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("goes to 0 and to x at the ends", () => {
    const [zero, low, high, small, tiny, large, left, right] = swishOf([
      0, -1e4, 1e4, -30, 1e-30, 3e38, -87, 87,
    ]);
    expect(zero).toBe(0);
    expect(Math.abs(low!)).toBeLessThan(1e-30);
    expect(high).toBe(1e4);
    expect(small).toBeCloseTo(exact(-30), 15);
    expect(tiny).toBeCloseTo(5e-31, 35);
    expect(large).toBe(Math.fround(3e38));
    expect(Math.abs(left!)).toBeLessThan(1e-35);
    expect(right).toBe(87);
  });

  it("touches nothing around its floats", () => {
    const all = new Float32Array(memory.buffer, 0, 40).fill(7);
    swish(40, 9);
    expect([...all.subarray(0, 10), ...all.subarray(19, 40)]).toEqual(Array(31).fill(7));
    expect([...all.subarray(10, 19)]).toEqual(Array(9).fill(Math.fround(exact(7))));
  });

  it("follows a memory that grows", () => {
    memory.grow(1);
    expect(swishOf([1, 2, 3, 4, 5], 65_536)[4]).toBeCloseTo(exact(5), 6);
  });
});
