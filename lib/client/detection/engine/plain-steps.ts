import type { KernelCall } from "@/lib/client/detection/graph/operators";
import type { TensorShape, Window } from "./shapes";
import type { View } from "./view";

/** A step in JavaScript, for what is rare or small. `memory` is all of the engine's. */
export type PlainStep = (memory: Float32Array) => void;

/** Calls `each` with every index of a shape. */
function forEachIndex(shape: TensorShape, each: (index: readonly number[]) => void): void {
  if (shape.some((edge) => edge === 0)) return;
  const index = shape.map(() => 0);
  for (;;) {
    each(index);
    let axis = shape.length - 1;
    while (axis >= 0 && ++index[axis]! === shape[axis]) index[axis--] = 0;
    if (axis < 0) return;
  }
}

const placeOf = ({ block, offset, strides }: View, index: readonly number[]) =>
  index.reduce((at, position, axis) => at + position * strides[axis]!, block.start + offset);

/** Mean, sum or greatest over some dimensions. */
export function reduce(
  kernel: "Mean" | "Sum" | "Max",
  source: View,
  target: View,
  axes: readonly number[],
): PlainStep {
  const kept = source.shape.map((_, axis) => !axes.includes(axis));
  const count = source.shape.reduce((product, edge, axis) => (kept[axis] ? product : product * edge), 1);
  const isWhole = target.shape.length === source.shape.length;
  const targetIndex = (index: readonly number[]) =>
    isWhole ? index.map((at, axis) => (kept[axis] ? at : 0)) : index.filter((_, axis) => kept[axis]);
  const isOverPixels = kernel === "Mean" && String(axes) === "1,2" && source.shape.length === 4;
  if (isOverPixels && source.strides[3] === 1 && target.strides.at(-1) === 1)
    return meanOfPixels(source, target);
  return (memory) => {
    const start = kernel === "Max" ? Number.NEGATIVE_INFINITY : 0;
    forEachIndex(target.shape, (index) => {
      memory[placeOf(target, index)] = start;
    });
    forEachIndex(source.shape, (index) => {
      const at = placeOf(target, targetIndex(index));
      const value = memory[placeOf(source, index)]!;
      memory[at] = kernel === "Max" ? Math.max(memory[at]!, value) : memory[at]! + value;
    });
    if (kernel !== "Mean") return;
    forEachIndex(target.shape, (index) => {
      memory[placeOf(target, index)]! /= count;
    });
  };
}

/** The pooled features of an image: for each channel the mean over all pixels. */
function meanOfPixels(source: View, target: View): PlainStep {
  const [, height = 0, width = 0, channels = 0] = source.shape;
  const [, rowStep = 0, pixelStep = 0] = source.strides;
  return (memory) => {
    const sums = new Float64Array(channels);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = source.block.start + source.offset + y * rowStep + x * pixelStep;
        for (let channel = 0; channel < channels; channel++) sums[channel]! += memory[at + channel]!;
      }
    }
    const start = target.block.start + target.offset;
    for (let channel = 0; channel < channels; channel++) {
      memory[start + channel] = sums[channel]! / (height * width);
    }
  };
}

/** Mean of each window, of the pixels that exist. */
export function averagePool(source: View, target: View, window: Window): PlainStep {
  const [, height = 0, width = 0] = source.shape;
  return (memory) => {
    forEachIndex(target.shape, (index) => {
      const [, y = 0, x = 0, channel = 0] = index;
      let [sum, count] = [0, 0];
      for (let ky = 0; ky < window.kernel[0]; ky++) {
        for (let kx = 0; kx < window.kernel[1]; kx++) {
          const row = y * window.stride[0] + ky - window.before[0];
          const column = x * window.stride[1] + kx - window.before[1];
          if (row < 0 || column < 0 || row >= height || column >= width) continue;
          sum += memory[placeOf(source, [0, row, column, channel])]!;
          count++;
        }
      }
      memory[placeOf(target, index)] = sum / count;
    });
  };
}

/** Bilinear scaling as TensorFlow.js does it. */
export function resizeBilinear(source: View, target: View, call: KernelCall): PlainStep {
  const { alignCorners, halfPixelCenters } = call.attrs;
  const scale = (axis: number) => {
    const [from, to] = [source.shape[axis]!, target.shape[axis]!];
    return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
  };
  const [down, along] = [scale(1), scale(2)];
  const position = (at: number, step: number, edge: number) => {
    const exact = halfPixelCenters ? Math.max(0, step * (at + 0.5) - 0.5) : step * at;
    const low = Math.max(0, Math.floor(exact));
    return { low, high: Math.min(edge - 1, Math.ceil(exact)), share: exact - low };
  };
  return (memory) => {
    forEachIndex(target.shape, (index) => {
      const [batch = 0, y = 0, x = 0, channel = 0] = index;
      const row = position(y, down, source.shape[1]!);
      const column = position(x, along, source.shape[2]!);
      const read = (r: number, c: number) => memory[placeOf(source, [batch, r, c, channel])]!;
      const top =
        read(row.low, column.low) + (read(row.low, column.high) - read(row.low, column.low)) * column.share;
      const bottom =
        read(row.high, column.low) +
        (read(row.high, column.high) - read(row.high, column.low)) * column.share;
      memory[placeOf(target, index)] = top + (bottom - top) * row.share;
    });
  };
}
