import type { Window } from "@/lib/client/detection/engine/shapes";
import type { View } from "@/lib/client/detection/engine/view";
import { type GpuStep, GROUP_SIZE, isAligned, startOf } from "./step";

export interface PoolStep {
  readonly node: string;
  readonly kind: "maxPool" | "averagePool";
  readonly window: Window;
  readonly source: View;
  readonly target: View;
}

/** Greatest or mean of each window, of the pixels that exist. */
export function poolStep(about: PoolStep): GpuStep {
  const { node, kind, source, target } = about;
  const [, outHeight = 0, outWidth = 0, channels = 0] = target.shape;
  const isSideBySide = source.strides[3] === 1 && target.strides[3] === 1;
  const isWide = channels % 4 === 0 && isSideBySide && isAligned(source) && isAligned(target);
  const items = (outHeight * outWidth * channels) / (isWide ? 4 : 1);
  return {
    node,
    kind,
    reads: [source],
    writes: [target],
    groups: Math.ceil(items / GROUP_SIZE),
    single: !isWide,
    shared: 0,
    body: () => write(about, items, isWide),
  };
}

function write({ kind, window, source, target }: PoolStep, items: number, isWide: boolean): string {
  const [, inHeight = 0, inWidth = 0, channels = 0] = source.shape;
  const outWidth = target.shape[2]!;
  const groups = isWide ? channels / 4 : channels;
  const type = isWide ? "vec4f" : "f32";
  const read = `${isWide ? "load4" : "load"}(start + u32(row) * ${source.strides[1]}u + u32(column) * ${source.strides[2]}u)`;
  const isMax = kind === "maxPool";
  return `
let item = group * ${GROUP_SIZE}u + lane;
if (item >= ${items}u) { return; }
let channel = item % ${groups}u;
let pixel = item / ${groups}u;
let y = pixel / ${outWidth}u;
let x = pixel % ${outWidth}u;
let top = i32(y * ${window.stride[0]}u) - ${window.before[0]};
let left = i32(x * ${window.stride[1]}u) - ${window.before[1]};
let start = ${startOf(source)}u + channel * ${isWide ? 4 : source.strides[3]}u;
var value = ${type}(${isMax ? "-3.4028234e38" : "0.0"});
var count = 0.0;
for (var row = max(top, 0); row < min(top + ${window.kernel[0]}, ${inHeight}); row++) {
  for (var column = max(left, 0); column < min(left + ${window.kernel[1]}, ${inWidth}); column++) {
    ${isMax ? `value = max(value, ${read});` : `value += ${read};`}
    count += 1.0;
  }
}
${isMax ? "" : "value = value / count;"}
${isWide ? "store4" : "store"}(${startOf(target)}u + y * ${target.strides[1]}u + x * ${target.strides[2]}u + channel * ${isWide ? 4 : target.strides[3]}u, value);`;
}
