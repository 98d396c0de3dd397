import type { Activation } from "@/lib/client/detection/engine/activation";
import type { Window } from "@/lib/client/detection/engine/shapes";
import type { View } from "@/lib/client/detection/engine/view";
import { activated } from "./activation-shader";
import { type GpuStep, GROUP_SIZE, isAligned, startOf } from "./step";

export interface DepthwiseStep {
  readonly node: string;
  readonly window: Window;
  readonly image: View;
  readonly output: View;
  readonly activation: Activation;
  /** Where its weights begin, in groups of four floats: for each four channels the bias, then each kernel position. */
  readonly weights: number;
}

/** Each channel with a filter of its own. A thread makes four channels of a pixel. */
export function depthwiseStep(about: DepthwiseStep): GpuStep {
  const { node, image, output } = about;
  const [, outHeight = 0, outWidth = 0, channels = 0] = output.shape;
  const isWide = channels % 4 === 0 && isAligned(output) && isAligned(image);
  const items = outHeight * outWidth * Math.ceil(channels / 4);
  return {
    node,
    kind: "depthwise",
    reads: [image],
    writes: [output],
    groups: Math.ceil(items / GROUP_SIZE),
    single: !isWide,
    shared: 0,
    body: () => write(about, items, isWide),
  };
}

function write(
  { window, image, output, activation, weights }: DepthwiseStep,
  items: number,
  isWide: boolean,
) {
  const [, , outWidth = 0, channels = 0] = output.shape;
  const [, inRow = 0, inPixel = 0] = image.strides;
  const [, outRow = 0, outPixel = 0] = output.strides;
  const first = startOf(image) - window.before[0] * inRow - window.before[1] * inPixel;
  const groups = Math.ceil(channels / 4);
  const taps = window.kernel[0] * window.kernel[1];
  const stores = [0, 1, 2, 3].map((part) => {
    const line = `store(out + ${part}u, value[${part}]);`;
    return channels % 4 === 0 ? line : `if (channel + ${part}u < ${channels}u) { ${line} }`;
  });
  return `
let item = group * ${GROUP_SIZE}u + lane;
if (item >= ${items}u) { return; }
let four = item % ${groups}u;
let channel = four * 4u;
let pixel = item / ${groups}u;
let row = pixel / ${outWidth}u;
let column = pixel % ${outWidth}u;
let start = ${first}u + row * ${window.stride[0] * inRow}u + column * ${window.stride[1] * inPixel}u + channel;
var packed = ${weights}u + four * ${taps + 1}u;
var made = weights[packed];
for (var y = 0u; y < ${window.kernel[0]}u; y++) {
  for (var x = 0u; x < ${window.kernel[1]}u; x++) {
    packed++;
    made = fma(load4(start + y * ${window.dilation[0] * inRow}u + x * ${window.dilation[1] * inPixel}u), weights[packed], made);
  }
}
let value = ${activated(activation, "made")};
let out = ${startOf(output)}u + row * ${outRow}u + column * ${outPixel}u + channel;
${isWide ? "store4(out, value);" : stores.join("\n")}`;
}
