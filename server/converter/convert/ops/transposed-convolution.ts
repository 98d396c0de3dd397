import { inputName, outputName, unsupported } from "../../onnx/graph";
import { growingWindow, isSamePadding, isUnpadded } from "../../onnx/spatial";
import type { OperatorWriter } from "../context";
import { CHANNELS_LAST, permute, storedShape } from "../layout";
import { attribute } from "../tf-graph";

/** ConvTranspose, which some networks enlarge a picture with: kernel and bias constant, padded as VALID or SAME. */
export const writeConvTranspose: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const output = outputName(node);
  const kernel = context.requireConstant(node, 1);
  const window = growingWindow(node, context.shape(input), kernel.shape);
  const padding = isUnpadded(window) ? "VALID" : isSamePadding(window, window.output) ? "SAME" : undefined;
  if (!padding) throw unsupported(node, "padding that is neither none nor as SAME");
  const { tf } = context;
  // [in, out, h, w] → [h, w, out, in]
  const order = [2, 3, 1, 0];
  const filter = { shape: storedShape(kernel.shape, order), data: permute(kernel.data, kernel.shape, order) };
  const size = [1, ...window.output, kernel.shape[1] ?? 0];
  const inputs = [
    tf.ints(size, "size"),
    tf.constant(filter, inputName(node, 1), true),
    context.get(input, CHANNELS_LAST),
  ];
  const bias = node.inputs[2] ? context.requireConstant(node, 2) : undefined;
  const grown = tf.add("Conv2DBackpropInput", bias ? `${output}/grown` : output, inputs, {
    strides: attribute.ints([1, ...window.strides, 1]),
    dilations: attribute.ints([1, 1, 1, 1]),
    padding: attribute.string(padding),
    data_format: attribute.string("NHWC"),
  });
  const whole = bias
    ? tf.add("AddV2", output, [grown, tf.constant(bias, node.inputs[2] ?? "bias", true)])
    : grown;
  context.put(output, CHANNELS_LAST, whole);
};
