import { inputName, outputName, unsupported } from "../../onnx/graph";
import type { OperatorWriter } from "../context";
import { storedShape } from "../layout";

const USUAL_EPSILON = 1e-5;

/** BatchNormalization as it runs: each channel times a factor, plus an offset, both constant. */
export const writeBatchNormalization: OperatorWriter = (node, context) => {
  if (node.attributes.get("training_mode") === 1) throw unsupported(node, "training mode");
  const input = inputName(node, 0);
  const output = outputName(node);
  const [scale, bias, mean, variance] = [1, 2, 3, 4].map((i) => context.requireConstant(node, i).data);
  const given = node.attributes.get("epsilon");
  const epsilon = typeof given === "number" ? given : USUAL_EPSILON;
  const channels = scale?.length ?? 0;
  const factors = Float32Array.from({ length: channels }, (_, i) => {
    return (scale?.[i] ?? 1) / Math.sqrt((variance?.[i] ?? 1) + epsilon);
  });
  const offsets = Float32Array.from(factors, (factor, i) => (bias?.[i] ?? 0) - (mean?.[i] ?? 0) * factor);
  const layout = context.layout(input);
  const perChannel = context.shape(input).map((_, axis) => (axis === 1 ? channels : 1));
  const shape = storedShape(perChannel, layout);
  const { tf } = context;
  const factor = tf.constant({ shape, data: factors }, `${output}/factor`, true);
  const offset = tf.constant({ shape, data: offsets }, `${output}/offset`, true);
  const scaled = tf.add("Mul", `${output}/scaled`, [context.get(input, layout), factor]);
  context.put(output, layout, tf.add("AddV2", output, [scaled, offset]));
};
