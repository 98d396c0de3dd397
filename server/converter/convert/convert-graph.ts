import { foldConstants } from "../onnx/fold-constants";
import { type OnnxGraph, unsupported } from "../onnx/graph";
import { inferShapes } from "../onnx/infer-shapes";
import { ConversionContext } from "./context";
import { CHANNELS_LAST, identityLayout, storedShape } from "./layout";
import { OPERATORS } from "./operators";
import type { TfNode, TfWeight } from "./tf-graph";

export interface TfValue {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A TensorFlow graph, ready to be written for TF.js. */
export interface ConvertedGraph {
  readonly nodes: readonly TfNode[];
  readonly weights: readonly TfWeight[];
  readonly inputs: readonly TfValue[];
  readonly outputs: readonly TfValue[];
}

/**
 * Converts a static ONNX graph to a TensorFlow graph. Four-dimensional inputs are NHWC in the result; outputs keep
 * ONNX's axis order and their names. In between every tensor stays in the order in which it was made, and a
 * Transpose is added only where an operator cannot take that order.
 * @throws AppError model/unsupported-operator with facts op, node and detail
 */
export function convertGraph(onnx: OnnxGraph): ConvertedGraph {
  const graph = foldConstants(onnx);
  const context = new ConversionContext(graph, inferShapes(graph));
  const inputs = graph.inputs.map(({ name, shape }) => {
    const layout = shape.length === 4 ? CHANNELS_LAST : identityLayout(shape.length);
    const stored = storedShape(shape, layout);
    const tfName = context.tf.placeholder(name, stored);
    context.put(name, layout, tfName);
    return { name: tfName, shape: stored };
  });
  for (const node of graph.nodes) {
    const write = OPERATORS[node.opType];
    if (!write) throw unsupported(node, "the operator is not known");
    write(node, context);
  }
  const outputs = graph.outputs.map((name) => {
    const shape = context.shape(name);
    const source = context.get(name, identityLayout(shape.length));
    context.tf.output(name, source);
    return { name, shape };
  });
  return { nodes: context.tf.nodes, weights: context.tf.weights, inputs, outputs };
}
