/**
 * x · sigmoid(x) in place on WebAssembly memory, four floats at a time: the activation after every convolution, which
 * the stock backend takes in two passes and two new tensors. Assembled here because it is 50 instructions.
 */
import { assemble, get, leb, set, tee } from "@/lib/client/detection/runtime/wasm-assembler";

/** Vector instructions by their code after the 0xfd prefix. */
const V = {
  load: 0,
  store: 11,
  const: 12,
  shl: 171,
  neg: 225,
  add: 228,
  sub: 229,
  mul: 230,
  div: 231,
  /** Without the care for NaN that `min` and `max` take. */
  pmin: 234,
  pmax: 235,
} as const;

const vector = (code: number): number[] => [0xfd, ...leb(code)];
const floats = (value: number): number[] => {
  const bytes = [...new Uint8Array(Float32Array.of(value).buffer)];
  return [...vector(V.const), ...bytes, ...bytes, ...bytes, ...bytes];
};
/** 16 bytes, aligned to 4, at offset 0. */
const memory = [2, 0];

const [POINTER, END, X, T, N, SCALE] = [0, 1, 2, 3, 4, 5];
const FIRST_CONSTANT = 6;

/** Constants live in locals, set before the loop: the engine would make each anew at every use. */
const constants: number[] = [];
const constant = (value: number): number[] => {
  if (!constants.includes(value)) constants.push(value);
  return get(FIRST_CONSTANT + constants.indexOf(value));
};

/** e^r − 1 − r over r², |r| ≤ ln 2 / 2: the coefficients of Cephes' expf, highest first. */
const POLYNOMIAL = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];

/**
 * Added to a small float it leaves the nearest whole number in the low bits, 127 above it, as a float's exponent is
 * written: 1.5 · 2^23 + 127.
 */
const ROUNDING = 12_583_039;

/** Leaves e^T on the stack; T within ±87. */
const exponential = [
  // n = nearest(t · log2 e), still with the rounding constant; 2^n is its low bits moved to the exponent
  ...[
    ...get(T),
    ...constant(Math.LOG2E),
    ...vector(V.mul),
    ...constant(ROUNDING),
    ...vector(V.add),
    ...tee(N),
  ],
  ...[0x41, 23, ...vector(V.shl), ...set(SCALE)],
  ...[...get(N), ...constant(ROUNDING), ...vector(V.sub), ...set(N)],
  // r = t − n · ln 2, in two parts
  ...[...get(T), ...get(N), ...constant(0.693359375), ...vector(V.mul), ...vector(V.sub)],
  ...[...get(N), ...constant(-2.1219444e-4), ...vector(V.mul), ...vector(V.sub), ...set(T)],
  // ((c0 · r + c1) · r + …) · r² + r + 1
  ...constant(POLYNOMIAL[0]!),
  ...POLYNOMIAL.slice(1).flatMap((c) => [...get(T), ...vector(V.mul), ...constant(c), ...vector(V.add)]),
  ...[...get(T), ...vector(V.mul), ...get(T), ...vector(V.mul), ...get(T), ...vector(V.add)],
  ...[...constant(1), ...vector(V.add), ...get(SCALE), ...vector(V.mul)],
];

const loop = [
  ...[0x02, 0x40, 0x03, 0x40], // block, loop
  ...[...get(POINTER), ...get(END), 0x4f, 0x0d, 1], // leave when pointer ≥ end
  ...[...get(POINTER), ...vector(V.load), ...memory, ...tee(X), ...vector(V.neg)],
  ...[...constant(87), ...vector(V.pmin), ...constant(-87), ...vector(V.pmax), ...set(T)],
  ...[...get(POINTER), ...get(X)],
  ...[...exponential, ...constant(1), ...vector(V.add), ...vector(V.div)],
  ...[...vector(V.store), ...memory],
  ...[...get(POINTER), 0x41, 16, 0x6a, ...set(POINTER), 0x0c, 0], // pointer += 16, again
  ...[0x0b, 0x0b, 0x0b],
];

const prologue = constants.flatMap((value, index) => [...floats(value), ...set(FIRST_CONSTANT + index)]);

const MODULE = assemble({
  name: "swish",
  parameters: 2,
  locals: [4 + constants.length, 0x7b], // vectors
  body: [...prologue, ...loop],
});

/** @param start byte offset; @param length number of floats */
export type SwishInPlace = (start: number, length: number) => void;

/**
 * @param memory holds the floats; may grow later
 * @throws where the engine has no vector instructions
 */
export function createSwish(memory: WebAssembly.Memory): SwishInPlace {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(MODULE), { e: { m: memory } });
  const swish = instance.exports.swish as (start: number, end: number) => void;
  return (start, length) => {
    const whole = length - (length % 4);
    swish(start, start + whole * 4);
    const rest = new Float32Array(memory.buffer, start + whole * 4, length - whole);
    rest.forEach((x, index) => {
      rest[index] = x / (1 + Math.exp(-x));
    });
  };
}
