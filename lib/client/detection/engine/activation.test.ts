import { describe, expect, it } from "vitest";
import { assembleModule, Code } from "@/lib/core/wasm/assembler";
import { type Activation, activationScratch, emitActivation, emitExponential } from "./activation";
import { instructionSet } from "./instruction-set";

const TIERS = instructionSet() === "fused" ? [false, true] : [false];

/** What the code makes of values, four at a time. */
function apply(kind: Activation | "exp", values: readonly number[], fused: boolean): number[] {
  const code = new Code(1, fused);
  const address = code.parameter(0);
  const value = code.local("v128");
  const scratch = activationScratch(code);
  code.get(address).load().set(value);
  if (kind === "exp") emitExponential(code, value, scratch);
  else emitActivation(code, kind, value, scratch);
  code.store(address, value);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const bytes = assembleModule([{ name: "run", code }], { pages: 1, shared: false });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { m: memory } });
  const run = instance.exports.run as (address: number) => void;
  const floats = new Float32Array(memory.buffer);
  return values.map((one) => {
    floats.fill(one, 0, 4);
    run(0);
    return floats[0]!;
  });
}

const steps = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, at) => Math.fround(from + ((to - from) * at) / (count - 1)));
const largestError = (got: readonly number[], expected: readonly number[]) =>
  Math.max(...got.map((value, at) => Math.abs(value / expected[at]! - 1)));

describe.each(TIERS)("activations, fused: %s", (fused) => {
  it.each([
    [10, 3e-7],
    [86, 5e-7],
  ])("makes powers of e within ±%d to a relative error below %d", (most, error) => {
    const values = steps(-most, most, 20_001);
    expect(largestError(apply("exp", values, fused), values.map(Math.exp))).toBeLessThan(error);
  });

  it("makes sigmoids and products with them to a relative error below 4e-7", () => {
    const values = steps(-20, 20, 20_001);
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    expect(largestError(apply("sigmoid", values, fused), values.map(sigmoid))).toBeLessThan(4e-7);
    const products = values.map((x) => x * sigmoid(x));
    const made = apply("swish", values, fused);
    const isZero = products.map((product) => product === 0);
    expect(
      largestError(
        made.filter((_, at) => !isZero[at]),
        products.filter((_, at) => !isZero[at]),
      ),
    ).toBeLessThan(4e-7);
  });

  it("ends in 0 and 1 for values beyond what e can be raised to", () => {
    expect(apply("sigmoid", [200, 1e30, Number.POSITIVE_INFINITY], fused)).toEqual([1, 1, 1]);
    for (const low of apply("sigmoid", [-200, -1e30, Number.NEGATIVE_INFINITY], fused)) {
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThan(1e-37);
    }
    expect(apply("swish", [200, 1e30], fused)).toEqual([200, Math.fround(1e30)]);
    expect(Math.abs(apply("swish", [-200], fused)[0]!)).toBeLessThan(1e-34);
  });

  it.each(["exp", "sigmoid", "swish", "relu", "relu6"] as const)("hides no NaN: %s", (kind) => {
    expect(apply(kind, [Number.NaN], fused)).toEqual([Number.NaN]);
  });
});
