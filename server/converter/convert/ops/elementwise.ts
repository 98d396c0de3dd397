import type { GraphOperator } from "@/lib/contracts/graph-operators";
import {
  type ConstantTensor,
  inputName,
  intAttribute,
  type OnnxNode,
  outputName,
  unsupported,
} from "../../onnx/graph";
import type { ConversionContext, OperatorWriter } from "../context";
import { identityLayout, type Layout, permute, storedShape } from "../layout";

/** An operator of one tensor that keeps every element where it is. */
export function unary(op: GraphOperator): OperatorWriter {
  return (node, context) => {
    const input = inputName(node, 0);
    const layout = context.layout(input);
    context.put(outputName(node), layout, context.tf.add(op, outputName(node), [context.get(input, layout)]));
  };
}

const withLeadingOnes = (shape: readonly number[], rank: number) => [
  ...Array<number>(rank - shape.length).fill(1),
  ...shape,
];

/** A constant of any rank, seen at `rank` and stored in `layout`; a scalar stays one. */
function constantOperand(
  context: ConversionContext,
  tensor: ConstantTensor,
  name: string,
  layout: Layout,
): string {
  if (tensor.data.length === 1) return context.tf.constant({ shape: [], data: tensor.data }, name);
  const shape = withLeadingOnes(tensor.shape, layout.length);
  const data = permute(tensor.data, shape, layout);
  return context.tf.constant({ shape: storedShape(shape, layout), data }, name);
}

function operand(context: ConversionContext, name: string, layout: Layout): string {
  const constant = context.constant(name);
  if (constant) return constantOperand(context, constant, name, layout);
  const shape = context.shape(name);
  if (shape.length === layout.length) return context.get(name, layout);
  const raised = withLeadingOnes(shape, layout.length);
  const plain = context.reshape(context.get(name, identityLayout(shape.length)), raised, `${name}/raised`);
  return layout.every((axis, i) => axis === i) ? plain : context.transpose(plain, layout, `${name}/raised`);
}

/** An operator of two tensors that broadcasts as NumPy does. */
export function binary(op: GraphOperator): OperatorWriter {
  return (node, context) => {
    const output = outputName(node);
    if (node.inputs.length !== 2) throw unsupported(node, `${node.inputs.length} operands`);
    const names = [inputName(node, 0), inputName(node, 1)];
    const rank = context.shape(output).length;
    const full = names.filter((name) => !context.constant(name) && context.shape(name).length === rank);
    const layout = full.length > 0 ? context.cheapestLayout(full) : identityLayout(rank);
    const inputs = names.map((name) => operand(context, name, layout));
    context.put(output, layout, context.tf.add(op, output, inputs));
  };
}

const FLOAT_TYPES = new Set([1, 10, 11]);

function alias(node: OnnxNode, context: ConversionContext): void {
  const input = inputName(node, 0);
  const layout = context.layout(input);
  context.put(outputName(node), layout, context.get(input, layout));
}

/** Identity: no operator at all. */
export const writeIdentity: OperatorWriter = alias;

/** Cast between float types: everything is 32-bit in the browser, so it does nothing. */
export const writeCast: OperatorWriter = (node, context) => {
  if (!FLOAT_TYPES.has(intAttribute(node, "to", 1)))
    throw unsupported(node, "a cast of computed values to integers");
  alias(node, context);
};
