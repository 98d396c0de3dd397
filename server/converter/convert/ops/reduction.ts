import { inputName, intAttribute, type OnnxNode, outputName } from "../../onnx/graph";
import { axesOf, normaliseAxis } from "../../onnx/infer-shapes";
import type { ConversionContext, OperatorWriter } from "../context";
import { attribute } from "../tf-graph";

interface Reduction {
  readonly op: "Mean" | "Sum" | "Max";
  /** ONNX axes. */
  readonly axes: readonly number[];
  readonly keepAxes: boolean;
}

function reduce(node: OnnxNode, context: ConversionContext, { op, axes, keepAxes }: Reduction): void {
  const input = inputName(node, 0);
  const output = outputName(node);
  const layout = context.layout(input);
  const storedAxes = context.tf.ints(
    axes.map((axis) => layout.indexOf(axis)),
    "axes",
  );
  const reduced = context.tf.add(op, output, [context.get(input, layout), storedAxes], {
    keep_dims: attribute.bool(keepAxes),
    Tidx: attribute.type("DT_INT32"),
  });
  const rest = layout.filter((axis) => !axes.includes(axis));
  const left = rest.toSorted((a, b) => a - b);
  context.put(output, keepAxes ? layout : rest.map((axis) => left.indexOf(axis)), reduced);
}

/** ReduceMean, ReduceSum and ReduceMax over constant axes. */
export function reduction(op: "Mean" | "Sum" | "Max"): OperatorWriter {
  return (node, context) => {
    const rank = context.shape(inputName(node, 0)).length;
    const axes = axesOf(node, context, 1)?.map((axis) => normaliseAxis(axis, rank));
    const keepAxes = intAttribute(node, "keepdims", 1) === 1;
    reduce(node, context, { op, axes: axes ?? Array.from({ length: rank }, (_, i) => i), keepAxes });
  };
}

/** GlobalAveragePool: the mean over height and width. */
export const writeGlobalAveragePool: OperatorWriter = (node, context) => {
  const rank = context.shape(inputName(node, 0)).length;
  const axes = Array.from({ length: rank - 2 }, (_, i) => i + 2);
  reduce(node, context, { op: "Mean", axes, keepAxes: true });
};
