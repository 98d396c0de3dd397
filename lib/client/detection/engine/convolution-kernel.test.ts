import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleModule } from "@/lib/core/wasm/assembler";
import type { Activation } from "./activation";
import {
  type ConvolutionShape,
  chooseTile,
  packedLength,
  packWeights,
  writeConvolution,
} from "./convolution-kernel";
import { instructionSet } from "./instruction-set";

const RELAXED = instructionSet() === "fused";

interface Problem {
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly activation: Activation;
  /** Channels that lie before and behind those read and written. */
  readonly around: number;
  readonly residual: boolean;
  readonly rowsPerBlock: number;
  readonly seed: number;
}

const problems: fc.Arbitrary<Problem> = fc.record({
  height: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 15 }),
  inChannels: fc.integer({ min: 1, max: 21 }),
  outChannels: fc.integer({ min: 1, max: 19 }),
  kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 })),
  stride: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  dilation: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  activation: fc.constantFrom<Activation>("linear", "swish", "sigmoid", "relu", "relu6"),
  around: fc.integer({ min: 0, max: 3 }),
  residual: fc.boolean(),
  rowsPerBlock: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(1000),
});

const activate = (kind: Activation, x: number) => {
  if (kind === "relu") return Math.max(0, x);
  if (kind === "relu6") return Math.min(6, Math.max(0, x));
  const sigmoid = 1 / (1 + Math.exp(-x));
  return kind === "linear" ? x : kind === "sigmoid" ? sigmoid : x * sigmoid;
};

/** Runs the code on random values. @returns the largest error, and whether anything beside the output changed */
function tryOut(problem: Problem, fused: boolean) {
  const { height, width, inChannels, outChannels, kernel, stride, dilation, around } = problem;
  const outHeight = Math.floor((height - 1) / stride[0]) + 1;
  const outWidth = Math.floor((width - 1) / stride[1]) + 1;
  // zeros below and right of the image, wide enough for every tap
  const paddedWidth = (outWidth - 1) * stride[1] + (kernel[1] - 1) * dilation[1] + 1;
  const inPixelStep = inChannels + 2 * around;
  const outPixelStep = outChannels + 2 * around;
  const columns = Math.max(width, paddedWidth);
  const shape: ConvolutionShape = {
    kernel,
    stride,
    dilation,
    inChannels,
    outChannels,
    outWidth,
    inPixelStep,
    inRowStep: columns * inPixelStep,
    outPixelStep,
    outRowStep: outWidth * outPixelStep,
    activation: problem.activation,
    rowsPerBlock: problem.rowsPerBlock,
    ...(problem.residual && { residual: { pixelStep: outPixelStep, rowStep: outWidth * outPixelStep } }),
  };
  const memory = new WebAssembly.Memory({ initial: 64 });
  const floats = new Float32Array(memory.buffer);
  let state = problem.seed + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * 4 - 2;
  };
  const taps = kernel[0] * kernel[1] * inChannels;
  const filter = Float32Array.from({ length: taps * outChannels }, random);
  const bias = Float32Array.from({ length: outChannels }, random);
  const [input, weights, output, residual] = [64, 200_000, 400_000, 600_000];
  for (let y = 0; y < height; y++) {
    for (let at = 0; at < width * inPixelStep; at++)
      floats[input + y * columns * inPixelStep + at] = random();
  }
  const packed = floats.subarray(weights, weights + packedLength(taps, outChannels));
  packWeights(filter, bias, outChannels, packed);
  const outLength = outHeight * outWidth * outPixelStep;
  floats.fill(7, output - 16, output + outLength + 16);
  for (let at = 0; at < outLength; at++) floats[residual + at] = random();
  const expected = floats.slice(output - 16, output + outLength + 16);
  let magnitude = 1;
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      for (let channel = 0; channel < outChannels; channel++) {
        let sum = bias[channel]!;
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let kx = 0; kx < kernel[1]; kx++) {
            for (let c = 0; c < inChannels; c++) {
              const from =
                (y * stride[0] + ky * dilation[0]) * shape.inRowStep +
                (x * stride[1] + kx * dilation[1]) * inPixelStep;
              const tap = (ky * kernel[1] + kx) * inChannels + c;
              sum += floats[input + around + from + c]! * filter[tap * outChannels + channel]!;
            }
          }
        }
        magnitude = Math.max(magnitude, Math.abs(sum));
        const at = (y * outWidth + x) * outPixelStep + around + channel;
        expected[16 + at] =
          activate(problem.activation, sum) + (problem.residual ? floats[residual + at]! : 0);
      }
    }
  }
  const code = writeConvolution(shape, fused);
  const bytes = assembleModule([{ name: "run", code }], { pages: 64, shared: false });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { m: memory } });
  const run = instance.exports.run as (...parameters: number[]) => void;
  const panels = Math.ceil(outChannels / (chooseTile(outWidth, outChannels).vectors * 4));
  const [a, w, o, r] = [(input + around) * 4, weights * 4, (output + around) * 4, (residual + around) * 4];
  // in four parts, as threads share it
  const [rowCut, panelCut] = [Math.floor(outHeight / 2), Math.floor(panels / 2)];
  for (const [from, to] of [
    [0, rowCut],
    [rowCut, outHeight],
  ] as const) {
    run(a, w, o, r, from, to, 0, panelCut);
    run(a, w, o, r, from, to, panelCut, panels);
  }
  const got = floats.slice(output - 16, output + outLength + 16);
  const error = Math.max(...got.map((value, at) => Math.abs(value - expected[at]!))) / magnitude;
  return error;
}

describe("writeConvolution", () => {
  it("agrees with the definition and writes nothing beside its output", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(tryOut(problem, false)).toBeLessThan(2e-6);
      }),
      { numRuns: 300 },
    );
  });

  it.runIf(RELAXED)("agrees with fused multiply-add", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(tryOut(problem, true)).toBeLessThan(2e-6);
      }),
      { numRuns: 300 },
    );
  });
});
