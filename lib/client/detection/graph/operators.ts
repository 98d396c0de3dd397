import { hasSwish } from "@/lib/client/detection/graph/fuse-swish";
import type { GraphNode, GraphWeight } from "@/lib/client/detection/graph/graph-model";
import type { GraphOperator } from "@/lib/contracts/graph-operators";
import { AppError } from "@/lib/core/errors";

export type TfAttributeValue = number | boolean | string | readonly TfAttributeValue[] | null | undefined;

/** One kernel invocation: what `engine().runKernel` gets once the named tensors exist. */
export interface KernelCall {
  readonly kernel: string;
  /** Kernel input name (or position, for kernels that take a list) → tensor name. */
  readonly inputs: Readonly<Record<string, string>> | readonly string[];
  readonly attrs: Readonly<Record<string, TfAttributeValue>>;
  /** The convolution's activation is x · sigmoid(x), which no stock kernel has. */
  readonly swish?: boolean;
}

/** Typed access to one node's inputs and attributes. */
class NodeReader {
  constructor(
    readonly node: GraphNode,
    private readonly weights: ReadonlyMap<string, GraphWeight>,
  ) {}

  input(index: number): string {
    const name = this.node.input[index];
    if (name === undefined) throw this.unsupported(`has no input ${index}`);
    return name;
  }

  /** Values of an input that shapes the graph, which must be a constant. */
  constants(index: number): readonly number[] {
    const weight = this.weights.get(this.input(index));
    if (!weight) throw this.unsupported(`input ${index} is not constant`);
    return Array.from(weight.values);
  }

  constant(index: number): number {
    return this.constants(index)[0] ?? 0;
  }

  integers(attribute: string): readonly number[] {
    return (this.node.attr[attribute]?.list?.i ?? []).map(Number);
  }

  integer(attribute: string): number {
    return Number(this.node.attr[attribute]?.i ?? 0);
  }

  float(attribute: string, fallback: number): number {
    return this.node.attr[attribute]?.f ?? fallback;
  }

  flag(attribute: string): boolean {
    return this.node.attr[attribute]?.b ?? false;
  }

  text(attribute: string): string {
    return atob(this.node.attr[attribute]?.s ?? "");
  }

  texts(attribute: string): readonly string[] {
    return (this.node.attr[attribute]?.list?.s ?? []).map((text) => atob(text));
  }

  /** Height and width of an NHWC attribute. */
  spatial(attribute: string): readonly [number, number] {
    const [, height = 1, width = 1] = this.integers(attribute);
    return [height, width];
  }

  padding(): TfAttributeValue {
    const padding = this.text("padding").toLowerCase();
    if (padding !== "explicit") return padding;
    const pairs = this.integers("explicit_paddings");
    return [0, 2, 4, 6].map((at) => [pairs[at] ?? 0, pairs[at + 1] ?? 0]);
  }

  unsupported(why: string): AppError {
    return new AppError("model/unsupported-operator", {
      facts: { op: this.node.op, node: this.node.name, detail: why },
    });
  }
}

type Operator = (node: NodeReader) => KernelCall;

const unary = (kernel: string): Operator => {
  return (node) => ({ kernel, inputs: { x: node.input(0) }, attrs: {} });
};

const binary = (kernel: string): Operator => {
  return (node) => ({ kernel, inputs: { a: node.input(0), b: node.input(1) }, attrs: {} });
};

/** The stock kernels call the reduced dimensions `axis`, but Max calls them `reductionIndices`. */
const reduction = (kernel: string): Operator => {
  return (node) => {
    const axis = node.constants(1);
    const attrs = { axis, reductionIndices: axis, keepDims: node.flag("keep_dims") };
    return { kernel, inputs: { x: node.input(0) }, attrs };
  };
};

const pool = (kernel: string): Operator => {
  return (node) => ({
    kernel,
    inputs: { x: node.input(0) },
    attrs: { filterSize: node.spatial("ksize"), strides: node.spatial("strides"), pad: node.padding() },
  });
};

const resize = (kernel: string): Operator => {
  return (node) => ({
    kernel,
    inputs: { images: node.input(0) },
    attrs: {
      size: node.constants(1),
      alignCorners: node.flag("align_corners"),
      halfPixelCenters: node.flag("half_pixel_centers"),
    },
  });
};

function convolutionAttributes(node: NodeReader) {
  return {
    strides: node.spatial("strides"),
    pad: node.padding(),
    dataFormat: "NHWC",
    dilations: node.spatial("dilations"),
  };
}

const convolution = (kernel: string): Operator => {
  return (node) => ({
    kernel,
    inputs: { x: node.input(0), filter: node.input(1) },
    attrs: convolutionAttributes(node),
  });
};

const FUSED_ACTIVATIONS: Readonly<Record<string, string>> = { Relu: "relu", Relu6: "relu6", Elu: "elu" };

const fusedConvolution = (kernel: string): Operator => {
  return (node) => {
    const [bias, activation, ...others] = node.texts("fused_ops");
    const swish = hasSwish(node.node);
    const known = activation === undefined ? "linear" : FUSED_ACTIVATIONS[activation];
    if (bias !== "BiasAdd" || others.length > 0 || (!known && !swish)) {
      throw node.unsupported(`fuses ${node.texts("fused_ops").join(", ")}`);
    }
    return {
      kernel,
      inputs: { x: node.input(0), filter: node.input(1), bias: node.input(2) },
      attrs: { ...convolutionAttributes(node), activation: swish ? "sigmoid" : known },
      swish,
    };
  };
};

/** Operators that are no kernel: the graph's input, its constants, and names for what is there. */
type Structure = "Placeholder" | "Const" | "Identity";

/** GraphModel operator → kernel: all that the converter writes, and a few that stock graphs hold. */
const OPERATORS: Readonly<Record<Exclude<GraphOperator, Structure>, Operator>> &
  Readonly<Record<string, Operator>> = {
  _FusedConv2D: fusedConvolution("FusedConv2D"),
  FusedDepthwiseConv2dNative: fusedConvolution("FusedDepthwiseConv2D"),
  Conv2D: convolution("Conv2D"),
  DepthwiseConv2dNative: convolution("DepthwiseConv2dNative"),
  Conv2DBackpropInput: (node) => ({
    kernel: "Conv2DBackpropInput",
    inputs: { dy: node.input(2), filter: node.input(1) },
    attrs: {
      strides: node.spatial("strides"),
      pad: node.padding(),
      dataFormat: "NHWC",
      inputShape: node.constants(0),
    },
  }),
  Sigmoid: unary("Sigmoid"),
  Relu: unary("Relu"),
  Relu6: unary("Relu6"),
  Exp: unary("Exp"),
  Sqrt: unary("Sqrt"),
  LeakyRelu: (node) => ({
    kernel: "LeakyRelu",
    inputs: { x: node.input(0) },
    attrs: { alpha: node.float("alpha", 0.2) },
  }),
  Mul: binary("Multiply"),
  Add: binary("Add"),
  AddV2: binary("Add"),
  Sub: binary("Sub"),
  RealDiv: binary("RealDiv"),
  Maximum: binary("Maximum"),
  Minimum: binary("Minimum"),
  MaxPool: pool("MaxPool"),
  AvgPool: pool("AvgPool"),
  ResizeNearestNeighbor: resize("ResizeNearestNeighbor"),
  ResizeBilinear: resize("ResizeBilinear"),
  Mean: reduction("Mean"),
  Sum: reduction("Sum"),
  Max: reduction("Max"),
  Softmax: (node) => ({ kernel: "Softmax", inputs: { logits: node.input(0) }, attrs: { dim: -1 } }),
  ConcatV2: (node) => {
    const last = node.node.input.length - 1;
    return { kernel: "Concat", inputs: node.node.input.slice(0, last), attrs: { axis: node.constant(last) } };
  },
  Split: (node) => ({
    kernel: "SplitV",
    inputs: { x: node.input(1) },
    attrs: { numOrSizeSplits: node.integer("num_split"), axis: node.constant(0) },
  }),
  SplitV: (node) => ({
    kernel: "SplitV",
    inputs: { x: node.input(0) },
    attrs: { numOrSizeSplits: node.constants(1), axis: node.constant(2) },
  }),
  Reshape: (node) => ({
    kernel: "Reshape",
    inputs: { x: node.input(0) },
    attrs: { shape: node.constants(1) },
  }),
  Transpose: (node) => ({
    kernel: "Transpose",
    inputs: { x: node.input(0) },
    attrs: { perm: node.constants(1) },
  }),
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
  StridedSlice: (node) => ({
    kernel: "StridedSlice",
    inputs: { x: node.input(0) },
    attrs: {
      begin: node.constants(1),
      end: node.constants(2),
      strides: node.constants(3),
      beginMask: node.integer("begin_mask"),
      endMask: node.integer("end_mask"),
      ellipsisMask: node.integer("ellipsis_mask"),
      newAxisMask: node.integer("new_axis_mask"),
      shrinkAxisMask: node.integer("shrink_axis_mask"),
    },
  }),
  Slice: (node) => ({
    kernel: "Slice",
    inputs: { x: node.input(0) },
    attrs: { begin: node.constants(1), size: node.constants(2) },
  }),
  GatherV2: (node) => ({
    kernel: "GatherV2",
    inputs: { x: node.input(0), indices: node.input(1) },
    attrs: { axis: node.constant(2), batchDims: node.integer("batch_dims") },
  }),
  Pad: pad,
  PadV2: pad,
};

function batchMatMul(node: NodeReader): KernelCall {
  return {
    kernel: "BatchMatMul",
    inputs: { a: node.input(0), b: node.input(1) },
    attrs: { transposeA: node.flag("adj_x"), transposeB: node.flag("adj_y") },
  };
}

function pad(node: NodeReader): KernelCall {
  const flat = node.constants(1);
  const paddings = Array.from({ length: flat.length / 2 }, (_, axis) => [
    flat[axis * 2]!,
    flat[axis * 2 + 1]!,
  ]);
  const constantValue = node.node.input.length > 2 ? node.constant(2) : 0;
  return { kernel: "PadV2", inputs: { x: node.input(0) }, attrs: { paddings, constantValue } };
}

/**
 * The kernel that runs a node.
 * @throws AppError model/unsupported-operator naming operator and node
 */
export function kernelCallOf(node: GraphNode, weights: ReadonlyMap<string, GraphWeight>): KernelCall {
  const reader = new NodeReader(node, weights);
  const operator = OPERATORS[node.op];
  if (!operator) throw reader.unsupported("not known");
  return operator(reader);
}
