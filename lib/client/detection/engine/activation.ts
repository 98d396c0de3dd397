import type { Code, Local } from "@/lib/core/wasm/assembler";

/** What a convolution does to its sum before it stores it. */
export type Activation = "linear" | "swish" | "sigmoid" | "relu" | "relu6";

/**
 * 1.5 · 2^23 + 127: a float of this size has no places behind the point, so that adding it rounds to a whole number,
 * whose lowest bits, moved up, are then the exponent of a power of two.
 */
const MAGIC = 12_582_912 + 127;
/** ln 2 in one float, and in two parts whose first has an exact product with a whole number. */
const LN2 = [Math.LN2];
const LN2_PARTS = [0.693359375, -2.1219444e-4];
/** Minimax polynomial of e^r on ±ln 2 / 2, by Remez' algorithm; relative error 8e-8. Highest power first. */
const POLYNOMIAL = [
  0.00829761940985918, 0.04191562905907631, 0.16667576134204865, 0.4999889135360718, 0.9999997019767761,
  1.0000001192092896,
];
/** e^±87 is within what a float holds. */
const LARGEST = 87;

/** Vector registers that the activation code works in; one set serves a whole function. */
export interface ActivationScratch {
  readonly whole: Local;
  readonly rest: Local;
  readonly sum: Local;
  readonly power: Local;
}

export function activationScratch(code: Code): ActivationScratch {
  return {
    whole: code.local("v128"),
    rest: code.local("v128"),
    sum: code.local("v128"),
    power: code.local("v128"),
  };
}

/**
 * Makes e^±x of x in `rest` as two factors: what the polynomial gives in `sum`, and a power of two left on the stack.
 * What lies beyond ±87 counts as ±87; NaN stays NaN. Relative error below 3e-7 within ±10 and 5e-7 beyond.
 */
function exponential(code: Code, sign: 1 | -1, { whole, rest, sum, power }: ActivationScratch): void {
  code.get(rest).constant(LARGEST).do("pmin").constant(-LARGEST).do("pmax").set(rest);
  // whole = round(±x · log2 e), still in the low bits of a large float
  code.constant(MAGIC).set(whole);
  code.multiplyAdd(
    whole,
    () => code.get(rest),
    () => code.constant(sign * Math.LOG2E),
  );
  // rest = x ∓ whole · ln 2, which is ± the polynomial's r
  code.get(whole).constant(MAGIC).do("sub").set(sum);
  for (const part of code.fused ? LN2 : LN2_PARTS) {
    code.multiplyAdd(
      rest,
      () => code.get(sum),
      () => code.constant(-sign * part),
    );
  }
  POLYNOMIAL.forEach((coefficient, at) => {
    code.constant(coefficient * sign ** (POLYNOMIAL.length - 1 - at)).set(power);
    if (at > 0) {
      code.multiplyAdd(
        power,
        () => code.get(sum),
        () => code.get(rest),
      );
    }
    code.get(power).set(sum);
  });
  code.get(whole).integer(23).do("shiftLeft");
}

/** Applies the activation to `value`, in place. */
export function emitActivation(code: Code, kind: Activation, value: Local, scratch: ActivationScratch): void {
  const { whole, rest, sum } = scratch;
  switch (kind) {
    case "linear":
      return;
    case "relu":
      code.get(value).constant(0).do("max").set(value);
      return;
    case "relu6":
      code.get(value).constant(0).do("max").constant(6).do("min").set(value);
      return;
    case "swish":
    case "sigmoid":
      code.get(value).set(rest);
      exponential(code, -1, scratch);
      code.set(rest).constant(1).set(whole);
      code.multiplyAdd(
        whole,
        () => code.get(sum),
        () => code.get(rest),
      );
      if (kind === "swish") code.get(value);
      else code.constant(1);
      code.get(whole).do("div").set(value);
      return;
  }
}

/** Replaces `value` by e^value; what is below −87 counts as −87. */
export function emitExponential(code: Code, value: Local, scratch: ActivationScratch): void {
  code.get(value).set(scratch.rest);
  exponential(code, 1, scratch);
  code.get(scratch.sum).do("mul").set(value);
}
