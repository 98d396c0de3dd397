import type { Activation } from "@/lib/client/detection/engine/activation";
import type { Window } from "@/lib/client/detection/engine/shapes";
import type { View } from "@/lib/client/detection/engine/view";
import { activated } from "./activation-shader";
import { type GpuStep, GROUP_SIZE, isAligned, startOf } from "./step";

/** Threads from which on a graphics card has enough to do; a small layer is cut finer to reach it. */
const WANTED_THREADS = 8192;
const MOST_SLICES = 8;

export interface ConvolutionStep {
  readonly node: string;
  readonly window: Window;
  readonly image: View;
  readonly output: View;
  /** Added after the activation. */
  readonly residual: View | undefined;
  readonly activation: Activation;
  /** Where its weights begin, in groups of four floats. */
  readonly weights: number;
}

/** How a convolution is shared among threads. */
interface Tile {
  /** Pixels that a thread makes, four channels each. */
  readonly pixels: number;
  /** Threads that share the sum of a tile. */
  readonly slices: number;
}

/** Floats that `packForGpu` writes. */
export const packedForGpuLength = (taps: number, outChannels: number): number =>
  Math.ceil(outChannels / 4) * 4 * (taps + 1);

/**
 * Weights in the order in which a thread reads them: for each four output channels the bias, then a row of four for each
 * kernel position and input channel. Missing channels are zeros.
 * @param values [height, width, inChannels, outChannels]
 */
export function packForGpu(
  values: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
  outChannels: number,
): Float32Array {
  const taps = values.length / outChannels;
  const packed = new Float32Array(packedForGpuLength(taps, outChannels));
  for (let channel = 0; channel < outChannels; channel++) {
    const start = Math.floor(channel / 4) * 4 * (taps + 1) + (channel % 4);
    packed[start] = bias?.[channel] ?? 0;
    for (let tap = 0; tap < taps; tap++) packed[start + (tap + 1) * 4] = values[tap * outChannels + channel]!;
  }
  return packed;
}

function tileOf(pixels: number, outGroups: number, depth: number): Tile {
  for (const each of [4, 2, 1]) {
    const threads = Math.ceil(pixels / each) * outGroups;
    let slices = 1;
    while (threads * slices < WANTED_THREADS && slices < MOST_SLICES && depth >= slices * 4) slices *= 2;
    if (threads * slices >= WANTED_THREADS || each === 1) return { pixels: each, slices };
  }
  return { pixels: 1, slices: 1 };
}

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

/** A convolution in one group, with bias, activation and residual. The image has the zeros that it needs around it. */
export function convolutionStep(about: ConvolutionStep): GpuStep {
  const { node, image, output, residual } = about;
  const [, outHeight = 0, outWidth = 0, outChannels = 0] = output.shape;
  const inChannels = image.shape[3]!;
  const isWide = inChannels % 4 === 0 && readsAligned(about);
  const outGroups = Math.ceil(outChannels / 4);
  const tile = tileOf(outHeight * outWidth, outGroups, isWide ? inChannels / 4 : inChannels);
  const items = outGroups * Math.ceil((outHeight * outWidth) / tile.pixels);
  const single =
    outChannels % 4 !== 0 || !isAligned(output) || (residual !== undefined && !isAligned(residual));
  return {
    node,
    kind: "convolution",
    reads: residual ? [image, residual] : [image],
    writes: [output],
    groups: Math.ceil((items * tile.slices) / GROUP_SIZE),
    single,
    shared: tile.slices > 1 ? GROUP_SIZE * tile.pixels : 0,
    body: () => write(about, tile, { isWide, single }),
  };
}

const firstRead = ({ image, window }: ConvolutionStep) =>
  image.offset - window.before[0] * image.strides[1]! - window.before[1] * image.strides[2]!;

/** Whether each pixel, those around the image too, begins at a multiple of four floats. */
function readsAligned(about: ConvolutionStep): boolean {
  const [, row = 0, pixel = 0] = about.image.strides;
  return [firstRead(about), row, pixel].every((at) => at % 4 === 0);
}

function write(about: ConvolutionStep, tile: Tile, how: { isWide: boolean; single: boolean }): string {
  const { window, image, output, weights } = about;
  const [, outHeight = 0, outWidth = 0, outChannels = 0] = output.shape;
  const [, inRow = 0, inPixel = 0] = image.strides;
  const inChannels = image.shape[3]!;
  const taps = window.kernel[0] * window.kernel[1];
  const outGroups = Math.ceil(outChannels / 4);
  const first = image.block.start + firstRead(about);
  const pixels = times(tile.pixels, (at) => at);
  const { slices } = tile;
  const rows = window.stride[0] * inRow;
  const along = window.stride[1] * inPixel;
  return `
let item = group * ${GROUP_SIZE / slices}u + lane / ${slices}u;
let slice = lane % ${slices}u;
let outGroup = item % ${outGroups}u;
let pixel = (item / ${outGroups}u) * ${tile.pixels}u;
${pixels
  .map(
    (at) => `let pixel${at} = min(pixel + ${at}u, ${outHeight * outWidth - 1}u);
let in${at} = ${first}u + (pixel${at} / ${outWidth}u) * ${rows}u + (pixel${at} % ${outWidth}u) * ${along}u;
var sum${at} = vec4f();`,
  )
  .join("\n")}
var packed = ${weights}u + outGroup * ${taps * inChannels + 1}u;
let bias = weights[packed];
packed++;
for (var y = 0u; y < ${window.kernel[0]}u; y++) {
  for (var x = 0u; x < ${window.kernel[1]}u; x++) {
    let tap = y * ${window.dilation[0] * inRow}u + x * ${window.dilation[1] * inPixel}u;
    ${how.isWide ? fourChannels(inChannels, slices, pixels) : oneChannel(inChannels, slices, pixels)}
    packed += ${inChannels}u;
  }
}
${slices > 1 ? gather(tile, pixels) : ""}
${slices > 1 ? "if (slice == 0u) {" : ""}
${pixels.map((at) => store(about, at, how.single)).join("\n")}
${slices > 1 ? "}" : ""}`;
}

const fourChannels = (inChannels: number, slices: number, pixels: readonly number[]) => `
for (var channel = slice; channel < ${inChannels / 4}u; channel += ${slices}u) {
  let at = packed + channel * 4u;
  let w0 = weights[at];
  let w1 = weights[at + 1u];
  let w2 = weights[at + 2u];
  let w3 = weights[at + 3u];
  ${pixels
    .map(
      (at) => `let x${at} = load4(in${at} + tap + channel * 4u);
  sum${at} = fma(vec4f(x${at}.x), w0, sum${at});
  sum${at} = fma(vec4f(x${at}.y), w1, sum${at});
  sum${at} = fma(vec4f(x${at}.z), w2, sum${at});
  sum${at} = fma(vec4f(x${at}.w), w3, sum${at});`,
    )
    .join("\n")}
}`;

const oneChannel = (inChannels: number, slices: number, pixels: readonly number[]) => `
for (var channel = slice; channel < ${inChannels}u; channel += ${slices}u) {
  let w = weights[packed + channel];
  ${pixels.map((at) => `sum${at} = fma(vec4f(load(in${at} + tap + channel)), w, sum${at});`).join("\n")}
}`;

/** The sums of a tile's slices become one, in their order. */
const gather = (tile: Tile, pixels: readonly number[]) => `
${pixels.map((at) => `shared4[lane * ${tile.pixels}u + ${at}u] = sum${at};`).join("\n")}
workgroupBarrier();
if (slice == 0u) {
  for (var other = 1u; other < ${tile.slices}u; other++) {
    ${pixels.map((at) => `sum${at} += shared4[(lane + other) * ${tile.pixels}u + ${at}u];`).join("\n")}
  }
}`;

function store({ output, residual, activation }: ConvolutionStep, at: number, single: boolean): string {
  const [, outHeight = 0, outWidth = 0, outChannels = 0] = output.shape;
  const place = ({ strides, ...view }: View) =>
    `${startOf({ strides, ...view })}u + (pixel${at} / ${outWidth}u) * ${strides[1]}u + (pixel${at} % ${outWidth}u) * ${strides[2]}u + outGroup * 4u`;
  const lines = [`let made = sum${at} + bias;`, `var value = ${activated(activation, "made")};`];
  if (!single) {
    if (residual) lines.push(`value += load4(${place(residual)});`);
    lines.push(`store4(${place(output)}, value);`);
  } else {
    for (let part = 0; part < 4; part++) {
      const added = residual ? ` + load(${place(residual)} + ${part}u)` : "";
      const line = `store(${place(output)} + ${part}u, value[${part}]${added});`;
      lines.push(
        outChannels % 4 === 0 ? line : `if (outGroup * 4u + ${part}u < ${outChannels}u) { ${line} }`,
      );
    }
  }
  return `if (pixel + ${at}u < ${outHeight * outWidth}u) {\n${lines.join("\n")}\n}`;
}
