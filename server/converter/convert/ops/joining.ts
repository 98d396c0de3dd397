import { inputName, intAttribute, outputName } from "../../onnx/graph";
import { normaliseAxis, sliceRange, splitSizes } from "../../onnx/infer-shapes";
import type { OperatorWriter } from "../context";
import { attribute } from "../tf-graph";

/** Concat, along whatever axis the inputs are stored. */
export const writeConcat: OperatorWriter = (node, context) => {
  const output = outputName(node);
  const rank = context.shape(output).length;
  const layout = context.cheapestLayout(node.inputs);
  const axis = layout.indexOf(normaliseAxis(intAttribute(node, "axis", 0), rank));
  const inputs = node.inputs.map((name) => context.get(name, layout));
  const joined = context.tf.add("ConcatV2", output, [...inputs, context.tf.int(axis, "axis")], {
    N: attribute.int(inputs.length),
    Tidx: attribute.type("DT_INT32"),
  });
  context.put(output, layout, joined);
};

/** Split into equal or given sizes. */
export const writeSplit: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const layout = context.layout(input);
  const axis = layout.indexOf(normaliseAxis(intAttribute(node, "axis", 0), layout.length));
  const sizes = splitSizes(node, context);
  const name = `${outputName(node)}/split`;
  const axisName = context.tf.int(axis, "axis");
  const count = attribute.int(sizes.length);
  const split = sizes.every((size) => size === sizes[0])
    ? context.tf.add("Split", name, [axisName, context.get(input, layout)], { num_split: count })
    : context.tf.add(
        "SplitV",
        name,
        [context.get(input, layout), context.tf.ints(sizes, "sizes"), axisName],
        {
          num_split: count,
          Tlen: attribute.type("DT_INT32"),
        },
      );
  node.outputs.forEach((output, i) => {
    if (output) context.put(output, layout, i === 0 ? split : `${split}:${i}`);
  });
};

const NO_MASKS = Object.fromEntries(
  ["begin", "end", "ellipsis", "new_axis", "shrink_axis"].map((name) => [`${name}_mask`, attribute.int(0)]),
);

/** Slice with constant limits and positive steps. */
export const writeSlice: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const output = outputName(node);
  const layout = context.layout(input);
  const { begin, end, step } = sliceRange(node, context);
  const stored = (values: readonly number[]) => layout.map((axis) => values[axis] ?? 0);
  const source = context.get(input, layout);
  const { tf } = context;
  if (step.every((size) => size === 1)) {
    const size = end.map((to, i) => to - (begin[i] ?? 0));
    const inputs = [source, tf.ints(stored(begin), "begin"), tf.ints(stored(size), "size")];
    context.put(output, layout, tf.add("Slice", output, inputs, { Index: attribute.type("DT_INT32") }));
    return;
  }
  const limits = [begin, end, step].map((values) => tf.ints(stored(values), "limits"));
  const sliced = tf.add("StridedSlice", output, [source, ...limits], {
    Index: attribute.type("DT_INT32"),
    ...NO_MASKS,
  });
  context.put(output, layout, sliced);
};

/** Gather at constant positions; a scalar position drops the axis. */
export const writeGather: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const output = outputName(node);
  const shape = context.shape(input);
  const axis = normaliseAxis(intAttribute(node, "axis", 0), shape.length);
  const positions = context.requireConstant(node, 1);
  const rank = positions.shape.length;
  const data = Int32Array.from(positions.data, (at) => normaliseAxis(at, shape[axis] ?? 0));
  const layout = context.layout(input);
  const flat = context.tf.constant({ shape: [data.length], data }, "positions");
  const gathered = context.tf.add(
    "GatherV2",
    output,
    [context.get(input, layout), flat, context.tf.int(layout.indexOf(axis), "axis")],
    { Tindices: attribute.type("DT_INT32"), Taxis: attribute.type("DT_INT32"), batch_dims: attribute.int(0) },
  );
  // The gathered axis becomes `rank` axes in the same place: none, one or several.
  const renumber = (own: number) => (own > axis ? own + rank - 1 : own);
  const result = layout.flatMap((own) =>
    own === axis ? Array.from({ length: rank }, (_, i) => axis + i) : [renumber(own)],
  );
  if (rank === 1) {
    context.put(output, result, gathered);
    return;
  }
  const target = result.map((own) => context.shape(output)[own] ?? 1);
  context.put(output, result, context.reshape(gathered, target, `${output}/axes`));
};
