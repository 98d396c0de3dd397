import type { Code, Local } from "./assembler";

/** What a convolution does to its sum before it stores it. */
export type Activation = "linear" | "swish" | "sigmoid" | "relu" | "relu6";

/** 1.5 · 2^23: a float of this size has no places behind the point, so that adding it rounds to a whole number. */
const MAGIC = 12_582_912;
/** ln 2 in two parts, so that the product with a whole number is exact in the first. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444e-4;
/** Minimax polynomial of (e^r − 1 − r) / r² on ±ln 2 / 2. Source: Cephes `expf`, Moshier 1992. */
const POLYNOMIAL = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];
/** e^±87 is within what a float holds. */
const LARGEST = 87;

/** Vector registers that the activation code works in; one set serves a whole function. */
export interface ActivationScratch {
  readonly power: Local;
  readonly whole: Local;
  readonly rest: Local;
  readonly sum: Local;
}

export function activationScratch(code: Code): ActivationScratch {
  return {
    power: code.local("v128"),
    whole: code.local("v128"),
    rest: code.local("v128"),
    sum: code.local("v128"),
  };
}

/**
 * Leaves e^x on the stack, x being in `scratch.power`, which must lie within ±87. Relative error below 2e-7.
 */
function exponential(code: Code, { power, whole, rest, sum }: ActivationScratch): void {
  // whole = round(x · log2 e), still in the low bits of a large float
  code.get(power).constant(Math.LOG2E).do("mul").constant(MAGIC).do("add").set(whole);
  // rest = x − whole · ln 2
  code.get(whole).constant(MAGIC).do("sub").set(sum);
  code.get(power).set(rest);
  code.multiplyAdd(
    rest,
    () => code.get(sum),
    () => code.constant(-LN2_HIGH),
  );
  code.multiplyAdd(
    rest,
    () => code.get(sum),
    () => code.constant(-LN2_LOW),
  );
  const [first = 0, ...others] = POLYNOMIAL;
  code.constant(first).set(sum);
  for (const coefficient of others) {
    code.constant(coefficient).set(power);
    code.multiplyAdd(
      power,
      () => code.get(sum),
      () => code.get(rest),
    );
    code.get(power).set(sum);
  }
  // 1 + rest + rest² · sum
  code.get(rest).constant(1).do("add").set(power);
  code.multiplyAdd(
    power,
    () => code.get(rest).get(rest).do("mul"),
    () => code.get(sum),
  );
  code.get(power);
  code.get(whole).integer(23).do("shiftLeft").integers(0x3f800000).do("integerAdd");
  code.do("mul");
}

/** Applies the activation to `value`, in place. */
export function emitActivation(code: Code, kind: Activation, value: Local, scratch: ActivationScratch): void {
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
      code.get(value).do("neg").constant(LARGEST).do("min").constant(-LARGEST).do("max").set(scratch.power);
      if (kind === "swish") code.get(value);
      else code.constant(1);
      exponential(code, scratch);
      code.constant(1).do("add").do("div").set(value);
      return;
  }
}

/** Replaces `value` by e^value; what is below −87 counts as −87. */
export function emitExponential(code: Code, value: Local, scratch: ActivationScratch): void {
  code.get(value).constant(LARGEST).do("min").constant(-LARGEST).do("max").set(scratch.power);
  exponential(code, scratch);
  code.set(value);
}
