import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleModule } from "@/lib/core/wasm/assembler";
import type { Activation } from "./activation";
import { writeConvolution } from "./convolution-kernel";
import { instructionSet } from "./instruction-set";
import {
  packedWinogradLength,
  packWinograd,
  squaresOf,
  type WinogradShape,
  winogradMatrices,
  winogradOwn,
  winogradProduct,
  writeWinograd,
} from "./winograd-kernel";
import type { WinogradEdge } from "./winograd-transforms";

const RELAXED = instructionSet() === "fused";

interface Problem {
  readonly edge: WinogradEdge;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly activation: Activation;
  /** Channels that lie before and behind those read and written. */
  readonly around: number;
  readonly residual: boolean;
  readonly oneBlock: boolean;
  readonly seed: number;
}

const fours = (most: number) => fc.integer({ min: 1, max: most / 4 }).map((count) => count * 4);

const problems: fc.Arbitrary<Problem> = fc.record({
  edge: fc.constantFrom<WinogradEdge>(2, 4),
  height: fc.integer({ min: 1, max: 13 }),
  width: fc.integer({ min: 1, max: 13 }),
  inChannels: fours(24),
  outChannels: fours(20),
  activation: fc.constantFrom<Activation>("linear", "swish", "sigmoid", "relu", "relu6"),
  around: fc.integer({ min: 0, max: 3 }),
  residual: fc.boolean(),
  oneBlock: fc.boolean(),
  seed: fc.nat(1000),
});

const activate = (kind: Activation, x: number) => {
  if (kind === "relu") return Math.max(0, x);
  if (kind === "relu6") return Math.min(6, Math.max(0, x));
  const sigmoid = 1 / (1 + Math.exp(-x));
  return kind === "linear" ? x : kind === "sigmoid" ? sigmoid : x * sigmoid;
};

/**
 * Runs the code on random values, with NaN wherever it has no business to read.
 * @returns the largest error of the output and what lies beside it, as a share of the largest sum
 */
function tryOut(problem: Problem, fused: boolean): number {
  const { edge, height, width, inChannels, outChannels, around, activation } = problem;
  const inPixelStep = inChannels + 2 * around;
  const outPixelStep = outChannels + 2 * around;
  const columns = width + 2;
  const { down } = squaresOf({ edge, outHeight: height, outWidth: width });
  const shape: WinogradShape = {
    edge,
    inChannels,
    outChannels,
    outHeight: height,
    outWidth: width,
    inPixelStep,
    inRowStep: columns * inPixelStep,
    outPixelStep,
    outRowStep: width * outPixelStep,
    activation,
    rowsPerBlock: problem.oneBlock ? down : 1,
    ...(problem.residual && { residual: { pixelStep: outPixelStep, rowStep: width * outPixelStep } }),
  };
  const memory = new WebAssembly.Memory({ initial: 64 });
  const floats = new Float32Array(memory.buffer).fill(Number.NaN);
  let state = problem.seed + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * 4 - 2;
  };
  const filter = Float32Array.from({ length: 9 * inChannels * outChannels }, random);
  const bias = Float32Array.from({ length: outChannels }, random);
  const [input, weights, output, residual, scratch] = [64, 100_000, 300_000, 400_000, 500_000];
  // zeros around the image
  for (let y = 0; y < height + 2; y++) {
    for (let x = 0; x < columns; x++) {
      const isEdge = y === 0 || x === 0 || y > height || x > width;
      for (let c = 0; c < inChannels; c++) {
        floats[input + (y * columns + x) * inPixelStep + around + c] = isEdge ? 0 : random();
      }
    }
  }
  const length = packedWinogradLength(edge, inChannels, outChannels);
  packWinograd(edge, filter, bias, outChannels, floats.subarray(weights, weights + length));
  const outLength = height * width * outPixelStep;
  floats.fill(7, output - 16, output + outLength + 16);
  for (let at = 0; at < outLength; at++) floats[residual + at] = random();
  const expected = floats.slice(output - 16, output + outLength + 16);
  let magnitude = 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < outChannels; channel++) {
        let sum = bias[channel]!;
        for (let tap = 0; tap < 9; tap++) {
          const pixel = (y + Math.floor(tap / 3)) * columns + x + (tap % 3);
          for (let c = 0; c < inChannels; c++) {
            const value = floats[input + pixel * inPixelStep + around + c]!;
            sum += value * filter[(tap * inChannels + c) * outChannels + channel]!;
          }
        }
        magnitude = Math.max(magnitude, Math.abs(sum));
        const at = (y * width + x) * outPixelStep + around + channel;
        expected[16 + at] = activate(activation, sum) + (problem.residual ? floats[residual + at]! : 0);
      }
    }
  }
  const product = writeConvolution(winogradProduct(shape), fused);
  const names = { transform: "transform", product: "product", finish: "finish" };
  const codes = { ...writeWinograd(shape, names, "convolution", fused), convolution: product };
  const bytes = assembleModule(
    Object.entries(codes).map(([name, code]) => ({ name, code })),
    { pages: 64, shared: false },
  );
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { m: memory } });
  const functions = instance.exports as Record<string, (...parameters: number[]) => void>;
  const behindMatrices = scratch + winogradMatrices(shape);
  const own = [0, 1].map((thread) => behindMatrices + thread * winogradOwn(edge)) as [number, number];
  const addresses = [input + around, weights, output + around, residual + around, scratch].map(
    (at) => at * 4,
  );
  // in two parts each, as threads share it
  const halves = (count: number) => [
    [Math.floor(count / 2), count],
    [0, Math.floor(count / 2)],
  ];
  if (problem.oneBlock) {
    const [image = 0, packed = 0, target = 0, added = 0, matrices = 0] = addresses;
    const mine = own[1] * 4;
    for (const part of halves(down)) functions.transform!(image, matrices, mine, ...part);
    for (const part of halves((edge + 2) ** 2)) functions.product!(packed, matrices, ...part);
    for (const part of halves(down)) functions.finish!(packed, target, added, matrices, mine, ...part);
    // what is another thread's own is not touched
    expect(floats.subarray(own[0], own[1]).every(Number.isNaN)).toBe(true);
  } else for (const part of halves(down / shape.rowsPerBlock)) functions.blocks!(...addresses, ...part);
  const end = own[problem.oneBlock ? 1 : 0] + winogradOwn(edge);
  expect(floats[end]).toBeNaN();
  const got = floats.slice(output - 16, output + outLength + 16);
  return Math.max(...got.map((value, at) => Math.abs(value - expected[at]!))) / magnitude;
}

describe("writeWinograd", () => {
  it("agrees with the definition and writes nothing beside its output", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(tryOut(problem, false)).toBeLessThan(1e-5);
      }),
      { numRuns: 200 },
    );
  });

  it.runIf(RELAXED)("agrees with fused multiply-add", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(tryOut(problem, true)).toBeLessThan(1e-5);
      }),
      { numRuns: 200 },
    );
  });
});
