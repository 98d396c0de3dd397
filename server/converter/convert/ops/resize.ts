import { inputName, outputName, stringAttribute, unsupported } from "../../onnx/graph";
import type { OperatorWriter } from "../context";
import { CHANNELS_LAST } from "../layout";
import { attribute } from "../tf-graph";

/**
 * Resize by the nearest neighbour. ONNX's `asymmetric` with `floor` is TensorFlow's own rule; the other rules give
 * the same picture when both sides grow by whole numbers, and are refused otherwise.
 */
export const writeResize: OperatorWriter = (node, context) => {
  const input = inputName(node, 0);
  const output = outputName(node);
  const from = context.shape(input);
  const to = context.shape(output);
  const mode = stringAttribute(node, "mode", "nearest");
  if (mode !== "nearest") throw unsupported(node, `mode ${mode}`);
  if (from.length !== 4 || from[0] !== to[0] || from[1] !== to[1])
    throw unsupported(node, "axes other than H and W");
  const coordinates = stringAttribute(node, "coordinate_transformation_mode", "half_pixel");
  const rounding = stringAttribute(node, "nearest_mode", "round_prefer_floor");
  const floored = coordinates === "asymmetric" && rounding === "floor";
  const whole = [2, 3].every((axis) => Number.isInteger((to[axis] ?? 0) / (from[axis] ?? 1)));
  const centred = coordinates === "half_pixel" && rounding.startsWith("round_prefer");
  if (!floored && !(whole && centred)) throw unsupported(node, `${coordinates} with ${rounding}`);
  const size = context.tf.ints(to.slice(2), "size");
  const resized = context.tf.add("ResizeNearestNeighbor", output, [context.get(input, CHANNELS_LAST), size], {
    align_corners: attribute.bool(false),
    half_pixel_centers: attribute.bool(false),
  });
  context.put(output, CHANNELS_LAST, resized);
};
