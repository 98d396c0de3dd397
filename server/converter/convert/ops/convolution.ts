import {
  type ConstantTensor,
  inputName,
  intAttribute,
  type OnnxNode,
  outputName,
  unsupported,
} from "../../onnx/graph";
import { isSamePadding, isUnpadded, type SpatialWindow, spatialWindow } from "../../onnx/spatial";
import type { ConversionContext, OperatorWriter } from "../context";
import { CHANNELS_LAST, type Layout, permute, storedShape } from "../layout";
import { attribute, type TfAttribute } from "../tf-graph";

type Attributes = Readonly<Record<string, TfAttribute>>;

const BIAS: Attributes = {
  fused_ops: attribute.strings(["BiasAdd"]),
  num_args: attribute.int(1),
  epsilon: attribute.float(0),
};

/** SAME and VALID where they pad as ONNX says, EXPLICIT where they would not. */
function paddingAttributes(window: SpatialWindow, input: readonly number[]): Attributes {
  if (isUnpadded(window)) return { padding: attribute.string("VALID") };
  if (isSamePadding(window, input)) return { padding: attribute.string("SAME") };
  const [top, left] = window.before;
  const [bottom, right] = window.after;
  return {
    padding: attribute.string("EXPLICIT"),
    explicit_paddings: attribute.ints([0, 0, top, bottom, left, right, 0, 0]),
  };
}

/** Kernel [out, in, h, w] with its axes in the order of `layout`. */
function kernelAs(kernel: ConstantTensor, layout: Layout): ConstantTensor {
  return { shape: storedShape(kernel.shape, layout), data: permute(kernel.data, kernel.shape, layout) };
}

function slice(tensor: ConstantTensor, part: number, parts: number): ConstantTensor {
  const rows = (tensor.shape[0] ?? 0) / parts;
  const row = tensor.data.length / (tensor.shape[0] ?? 1);
  return {
    shape: [rows, ...tensor.shape.slice(1)],
    data: tensor.data.slice(part * rows * row, (part + 1) * rows * row),
  };
}

/** A 1×1 convolution sees no neighbours, so height and width may lie in either order. */
function inputLayout(context: ConversionContext, input: string, window: SpatialWindow): Layout {
  const pointwise = [...window.kernel, ...window.strides].every((size) => size === 1) && isUnpadded(window);
  const swapped: Layout = [0, 3, 2, 1];
  return pointwise && !context.isStoredAs(input, CHANNELS_LAST) && context.isStoredAs(input, swapped)
    ? swapped
    : CHANNELS_LAST;
}

interface Convolution {
  readonly op: "Conv2D" | "DepthwiseConv2dNative";
  readonly input: string;
  readonly kernel: ConstantTensor;
  readonly bias: ConstantTensor | undefined;
  readonly attributes: Attributes;
  readonly names: { readonly output: string; readonly kernel: string; readonly bias: string };
}

function writeConvolution(context: ConversionContext, one: Convolution): string {
  const kernel = context.tf.constant(one.kernel, one.names.kernel, true);
  if (!one.bias) return context.tf.add(one.op, one.names.output, [one.input, kernel], one.attributes);
  const bias = context.tf.constant(one.bias, one.names.bias, true);
  const fused = one.op === "Conv2D" ? "_FusedConv2D" : "FusedDepthwiseConv2dNative";
  return context.tf.add(fused, one.names.output, [one.input, kernel, bias], { ...one.attributes, ...BIAS });
}

/** Splits a grouped convolution into one per group, side by side. */
function writeGroups(context: ConversionContext, node: OnnxNode, whole: Convolution, groups: number): string {
  const output = outputName(node);
  const axis = context.tf.int(3, "axis");
  const split = context.tf.add("Split", `${output}/split`, [axis, whole.input], {
    num_split: attribute.int(groups),
  });
  const parts = Array.from({ length: groups }, (_, i) =>
    writeConvolution(context, {
      ...whole,
      input: i === 0 ? split : `${split}:${i}`,
      kernel: kernelAs(slice(whole.kernel, i, groups), [2, 3, 1, 0]),
      bias: whole.bias && slice(whole.bias, i, groups),
      names: { ...whole.names, output: `${output}/group` },
    }),
  );
  return context.tf.add("ConcatV2", output, [...parts, axis], {
    N: attribute.int(groups),
    Tidx: attribute.type("DT_INT32"),
  });
}

/** Conv: bias fused, grouped and depthwise included, kernel and bias constant. */
export const writeConv: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const shape = context.shape(input);
  const kernel = context.requireConstant(node, 1);
  const bias = node.inputs[2] ? context.requireConstant(node, 2) : undefined;
  const groups = intAttribute(node, "group", 1);
  const window = spatialWindow(node, shape, kernel.shape.slice(2));
  const strided = window.strides.some((size) => size > 1);
  if (strided && window.dilations.some((size) => size > 1)) throw unsupported(node, "strides with dilations");
  const layout = inputLayout(context, input, window);
  const whole: Convolution = {
    op: "Conv2D",
    input: context.get(input, layout),
    kernel,
    bias,
    attributes: {
      strides: attribute.ints([1, ...window.strides, 1]),
      dilations: attribute.ints([1, ...window.dilations, 1]),
      data_format: attribute.string("NHWC"),
      ...paddingAttributes(window, shape.slice(2)),
    },
    names: { output: outputName(node), kernel: inputName(node, 1), bias: node.inputs[2] ?? "bias" },
  };
  if (groups === 1) {
    const plain = { ...whole, kernel: kernelAs(kernel, [2, 3, 1, 0]) };
    context.put(outputName(node), layout, writeConvolution(context, plain));
  } else if (groups === shape[1]) {
    const [outputs = 0, , height = 1, width = 1] = kernel.shape;
    // [groups × multiplier, 1, h, w] → [h, w, groups, multiplier]
    const perChannel = { shape: [groups, outputs / groups, height, width], data: kernel.data };
    const depthwise = {
      ...whole,
      op: "DepthwiseConv2dNative" as const,
      kernel: kernelAs(perChannel, [2, 3, 0, 1]),
    };
    context.put(outputName(node), layout, writeConvolution(context, depthwise));
  } else {
    context.put(outputName(node), layout, writeGroups(context, node, whole, groups));
  }
};
