import type { KernelCall, TfAttributeValue } from "@/lib/client/detection/graph/operators";

export type TensorShape = readonly number[];

/** A network, or a part of one, that this engine has no code for; the stock backend may have. */
export class EngineUnsupported extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = "EngineUnsupported";
  }
}

export const sizeOf = (shape: TensorShape): number => shape.reduce((product, edge) => product * edge, 1);

/** How a window walks over an image. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Pixels before the first, that a tap may read. */
  readonly before: readonly [top: number, left: number];
  readonly out: readonly [height: number, width: number];
}

const pair = (value: TfAttributeValue, fallback: number): [number, number] => {
  const list = Array.isArray(value) ? value.map(Number) : [];
  return [list[0] ?? fallback, list[1] ?? fallback];
};

/** @throws EngineUnsupported for an image that is no [1, height, width, channels] */
export function windowOf(call: KernelCall, image: TensorShape, kernel: readonly [number, number]): Window {
  if (image.length !== 4 || image[0] !== 1) throw new EngineUnsupported(`${call.kernel} of ${image}`);
  const stride = pair(call.attrs.strides, 1);
  const dilation = pair(call.attrs.dilations, 1);
  const before: [number, number] = [0, 0];
  const out: [number, number] = [0, 0];
  for (const axis of [0, 1] as const) {
    const size = image[axis + 1]!;
    const reach = (kernel[axis] - 1) * dilation[axis] + 1;
    const { pad } = call.attrs;
    if (pad === "same") {
      out[axis] = Math.ceil(size / stride[axis]);
      before[axis] = Math.floor(Math.max(0, (out[axis] - 1) * stride[axis] + reach - size) / 2);
    } else {
      const [start = 0, end = 0] = Array.isArray(pad) ? (pad[axis + 1] as readonly number[]) : [];
      before[axis] = start;
      out[axis] = Math.floor((size + start + end - reach) / stride[axis]) + 1;
    }
  }
  return { kernel, stride, dilation, before, out };
}

/** Filter's height and width, or the pool's. */
export function kernelSize(call: KernelCall, filter: TensorShape | undefined): readonly [number, number] {
  return filter ? [filter[0]!, filter[1]!] : pair(call.attrs.filterSize, 1);
}

const axisOf = (value: TfAttributeValue, rank: number): number => {
  const axis = Number(value);
  return axis < 0 ? axis + rank : axis;
};

/** The dimension along which a Concat, SplitV, Softmax or GatherV2 works. */
export const callAxis = (call: KernelCall, rank: number): number => axisOf(call.attrs.axis ?? -1, rank);

/** The dimensions that a reduction removes. */
export const reducedAxes = (call: KernelCall, rank: number): readonly number[] =>
  [call.attrs.axis ?? []].flat().map((axis) => axisOf(axis as number, rank));

function broadcast(left: TensorShape, right: TensorShape): TensorShape {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, at) => {
    const [a, b] = [left[at - rank + left.length] ?? 1, right[at - rank + right.length] ?? 1];
    if (a !== b && a !== 1 && b !== 1) throw new EngineUnsupported(`${left} and ${right} together`);
    return Math.max(a, b);
  });
}

/** First index and step along each dimension of a strided slice, and how many are taken. */
export function slicedDimensions(call: KernelCall, shape: TensorShape) {
  const { attrs } = call;
  if (attrs.ellipsisMask || attrs.newAxisMask) throw new EngineUnsupported("a slice with new dimensions");
  const list = (name: string) => attrs[name] as readonly number[];
  const has = (mask: string, axis: number) => (Number(attrs[mask]) & (1 << axis)) !== 0;
  return shape.map((edge, axis) => {
    if (axis >= list("begin").length) return { begin: 0, step: 1, count: edge, dropped: false };
    const step = list("strides")[axis]!;
    if (step < 1) throw new EngineUnsupported("a slice backwards");
    const at = (value: number) => Math.min(edge, Math.max(0, value < 0 ? value + edge : value));
    const begin = has("beginMask", axis) ? 0 : at(list("begin")[axis]!);
    if (has("shrinkAxisMask", axis)) return { begin, step: 1, count: 1, dropped: true };
    const end = has("endMask", axis) ? edge : at(list("end")[axis]!);
    return { begin, step, count: Math.max(0, Math.ceil((end - begin) / step)), dropped: false };
  });
}

const keptBySlice = (call: KernelCall, shape: TensorShape): TensorShape =>
  slicedDimensions(call, shape).flatMap(({ count, dropped }) => (dropped ? [] : [count]));

const SAME = new Set(["Sigmoid", "Relu", "Relu6", "Exp", "Sqrt", "LeakyRelu", "Softmax"]);
const PAIRS = new Set(["Add", "Sub", "Multiply", "RealDiv", "Maximum", "Minimum"]);

/**
 * Shapes of a call's outputs.
 * @param inputs shapes by the order of the call's inputs
 * @throws EngineUnsupported for a kernel that is not known here
 */
export function outputShapes(call: KernelCall, inputs: readonly TensorShape[]): readonly TensorShape[] {
  const [first = [], second = []] = inputs;
  const { kernel, attrs } = call;
  if (SAME.has(kernel)) return [first];
  if (PAIRS.has(kernel)) return [broadcast(first, second)];
  switch (kernel) {
    case "FusedConv2D":
    case "Conv2D": {
      const { out } = windowOf(call, first, kernelSize(call, second));
      return [[1, ...out, second[3]!]];
    }
    case "FusedDepthwiseConv2D":
    case "DepthwiseConv2dNative": {
      const { out } = windowOf(call, first, kernelSize(call, second));
      return [[1, ...out, second[2]! * second[3]!]];
    }
    case "Conv2DBackpropInput":
      return [(attrs.inputShape as readonly number[]).map((edge, axis) => (axis === 0 ? first[0]! : edge))];
    case "MaxPool":
    case "AvgPool":
      return [[1, ...windowOf(call, first, kernelSize(call, undefined)).out, first[3]!]];
    case "ResizeNearestNeighbor":
    case "ResizeBilinear":
      return [[first[0]!, ...pair(attrs.size, 1), first[3]!]];
    case "Mean":
    case "Sum":
    case "Max": {
      const axes = reducedAxes(call, first.length);
      const kept = first.map((edge, axis) => (axes.includes(axis) ? 1 : edge));
      return [attrs.keepDims ? kept : kept.filter((_, axis) => !axes.includes(axis))];
    }
    case "Concat": {
      const axis = callAxis(call, first.length);
      const total = inputs.reduce((sum, shape) => sum + shape[axis]!, 0);
      return [first.map((edge, at) => (at === axis ? total : edge))];
    }
    case "SplitV": {
      const axis = callAxis(call, first.length);
      const parts = attrs.numOrSizeSplits;
      const edge = first[axis]!;
      const sizes = Array.isArray(parts)
        ? parts.map(Number)
        : Array.from({ length: Number(parts) }, () => edge / Number(parts));
      return sizes.map((size) => first.map((old, at) => (at === axis ? size : old)));
    }
    case "Slice":
      return [
        (attrs.size as readonly number[]).map((size, axis) =>
          size < 0 ? first[axis]! - (attrs.begin as readonly number[])[axis]! : size,
        ),
      ];
    case "StridedSlice":
      return [keptBySlice(call, first)];
    case "PadV2":
      return [
        first.map((edge, axis) => {
          const [before = 0, after = 0] = (attrs.paddings as readonly (readonly number[])[])[axis]!;
          return before + edge + after;
        }),
      ];
    case "Reshape": {
      const wanted = (attrs.shape as readonly number[]).map(Number);
      const known = sizeOf(wanted.filter((edge) => edge >= 0));
      return [wanted.map((edge) => (edge < 0 ? sizeOf(first) / known : edge))];
    }
    case "Transpose":
      return [(attrs.perm as readonly number[]).map((axis) => first[axis]!)];
    case "BatchMatMul": {
      const rows = first.at(attrs.transposeA ? -1 : -2)!;
      const columns = second.at(attrs.transposeB ? -2 : -1)!;
      return [[...broadcast(first.slice(0, -2), second.slice(0, -2)), rows, columns]];
    }
    default:
      throw new EngineUnsupported(kernel);
  }
}
