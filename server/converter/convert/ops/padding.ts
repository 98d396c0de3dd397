import { inputName, outputName } from "../../onnx/graph";
import { padSizes } from "../../onnx/infer-shapes";
import type { OperatorWriter } from "../context";
import { attribute } from "../tf-graph";

/** Pad with one constant value. */
export const writePad: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const output = outputName(node);
  const layout = context.layout(input);
  const { before, after } = padSizes(node, context);
  const own = node.attributes.get("value");
  const fill = node.inputs[2] ? (context.requireConstant(node, 2).data[0] ?? 0) : Number(own ?? 0);
  const sizes = layout.flatMap((axis) => [before[axis] ?? 0, after[axis] ?? 0]);
  const paddings = context.tf.constant(
    { shape: [layout.length, 2], data: Int32Array.from(sizes) },
    "paddings",
  );
  const padded = context.tf.add(
    "PadV2",
    output,
    [context.get(input, layout), paddings, context.tf.float(fill, "fill")],
    { Tpaddings: attribute.type("DT_INT32") },
  );
  context.put(output, layout, padded);
};
