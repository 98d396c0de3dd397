import { Code, type Local } from "@/lib/core/wasm/assembler";
import { type Activation, activationScratch, emitActivation } from "./activation";

/** Everything a depthwise convolution's code is made for: one filter a channel. Steps are in floats. */
export interface DepthwiseShape {
  readonly kernel: readonly [height: number, width: number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly channels: number;
  readonly outWidth: number;
  readonly inPixelStep: number;
  readonly inRowStep: number;
  readonly outPixelStep: number;
  readonly outRowStep: number;
  readonly activation: Activation;
}

/** Parameters of the function, by position. */
const [INPUT, WEIGHTS, OUTPUT, FIRST_ROW, END_ROW] = [0, 1, 2, 3, 4];

/** More taps than this do not fit the registers and are read again for each pixel. */
const TAPS_IN_REGISTERS = 9;

/** Floats of packed weights. */
export const packedDepthwiseLength = (taps: number, channels: number): number =>
  Math.ceil(channels / 4) * 4 * (taps + 1);

/**
 * Four channels at a time: the bias, then each tap.
 * @param filter [height, width, channels, 1], row-major
 */
export function packDepthwise(
  filter: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
  channels: number,
  target: Float32Array,
): void {
  const taps = filter.length / channels;
  target.fill(0);
  for (let channel = 0; channel < channels; channel++) {
    let at = Math.floor(channel / 4) * 4 * (taps + 1) + (channel % 4);
    target[at] = bias?.[channel] ?? 0;
    for (let tap = 0; tap < taps; tap++) {
      at += 4;
      target[at] = filter[tap * channels + channel]!;
    }
  }
}

/**
 * Writes a depthwise convolution: four channels of a row at a time, their taps in registers. The function takes byte
 * addresses and the rows to do.
 */
export function writeDepthwise(shape: DepthwiseShape, fused: boolean): Code {
  const code = new Code(5, fused);
  const { kernel, stride, dilation, channels } = shape;
  const taps = kernel[0] * kernel[1];
  const held = taps <= TAPS_IN_REGISTERS;
  const [row, group, input, output, weight, left] = Array.from({ length: 6 }, () => code.local("i32")) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const groups = code.local("i32");
  const [sum, value, bias] = Array.from({ length: 3 }, () => code.local("v128")) as [Local, Local, Local];
  const filters = Array.from({ length: held ? taps : 0 }, () => code.local("v128"));
  const scratch = activationScratch(code);
  const offsetOf = (tap: number) => {
    const [y, x] = [Math.floor(tap / kernel[1]), tap % kernel[1]];
    return (y * dilation[0] * shape.inRowStep + x * dilation[1] * shape.inPixelStep) * 4;
  };
  const pixels = (count: number) => {
    code.get(weight).load(0).set(bias);
    filters.forEach((filter, tap) => {
      code
        .get(weight)
        .load((tap + 1) * 16)
        .set(filter);
    });
    code.integer(shape.outWidth).set(left);
    code.repeat(
      () => {
        code.get(bias).set(sum);
        for (let tap = 0; tap < taps; tap++) {
          code.get(input).load(offsetOf(tap)).set(value);
          code.multiplyAdd(
            sum,
            () => code.get(value),
            () => (held ? code.get(filters[tap]!) : code.get(weight).load((tap + 1) * 16)),
          );
        }
        emitActivation(code, shape.activation, sum, scratch);
        code.store(output, sum, 0, count);
        code.advance(input, stride[1] * shape.inPixelStep * 4);
        code.advance(output, shape.outPixelStep * 4);
      },
      () => code.get(left).integer(1).subtract().tee(left),
    );
  };
  const start = (base: number, step: number, target: Local) =>
    code
      .get(row)
      .integer(step * 4)
      .multiply()
      .get(code.parameter(base))
      .add()
      .get(group)
      .add()
      .set(target);
  code.integer(Math.floor(channels / 4) * 16).set(groups);
  code.get(code.parameter(FIRST_ROW)).set(row);
  code.countTo(row, code.parameter(END_ROW), 1, () => {
    code.advance(weight, 0, code.parameter(WEIGHTS));
    code.integer(0).set(group);
    // group counts bytes of the channels done
    code.countTo(group, groups, 16, () => {
      start(INPUT, stride[0] * shape.inRowStep, input);
      start(OUTPUT, shape.outRowStep, output);
      pixels(4);
      code.advance(weight, (taps + 1) * 16);
    });
    if (channels % 4 > 0) {
      start(INPUT, stride[0] * shape.inRowStep, input);
      start(OUTPUT, shape.outRowStep, output);
      pixels(channels % 4);
    }
  });
  return code;
}
