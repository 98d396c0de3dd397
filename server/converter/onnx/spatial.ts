import { intAttribute, intsAttribute, type OnnxNode, stringAttribute, unsupported } from "./graph";

/** A two-dimensional window, resolved: begin/end padding per axis, [height, width]. */
export interface SpatialWindow {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Padding before: [top, left]. */
  readonly before: readonly [number, number];
  /** Padding after: [bottom, right]. */
  readonly after: readonly [number, number];
  readonly output: readonly [number, number];
}

type Pair = readonly [number, number];

const pair = (values: readonly number[]): Pair => [values[0] ?? 1, values[1] ?? 1];
const both = (make: (axis: 0 | 1) => number): Pair => [make(0), make(1)];

/** Extent of a dilated kernel. */
function extent(window: { kernel: Pair; dilations: Pair }, axis: 0 | 1): number {
  return (window.kernel[axis] - 1) * window.dilations[axis] + 1;
}

function automaticPadding(
  input: Pair,
  strides: Pair,
  span: Pair,
  lower: boolean,
): { before: Pair; after: Pair } {
  const total = both((axis) =>
    Math.max((Math.ceil(input[axis] / strides[axis]) - 1) * strides[axis] + span[axis] - input[axis], 0),
  );
  const small = both((axis) => Math.floor(total[axis] / 2));
  const large = both((axis) => total[axis] - small[axis]);
  return lower ? { before: large, after: small } : { before: small, after: large };
}

/**
 * Resolves kernel, strides, dilations and padding of Conv, MaxPool or AveragePool.
 * @param inputShape [N, C, H, W]
 * @param kernel [height, width]
 * @throws AppError model/unsupported-operator for other ranks, and for ceil_mode where it would change the size
 */
export function spatialWindow(
  node: OnnxNode,
  inputShape: readonly number[],
  kernel: readonly number[],
): SpatialWindow {
  if (inputShape.length !== 4 || kernel.length !== 2) throw unsupported(node, "only two-dimensional windows");
  const input = pair(inputShape.slice(2));
  const strides = pair(intsAttribute(node, "strides", [1, 1]));
  const dilations = pair(intsAttribute(node, "dilations", [1, 1]));
  const span = both((axis) => extent({ kernel: pair(kernel), dilations }, axis));
  const pads = intsAttribute(node, "pads", [0, 0, 0, 0]);
  let padding: { before: Pair; after: Pair } = { before: pair(pads), after: pair(pads.slice(2)) };
  const auto = stringAttribute(node, "auto_pad", "NOTSET");
  if (auto === "VALID") padding = { before: [0, 0], after: [0, 0] };
  else if (auto !== "NOTSET") padding = automaticPadding(input, strides, span, auto === "SAME_LOWER");
  const room = both((axis) => input[axis] + padding.before[axis] + padding.after[axis] - span[axis]);
  const output = both((axis) => Math.floor(room[axis] / strides[axis]) + 1);
  if (
    intAttribute(node, "ceil_mode", 0) &&
    ([0, 1] as const).some((axis) => room[axis] % strides[axis] !== 0)
  ) {
    throw unsupported(node, "ceil_mode with a size the stride does not divide");
  }
  return { kernel: pair(kernel), strides, dilations, ...padding, output };
}

/**
 * Resolves strides, padding and output size of ConvTranspose, the convolution that makes a picture larger.
 * @param inputShape [N, C, H, W]
 * @param kernelShape [C, out, height, width]
 * @returns the window of the convolution it turns round: from `output` to the input
 * @throws AppError model/unsupported-operator for other ranks, groups, dilations and output_padding
 */
export function growingWindow(
  node: OnnxNode,
  inputShape: readonly number[],
  kernelShape: readonly number[],
): SpatialWindow {
  if (inputShape.length !== 4 || kernelShape.length !== 4)
    throw unsupported(node, "only two-dimensional windows");
  const kernel = pair(kernelShape.slice(2));
  const input = pair(inputShape.slice(2));
  const strides = pair(intsAttribute(node, "strides", [1, 1]));
  const dilations = pair(intsAttribute(node, "dilations", [1, 1]));
  const pads = intsAttribute(node, "pads", [0, 0, 0, 0]);
  const isPlain =
    intAttribute(node, "group", 1) === 1 &&
    dilations.every((size) => size === 1) &&
    intsAttribute(node, "output_padding", []).every((size) => size === 0) &&
    intsAttribute(node, "output_shape", []).length === 0 &&
    stringAttribute(node, "auto_pad", "NOTSET") === "NOTSET";
  if (!isPlain) throw unsupported(node, "groups, dilations, output_padding, output_shape or auto_pad");
  const [before, after] = [pair(pads), pair(pads.slice(2))];
  const output = both(
    (axis) => (input[axis] - 1) * strides[axis] + kernel[axis] - before[axis] - after[axis],
  );
  return { kernel, strides, dilations, before, after, output };
}

/** True when TensorFlow's SAME padding pads exactly as the window does. */
export function isSamePadding(window: SpatialWindow, input: readonly number[]): boolean {
  const span = both((axis) => extent(window, axis));
  const same = automaticPadding(pair(input), window.strides, span, false);
  return ([0, 1] as const).every(
    (axis) => same.before[axis] === window.before[axis] && same.after[axis] === window.after[axis],
  );
}

/** True when the window pads nothing. */
export function isUnpadded(window: SpatialWindow): boolean {
  return [...window.before, ...window.after].every((size) => size === 0);
}
