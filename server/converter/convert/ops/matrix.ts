import { inputName, intAttribute, outputName, unsupported } from "../../onnx/graph";
import { normaliseAxis } from "../../onnx/infer-shapes";
import type { ConversionContext, OperatorWriter } from "../context";
import { identityLayout, type Layout, solidAxes } from "../layout";
import { attribute } from "../tf-graph";

interface Operand {
  readonly tfName: string;
  readonly transposed: boolean;
}

/** The operand as rows × columns or the other way round, whichever is there or keeps its last axis in place. */
function operand(context: ConversionContext, name: string): Operand {
  const shape = context.shape(name);
  const plain = identityLayout(shape.length);
  const swapped: Layout = [...plain.slice(0, -2), shape.length - 1, shape.length - 2];
  const last = solidAxes(shape, context.layout(name)).at(-1);
  const transposed =
    !context.constant(name) &&
    !context.isStoredAs(name, plain) &&
    (context.isStoredAs(name, swapped) || last === shape.length - 2);
  return { tfName: context.get(name, transposed ? swapped : plain), transposed };
}

/** MatMul over the last two axes; a transposed operand is read without moving data. */
export const writeMatMul: OperatorWriter = (node, context) => {
  const a = operand(context, inputName(node, 0));
  const b = operand(context, inputName(node, 1));
  const output = outputName(node);
  const product = context.tf.add("BatchMatMulV2", output, [a.tfName, b.tfName], {
    adj_x: attribute.bool(a.transposed),
    adj_y: attribute.bool(b.transposed),
  });
  context.put(output, identityLayout(context.shape(output).length), product);
};

/** Softmax over one axis, which TensorFlow wants last in memory. */
export const convertSoftmax: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const shape = context.shape(input);
  const axis = normaliseAxis(intAttribute(node, "axis", context.opset < 13 ? 1 : -1), shape.length);
  // before opset 13 it ran over every axis from this one on
  if (context.opset < 13 && shape.slice(axis + 1).some((size) => size !== 1))
    throw unsupported(node, `opset ${context.opset}; export with opset 13 or newer`);
  const fitting = context.layouts(input).find((layout) => solidAxes(shape, layout).at(-1) === axis);
  const base = fitting ?? context.layout(input);
  const layout = [...base.filter((own) => own !== axis), axis];
  context.put(
    outputName(node),
    layout,
    context.tf.add("Softmax", outputName(node), [context.get(input, layout)]),
  );
};
