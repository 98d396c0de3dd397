import { inputName, intsAttribute, outputName } from "../../onnx/graph";
import type { OperatorWriter } from "../context";
import { identityLayout, isSameMemory, reshapedLayout, storedShape } from "../layout";

/**
 * Reshape, Flatten, Squeeze and Unsqueeze: the result's shape is known, so they are one thing. Where the stored
 * order allows it the bytes stay; otherwise the tensor is first brought into ONNX's order.
 */
export const writeReshape: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const output = outputName(node);
  const from = context.shape(input);
  const to = context.shape(output);
  const plain = identityLayout(from.length);
  for (const layout of [...context.layouts(input), plain]) {
    const result = reshapedLayout(from, layout, to);
    if (!result) continue;
    const source = context.get(input, layout);
    const stored = storedShape(to, result);
    const unchanged = stored.join() === storedShape(from, layout).join();
    context.put(output, result, unchanged ? source : context.reshape(source, stored, output));
    return;
  }
};

/** Transpose: no operator, only another layout of the stored data. */
export const writeTranspose: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const output = outputName(node);
  const rank = context.shape(input).length;
  const permutation = intsAttribute(node, "perm", identityLayout(rank).toReversed());
  for (const layout of context.constant(input) ? [identityLayout(rank)] : context.layouts(input)) {
    const result = layout.map((axis) => permutation.indexOf(axis));
    const known = context.layouts(output).some((own) => isSameMemory(context.shape(output), own, result));
    if (!known) context.put(output, result, context.get(input, layout));
  }
};
