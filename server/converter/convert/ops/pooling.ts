import {
  type ConstantTensor,
  inputName,
  intAttribute,
  intsAttribute,
  outputName,
  unsupported,
} from "../../onnx/graph";
import { isSamePadding, isUnpadded, type SpatialWindow, spatialWindow } from "../../onnx/spatial";
import type { ConversionContext, OperatorWriter } from "../context";
import { CHANNELS_LAST } from "../layout";
import { attribute } from "../tf-graph";

/** Below every value a pool can meet, and finite, so that no arithmetic on it makes NaN. */
const LOWEST = -3.4028234663852886e38;

function pad(context: ConversionContext, input: string, window: SpatialWindow, fill: number): string {
  const [top, left] = window.before;
  const [bottom, right] = window.after;
  const sizes = Int32Array.of(0, 0, top, bottom, left, right, 0, 0);
  const paddings = context.tf.constant({ shape: [4, 2], data: sizes }, "paddings");
  const value = context.tf.float(fill, "fill");
  return context.tf.add("PadV2", `${input}/pad`, [input, paddings, value], {
    Tpaddings: attribute.type("DT_INT32"),
  });
}

function pool(context: ConversionContext, op: "MaxPool" | "AvgPool", input: string, window: SpatialWindow) {
  return (name: string, padding: "SAME" | "VALID") =>
    context.tf.add(op, name, [input], {
      ksize: attribute.ints([1, ...window.kernel, 1]),
      strides: attribute.ints([1, ...window.strides, 1]),
      padding: attribute.string(padding),
      data_format: attribute.string("NHWC"),
    });
}

/** MaxPool: SAME or VALID where they fit, padded with the lowest float elsewhere. */
export const convertMaxPool: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const shape = context.shape(input);
  const window = spatialWindow(node, shape, intsAttribute(node, "kernel_shape", []));
  if (node.outputs.length > 1) throw unsupported(node, "the indices output");
  if (window.dilations.some((size) => size > 1)) throw unsupported(node, "dilations");
  const stored = context.get(input, CHANNELS_LAST);
  const same = isSamePadding(window, shape.slice(2));
  const padded = isUnpadded(window) || same ? stored : pad(context, stored, window, LOWEST);
  const output = outputName(node);
  const write = pool(context, "MaxPool", padded, window);
  context.put(output, CHANNELS_LAST, write(output, same && !isUnpadded(window) ? "SAME" : "VALID"));
};

/** How far a zero-padded mean must be scaled up where the window hangs over the edge: [1, H, W, 1]. */
function edgeScale(window: SpatialWindow, input: readonly number[]): ConstantTensor {
  const covered = (axis: 0 | 1, at: number) => {
    const from = at * window.strides[axis] - window.before[axis];
    return Math.min(from + window.kernel[axis], input[axis] ?? 0) - Math.max(from, 0);
  };
  const [height, width] = window.output;
  const area = window.kernel[0] * window.kernel[1];
  const data = Float32Array.from({ length: height * width }, (_, i) => {
    return area / (covered(0, Math.floor(i / width)) * covered(1, i % width));
  });
  return { shape: [1, height, width, 1], data };
}

/** AveragePool, with or without counting the padding. */
export const writeAveragePool: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const shape = context.shape(input);
  const window = spatialWindow(node, shape, intsAttribute(node, "kernel_shape", []));
  const stored = context.get(input, CHANNELS_LAST);
  const output = outputName(node);
  if (isUnpadded(window)) {
    context.put(output, CHANNELS_LAST, pool(context, "AvgPool", stored, window)(output, "VALID"));
    return;
  }
  const counted = intAttribute(node, "count_include_pad", 0) === 1;
  if (!counted && isSamePadding(window, shape.slice(2))) {
    context.put(output, CHANNELS_LAST, pool(context, "AvgPool", stored, window)(output, "SAME"));
    return;
  }
  const padded = pad(context, stored, window, 0);
  const mean = pool(context, "AvgPool", padded, window)(output, "VALID");
  if (counted) {
    context.put(output, CHANNELS_LAST, mean);
    return;
  }
  const scale = context.tf.constant(edgeScale(window, shape.slice(2)), `${output}/edge`);
  context.put(output, CHANNELS_LAST, context.tf.add("Mul", `${output}/scaled`, [mean, scale]));
};
