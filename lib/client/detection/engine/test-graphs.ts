import type { Graph, GraphNode, GraphWeight } from "@/lib/client/detection/graph/graph-model";

export const text = (value: string) => ({ s: btoa(value) });
export const ints = (...values: readonly number[]) => ({ list: { i: [...values] } });

/** Builds a graph node by node. The image is `x`. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly weights = new Map<string, GraphWeight>();
  private state = 7;

  constructor(readonly shape: readonly number[]) {
    this.nodes.push({ name: "x", op: "Placeholder", input: [], attr: {} });
  }

  random(): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return (this.state / 2 ** 32) * 2 - 1;
  }

  floats(shape: readonly number[], value?: number): string {
    const length = shape.reduce((product, edge) => product * edge, 1);
    return this.weight(
      shape,
      Float32Array.from({ length }, () => value ?? this.random()),
    );
  }

  integers(...values: readonly number[]): string {
    return this.weight([values.length], Int32Array.from(values));
  }

  integer(value: number): string {
    return this.weight([], Int32Array.of(value));
  }

  add(op: string, input: readonly string[], attr: GraphNode["attr"] = {}): string {
    const name = `${op}${this.nodes.length}`;
    this.nodes.push({ name, op, input: [...input], attr });
    return name;
  }

  convolution(
    input: string,
    filter: readonly [number, number, number, number],
    options: ConvolutionOptions = {},
  ) {
    const { stride = 1, dilation = 1, padding = "SAME", swish = true, depthwise = false } = options;
    const channels = depthwise ? filter[2] * filter[3] : filter[3];
    const convolved = this.add(
      depthwise ? "FusedDepthwiseConv2dNative" : "_FusedConv2D",
      [input, this.floats(filter), this.floats([channels])],
      {
        strides: ints(1, stride, stride, 1),
        dilations: ints(1, dilation, dilation, 1),
        padding: text(typeof padding === "string" ? padding : "EXPLICIT"),
        ...(typeof padding !== "string" && { explicit_paddings: ints(0, 0, ...padding, 0, 0) }),
        fused_ops: { list: { s: [btoa("BiasAdd")] } },
      },
    );
    return swish ? this.add("Mul", [convolved, this.add("Sigmoid", [convolved])]) : convolved;
  }

  graph(...outputs: readonly string[]): Graph {
    return {
      nodes: this.nodes,
      weights: this.weights,
      input: { name: "x", shape: this.shape },
      outputs: new Map(outputs.map((name, index) => [`out${index}`, name])),
    };
  }

  private weight(shape: readonly number[], values: Float32Array | Int32Array): string {
    const name = `w${this.weights.size}`;
    this.weights.set(name, { shape, values });
    this.nodes.push({ name, op: "Const", input: [], attr: {} });
    return name;
  }
}

interface ConvolutionOptions {
  readonly stride?: number;
  readonly dilation?: number;
  readonly padding?: "SAME" | "VALID" | readonly [number, number, number, number];
  readonly swish?: boolean;
  readonly depthwise?: boolean;
}

/** Values for the network's input. */
export const imageOf = (graph: Graph) => {
  const length = graph.input.shape.reduce((product, edge) => product * edge, 1);
  return Float32Array.from({ length }, (_, at) => Math.cos(at * 1.7) + Math.sin(at * 0.13));
};

/** One small graph for each operator, at sizes that are no multiple of anything. */
export const CASES: Readonly<Record<string, () => Graph>> = {
  "a pixel": () => {
    const b = new GraphBuilder([1, 1, 1, 1]);
    return b.graph(b.convolution("x", [3, 3, 1, 1]));
  },
  "convolutions on one image with different borders": () => {
    const b = new GraphBuilder([1, 7, 9, 3]);
    const stem = b.convolution("x", [1, 1, 3, 5]);
    const small = b.convolution(stem, [3, 3, 5, 9]);
    const large = b.convolution(stem, [5, 5, 5, 4], { padding: [2, 2, 2, 2] });
    return b.graph(small, large, b.convolution(stem, [3, 3, 5, 6], { dilation: 2, padding: [2, 2, 2, 2] }));
  },
  "stride 2, explicit and same": () => {
    const b = new GraphBuilder([1, 9, 12, 3]);
    const explicit = b.convolution("x", [3, 3, 3, 8], { stride: 2, padding: [1, 1, 1, 1] });
    return b.graph(explicit, b.convolution("x", [3, 3, 3, 8], { stride: 2 }));
  },
  depthwise: () => {
    const b = new GraphBuilder([1, 6, 5, 7]);
    const first = b.convolution("x", [3, 3, 7, 1], { depthwise: true });
    return b.graph(b.convolution(first, [5, 5, 7, 1], { depthwise: true, padding: [2, 2, 2, 2] }));
  },
  "a bottleneck: split, convolutions, sum, concatenation": () => {
    const b = new GraphBuilder([1, 6, 10, 3]);
    const stem = b.convolution("x", [3, 3, 3, 12]);
    const begin = (at: number) => b.integers(0, 0, 0, at);
    const [left, right] = [0, 6].map((at) =>
      b.add("Slice", [stem, begin(at), b.integers(-1, -1, -1, 6)]),
    ) as [string, string];
    const inner = b.convolution(b.convolution(right, [3, 3, 6, 3]), [3, 3, 3, 6]);
    const sum = b.add("AddV2", [right, inner]);
    const joined = b.add("ConcatV2", [left, right, sum, b.integer(3)]);
    return b.graph(b.convolution(joined, [1, 1, 18, 5]), b.convolution(joined, [3, 3, 18, 2]));
  },
  "3 × 3 convolutions in squares, of sizes that are no whole number of squares": () => {
    const b = new GraphBuilder([1, 18, 15, 3]);
    const stem = b.convolution("x", [3, 3, 3, 24]);
    const half = b.add("Slice", [stem, b.integers(0, 0, 0, 8), b.integers(-1, -1, -1, 16)]);
    const inner = b.convolution(b.convolution(half, [3, 3, 16, 8]), [3, 3, 8, 16]);
    const sum = b.add("AddV2", [half, inner]);
    const joined = b.add("ConcatV2", [stem, sum, b.integer(3)]);
    const small = b.convolution(joined, [3, 3, 40, 12], { stride: 2 });
    return b.graph(
      b.convolution(small, [3, 3, 12, 8]),
      b.convolution(joined, [3, 3, 40, 8], { padding: "VALID", swish: false }),
    );
  },
  "a tensor in two concatenations and twice in one": () => {
    const b = new GraphBuilder([1, 3, 4, 2]);
    const [one, two] = [b.convolution("x", [1, 1, 2, 3]), b.convolution("x", [3, 3, 2, 5])];
    const first = b.add("ConcatV2", [one, two, one, b.integer(3)]);
    return b.graph(
      first,
      b.add("ConcatV2", [two, one, b.integer(3)]),
      b.add("ConcatV2", [one, "x", b.integer(3)]),
    );
  },
  "a concatenation within another": () => {
    const b = new GraphBuilder([1, 4, 4, 2]);
    const parts = [3, 4, 2].map((channels) => b.convolution("x", [3, 3, 2, channels]));
    const inner = b.add("ConcatV2", [parts[0]!, parts[1]!, b.integer(3)]);
    const outer = b.add("ConcatV2", [parts[2]!, inner, b.integer(3)]);
    return b.graph(b.convolution(inner, [1, 1, 7, 3]), b.convolution(outer, [3, 3, 9, 3]));
  },
  "rows joined from several images": () => {
    const b = new GraphBuilder([1, 4, 6, 3]);
    const wide = b.convolution("x", [1, 1, 3, 5]);
    const narrow = b.convolution("x", [3, 3, 3, 5], { stride: 2 });
    const flat = (name: string) => b.add("Reshape", [name, b.integers(1, -1, 5)]);
    const joined = b.add("ConcatV2", [flat(wide), flat(narrow), b.integer(1)]);
    return b.graph(b.add("Transpose", [joined, b.integers(0, 2, 1)]));
  },
  "a reshape of what a convolution reads too": () => {
    const b = new GraphBuilder([1, 4, 5, 3]);
    const image = b.convolution("x", [1, 1, 3, 4]);
    return b.graph(b.add("Reshape", [image, b.integers(1, 2, -1)]), b.convolution(image, [3, 3, 4, 2]));
  },
  "images joined by height, then convolved": () => {
    const b = new GraphBuilder([1, 3, 4, 2]);
    const [one, two] = [b.convolution("x", [3, 3, 2, 3]), b.convolution("x", [1, 1, 2, 3])];
    const joined = b.add("ConcatV2", [one, two, b.integer(1)]);
    return b.graph(b.convolution(joined, [3, 3, 3, 2]), b.convolution(one, [3, 3, 3, 2]));
  },
  pools: () => {
    const b = new GraphBuilder([1, 9, 7, 5]);
    const pool = (op: string, size: number, stride: number) =>
      b.add(op, ["x"], {
        ksize: ints(1, size, size, 1),
        strides: ints(1, stride, stride, 1),
        padding: text("SAME"),
      });
    return b.graph(pool("MaxPool", 5, 1), pool("MaxPool", 2, 2), pool("AvgPool", 3, 2));
  },
  "twice as large": () => {
    const b = new GraphBuilder([1, 3, 5, 6]);
    const large = b.add("ResizeNearestNeighbor", [b.convolution("x", [1, 1, 6, 6]), b.integers(6, 10)]);
    return b.graph(b.convolution(b.add("ConcatV2", [large, large, b.integer(3)]), [3, 3, 12, 3]));
  },
  arithmetic: () => {
    const b = new GraphBuilder([1, 5, 3, 7]);
    const ops = ["Mul", "AddV2", "Sub", "Maximum", "Minimum"].map((op) => b.add(op, ["x", b.floats([7])]));
    const pixelwise = b.add("Mul", ["x", b.floats([1, 5, 3, 1])]);
    return b.graph(
      ...ops,
      pixelwise,
      b.add("RealDiv", ["x", b.floats([], 3)]),
      b.add("Sub", [b.floats([1]), "x"]),
    );
  },
  functions: () => {
    const b = new GraphBuilder([1, 2, 5, 3]);
    const all = ["Sigmoid", "Relu", "Exp"].map((op) => b.add(op, ["x"]));
    const root = b.add("Sqrt", [b.add("Relu", ["x"])]);
    return b.graph(...all, root, b.add("LeakyRelu", ["x"], { alpha: { f: 0.1 } }));
  },
  reductions: () => {
    const b = new GraphBuilder([1, 4, 3, 5]);
    const over = (op: string, axes: readonly number[], kept: boolean) =>
      b.add(op, ["x", b.integers(...axes)], { keep_dims: { b: kept } });
    return b.graph(over("Mean", [1, 2], false), over("Sum", [3], true), over("Max", [-1], false));
  },
  "softmax of odd and even lengths": () => {
    const b = new GraphBuilder([1, 3, 4, 16]);
    const odd = b.add("Slice", ["x", b.integers(0, 0, 0, 2), b.integers(-1, -1, -1, 7)]);
    return b.graph(b.add("Softmax", ["x"]), b.add("Softmax", [odd]));
  },
  attention: () => {
    const b = new GraphBuilder([1, 3, 5, 8]);
    const heads = b.add("Reshape", [
      b.convolution("x", [1, 1, 8, 36], { swish: false }),
      b.integers(1, 15, 2, 18),
    ]);
    const turned = b.add("Transpose", [heads, b.integers(0, 2, 1, 3)]);
    const [query, key, value] = [0, 1, 2].map((at) =>
      b.add("Slice", [turned, b.integers(0, 0, 0, at * 6), b.integers(-1, -1, -1, 6)]),
    ) as [string, string, string];
    const scores = b.add("BatchMatMulV2", [query, key], { adj_y: { b: true } });
    const shares = b.add("Softmax", [b.add("Mul", [scores, b.floats([], 0.4)])]);
    const mixed = b.add("BatchMatMulV2", [shares, value]);
    const flipped = b.add("BatchMatMulV2", [value, shares], { adj_x: { b: true }, adj_y: { b: true } });
    const image = b.add("Reshape", [
      b.add("Transpose", [mixed, b.integers(0, 2, 1, 3)]),
      b.integers(1, 3, 5, 12),
    ]);
    return b.graph(b.convolution(image, [3, 3, 12, 4]), flipped);
  },
  "transposed convolution": () => {
    const b = new GraphBuilder([1, 3, 5, 4]);
    const large = b.add("Conv2DBackpropInput", [b.integers(1, 6, 10, 7), b.floats([2, 2, 7, 4]), "x"], {
      strides: ints(1, 2, 2, 1),
      padding: text("VALID"),
    });
    return b.graph(large, b.convolution(large, [3, 3, 7, 2]));
  },
  "slices, padding and splits": () => {
    const b = new GraphBuilder([1, 6, 7, 9]);
    const strided = b.add(
      "StridedSlice",
      ["x", b.integers(0, 1, 0, 2), b.integers(0, 6, -1, 0), b.integers(1, 2, 3, 1)],
      { begin_mask: { i: 1 }, end_mask: { i: 1 + 8 } },
    );
    const padded = b.add("PadV2", ["x", b.integers(0, 0, 1, 2, 0, 1, 0, 0), b.floats([], 1.5)]);
    const corner = b.add("Slice", ["x", b.integers(0, 1, 2, 3), b.integers(1, 2, 3, 4)]);
    b.add("SplitV", ["x", b.integers(2, 3, 4), b.integer(3)]);
    const split = b.nodes.at(-1)!.name;
    return b.graph(strided, padded, corner, split, `${split}:1`, b.convolution(`${split}:2`, [3, 3, 4, 3]));
  },
};
