import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { convertGraph } from "../convert/convert-graph";
import { CHANNELS_LAST, permute, storedShape } from "../convert/layout";
import { writeGraphModel } from "../convert/write-graph-model";
import { elementCount } from "../onnx/graph";
import { readOnnx } from "../onnx/read-onnx";
import { buildOnnx, type ModelInput, type NodeInput, seededValues } from "./build-onnx";
import { openEngine } from "./run-engine";
import { runOnnx } from "./run-onnx";
import { type RuntimeTensors, runTfjs, startTfjs } from "./run-tfjs";

// runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

beforeAll(() => startTfjs("wasm"));

afterAll(() => {
  const share = onEngine.filter(Boolean).length / onEngine.length;
  console.log(`${onEngine.filter(Boolean).length} of ${onEngine.length} networks ran on the engine`);
  // few operators are left to the stock kernels
  if (share < 0.75) throw new Error(`only ${share} of the networks ran on the engine`);
});

/** Random float constant. */
const weights = (...shape: number[]) => ({ shape, values: seededValues(elementCount(shape), 7) });

/** Runs a model in both runtimes and compares every output, shape and values. */
async function expectParity(model: ModelInput): Promise<ReturnType<typeof convertGraph>> {
  const bytes = buildOnnx(model);
  const graph = convertGraph(readOnnx(bytes));
  const named = Object.entries(model.inputs).map(([name, shape], i) => {
    return { name, shape, data: seededValues(elementCount(shape), 100 + i) };
  });
  const expected = await runOnnx(
    bytes,
    Object.fromEntries(named.map(({ name, ...tensor }) => [name, tensor])),
  );
  const inputs = named.map(({ name, shape, data }) => {
    if (shape.length !== 4) return [name, { shape, data }] as const;
    return [
      name,
      { shape: storedShape(shape, CHANNELS_LAST), data: permute(data, shape, CHANNELS_LAST) },
    ] as const;
  });
  const files = writeGraphModel(graph);
  expectSame(await runTfjs(files, Object.fromEntries(inputs)), expected);
  // the engine takes one picture; what it has no code for, the browser runs on the stock kernels
  const engine = inputs.length === 1 ? openEngine(files) : undefined;
  if (engine) expectSame(await engine.run(Object.fromEntries(inputs)), expected);
  onEngine.push(engine !== undefined);
  return graph;
}

/** Whether each network tried ran on the engine. */
const onEngine: boolean[] = [];

function expectSame(actual: RuntimeTensors, expected: RuntimeTensors): void {
  expect(Object.keys(actual).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(actual[name]?.shape, name).toEqual(shape);
    const worst = data.reduce((most, value, i) => {
      const got = actual[name]?.data[i] ?? Number.NaN;
      return Math.max(most, Math.abs(value - got) / Math.max(1, Math.abs(value)));
    }, 0);
    expect(worst, name).toBeLessThan(1e-5);
  }
}

const x = [1, 4, 6, 10] as const;

/** One node on a picture, after a convolution, so that it is channels last, and alone, so that it is an input. */
function onPicture(
  node: Partial<NodeInput> & { op: string },
  constants: ModelInput["constants"] = {},
): ModelInput {
  return {
    inputs: { x },
    constants: { k: weights(4, 4, 1, 1), ...constants },
    nodes: [
      { op: "Conv", inputs: ["x", "k"], outputs: ["c"] },
      { inputs: ["c", ...Object.keys(constants)], ...node },
    ],
  };
}

const conv = (
  inputs: readonly number[],
  kernel: ReturnType<typeof weights>,
  attributes: NodeInput["attributes"],
  bias = true,
) => ({
  inputs: { x: inputs },
  constants: { w: kernel, ...(bias ? { b: weights(kernel.shape[0] ?? 0) } : {}) },
  nodes: [{ op: "Conv", inputs: bias ? ["x", "w", "b"] : ["x", "w"], attributes }],
});

const CASES: Readonly<Record<string, ModelInput>> = {
  "Conv 3×3, pad 1 (SAME)": conv([1, 3, 8, 9], weights(5, 3, 3, 3), { pads: [1, 1, 1, 1] }),
  "Conv 3×3, stride 2, pad 1 (EXPLICIT)": conv([1, 3, 8, 10], weights(5, 3, 3, 3), {
    pads: [1, 1, 1, 1],
    strides: [2, 2],
  }),
  "Conv with uneven pads, no bias": conv([1, 3, 7, 8], weights(2, 3, 3, 2), { pads: [2, 0, 1, 1] }, false),
  "Conv, auto_pad SAME_LOWER": conv([1, 3, 8, 10], weights(2, 3, 3, 3), {
    auto_pad: "SAME_LOWER",
    strides: [2, 2],
  }),
  "Conv, dilated": conv([1, 3, 9, 9], weights(2, 3, 3, 3), { dilations: [2, 2], pads: [2, 2, 2, 2] }),
  "Conv, depthwise": conv([1, 4, 8, 8], weights(4, 1, 3, 3), { group: 4, pads: [1, 1, 1, 1] }),
  "Conv, depthwise with two outputs a channel, strided": conv([1, 4, 8, 8], weights(8, 1, 3, 3), {
    group: 4,
    pads: [1, 1, 1, 1],
    strides: [2, 2],
  }),
  "Conv, grouped": conv([1, 6, 5, 5], weights(4, 3, 3, 3), { group: 2, pads: [1, 1, 1, 1] }),
  "Conv, grouped, no bias": conv([1, 6, 5, 5], weights(4, 3, 1, 1), { group: 2 }, false),
  "ConvTranspose by two, as YOLOv6 enlarges": {
    inputs: { x },
    constants: { k: weights(4, 3, 2, 2), b: weights(3) },
    nodes: [{ op: "ConvTranspose", inputs: ["x", "k", "b"], attributes: { strides: [2, 2] } }],
  },
  "ConvTranspose, padded as SAME, no bias": {
    inputs: { x },
    constants: { k: weights(4, 3, 4, 4) },
    nodes: [{ op: "ConvTranspose", inputs: ["x", "k"], attributes: { strides: [2, 2], pads: [1, 1, 1, 1] } }],
  },
  BatchNormalization: onPicture(
    { op: "BatchNormalization" },
    {
      scale: weights(4),
      offset: weights(4),
      mean: weights(4),
      variance: { shape: [4], values: [0.5, 1, 2, 3] },
    },
  ),
  LeakyRelu: onPicture({ op: "LeakyRelu", attributes: { alpha: { float: 0.1 } } }),
  HardSwish: onPicture({ op: "HardSwish" }),
  "Clip at both ends": onPicture(
    { op: "Clip" },
    { low: { shape: [], values: [-0.2] }, high: { shape: [], values: [0.3] } },
  ),
  "Pow by two": onPicture({ op: "Pow" }, { two: { shape: [], values: [2] } }),
  "Max of two": { inputs: { x, y: x }, nodes: [{ op: "Max", inputs: ["x", "y"] }] },
  "Pad with zeros": onPicture({ op: "Pad" }, { pads: [0, 0, 1, 2, 0, 0, 0, 1] }),
  "sizes that are computed from a tensor's own": {
    inputs: { x },
    constants: { two: [2], first: [0], last: [4], hw: [-1] },
    nodes: [
      { op: "Shape", inputs: ["x"], outputs: ["sizes"] },
      { op: "Slice", inputs: ["sizes", "first", "two"], outputs: ["nc"] },
      { op: "Concat", inputs: ["nc", "hw"], outputs: ["target"], attributes: { axis: 0 } },
      { op: "Reshape", inputs: ["x", "target"] },
    ],
  },
  Sigmoid: onPicture({ op: "Sigmoid" }),
  HardSigmoid: onPicture({ op: "HardSigmoid", attributes: { alpha: { float: 1 / 6 } } }),
  Relu: onPicture({ op: "Relu" }),
  Exp: onPicture({ op: "Exp" }),
  Tanh: onPicture({ op: "Tanh" }),
  "Neg and Abs and Sqrt": {
    inputs: { x },
    nodes: [
      { op: "Neg", inputs: ["x"], outputs: ["n"] },
      { op: "Abs", inputs: ["n"], outputs: ["a"] },
      { op: "Sqrt", inputs: ["a"] },
    ],
  },
  Identity: onPicture({ op: "Identity" }),
  "Cast to float": onPicture({ op: "Cast", attributes: { to: 1 } }),
  "Add a constant per channel": onPicture({ op: "Add" }, { b: weights(4, 1, 1) }),
  "Mul by a constant row": onPicture({ op: "Mul" }, { b: weights(10) }),
  "Sub from a full constant": onPicture({ op: "Sub", inputs: ["b", "c"] }, { b: weights(...x) }),
  "Div by a scalar": onPicture({ op: "Div" }, { b: { shape: [], values: [3] } }),
  "Mul by a computed tensor of lower rank": {
    inputs: { x, y: [6, 10] },
    nodes: [{ op: "Mul", inputs: ["x", "y"] }],
  },
  "Add of tensors in different orders": {
    inputs: { x },
    nodes: [
      { op: "Transpose", inputs: ["x"], outputs: ["t"], attributes: { perm: [0, 1, 3, 2] } },
      { op: "Transpose", inputs: ["t"], outputs: ["u"], attributes: { perm: [0, 1, 3, 2] } },
      { op: "Add", inputs: ["x", "u"] },
    ],
  },
  "Concat of channels": {
    inputs: { x, y: [1, 3, 6, 10] },
    nodes: [{ op: "Concat", inputs: ["x", "y", "x"], attributes: { axis: 1 } }],
  },
  "Concat with a constant, negative axis": {
    inputs: { x },
    constants: { b: weights(1, 4, 6, 2) },
    nodes: [{ op: "Concat", inputs: ["x", "b"], attributes: { axis: -1 } }],
  },
  "Split in two": onPicture({ op: "Split", outputs: ["a", "b"], attributes: { axis: 1 } }),
  "Split in given sizes": onPicture(
    { op: "Split", outputs: ["a", "b", "d"], attributes: { axis: -1 } },
    { s: [1, 7, 2] },
  ),
  "Slice with a step and an open end": {
    inputs: { x },
    constants: { from: [1, -9], to: [2 ** 40, 9], axes: [1, 3], steps: [1, 3] },
    nodes: [{ op: "Slice", inputs: ["x", "from", "to", "axes", "steps"] }],
  },
  "Slice of channels": onPicture({ op: "Slice" }, { from: [1], to: [3], axes: [1] }),
  "Gather of channels": onPicture({ op: "Gather", attributes: { axis: 1 } }, { at: [3, 0, -1] }),
  "MaxPool, pad as SAME": onPicture({
    op: "MaxPool",
    attributes: { kernel_shape: [5, 5], pads: [2, 2, 2, 2], strides: [1, 1] },
  }),
  "MaxPool, padded otherwise": onPicture({
    op: "MaxPool",
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] },
  }),
  AveragePool: onPicture({ op: "AveragePool", attributes: { kernel_shape: [2, 2], strides: [2, 2] } }),
  "AveragePool, edges not counted": onPicture({
    op: "AveragePool",
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] },
  }),
  "AveragePool, edges not counted, pad as SAME": onPicture({
    op: "AveragePool",
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
  }),
  "AveragePool, edges counted": onPicture({
    op: "AveragePool",
    attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 },
  }),
  "GlobalAveragePool and Flatten": {
    inputs: { x },
    nodes: [
      { op: "GlobalAveragePool", inputs: ["x"], outputs: ["g"] },
      { op: "Flatten", inputs: ["g"] },
    ],
  },
  "ReduceMean over height and width": onPicture({
    op: "ReduceMean",
    attributes: { axes: [2, 3], keepdims: 0 },
  }),
  "ReduceSum with axes as input": onPicture({ op: "ReduceSum" }, { axes: [1] }),
  "ReduceMax that reorders what is left": onPicture({
    op: "ReduceMax",
    attributes: { axes: [-1], keepdims: 0 },
  }),
  "Resize by two, asymmetric floor": {
    inputs: { x },
    constants: { roi: { shape: [0], values: [] }, scales: { shape: [4], values: [1, 1, 2, 2] } },
    nodes: [
      {
        op: "Resize",
        inputs: ["x", "roi", "scales"],
        attributes: { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" },
      },
    ],
  },
  "Resize to a size, half pixel": {
    inputs: { x },
    constants: { sizes: [1, 4, 18, 20] },
    nodes: [{ op: "Resize", inputs: ["x", "", "", "sizes"], attributes: { mode: "nearest" } }],
  },
  "Reshape joining height and width": onPicture({ op: "Reshape" }, { s: [1, 4, -1] }),
  "Reshape across the stored order": onPicture({ op: "Reshape" }, { s: [1, 24, 10] }),
  "Reshape with a copied size": onPicture({ op: "Reshape" }, { s: [0, 2, 2, -1, 5] }),
  "Squeeze and Unsqueeze": {
    inputs: { x: [1, 4, 1, 10] },
    constants: { axes: [2], back: [0, -1] },
    nodes: [
      { op: "Squeeze", inputs: ["x", "axes"], outputs: ["s"] },
      { op: "Unsqueeze", inputs: ["s", "back"] },
    ],
  },
  Flatten: onPicture({ op: "Flatten", attributes: { axis: 2 } }),
  Transpose: onPicture({ op: "Transpose", attributes: { perm: [2, 0, 3, 1] } }),
  "MatMul of a picture with a constant": onPicture({ op: "MatMul" }, { m: weights(10, 3) }),
  "MatMul of a transposed operand": {
    inputs: { x, y: [1, 4, 6, 3] },
    nodes: [
      { op: "Transpose", inputs: ["x"], outputs: ["t"], attributes: { perm: [0, 1, 3, 2] } },
      { op: "MatMul", inputs: ["t", "y"] },
    ],
  },
  "Softmax over the last axis": onPicture({ op: "Softmax" }),
  "Softmax over channels": onPicture({ op: "Softmax", attributes: { axis: 1 } }),
  "Softmax over height": onPicture({ op: "Softmax", attributes: { axis: 2 } }),
  "constants computed from constants": {
    inputs: { x },
    constants: { a: weights(4), two: { shape: [], values: [2] }, s: [4, 1, 1] },
    nodes: [
      { op: "Mul", inputs: ["a", "two"], outputs: ["d"] },
      { op: "Reshape", inputs: ["d", "s"], outputs: ["r"] },
      { op: "Add", inputs: ["x", "r"] },
    ],
  },
  "an output that another node reads too": {
    inputs: { x },
    nodes: [
      { op: "Relu", inputs: ["x"], outputs: ["r"] },
      { op: "Exp", inputs: ["r"], outputs: ["e"] },
    ],
    outputs: ["r", "e"],
  },
};

describe("a converted operator answers as ONNX Runtime does", () => {
  for (const [name, model] of Object.entries(CASES)) {
    it(name, async () => {
      await expectParity(model);
    });
  }

  it("Gather at a scalar position", async () => {
    const model = onPicture({ op: "Gather", inputs: ["c", "at"], attributes: { axis: 2 } });
    const at = { op: "Constant", inputs: [], outputs: ["at"], attributes: { value_int: 3 } };
    await expectParity({ ...model, nodes: [at, ...model.nodes] });
  });

  it("Gather at a table of positions", async () => {
    const table: ModelInput = onPicture({ op: "Gather", inputs: ["c", "at"], attributes: { axis: 1 } });
    const flat = { op: "Constant", inputs: [], outputs: ["flat"], attributes: { value_ints: [3, 0, 1, 2] } };
    const shaped = { op: "Reshape", inputs: ["flat", "s"], outputs: ["at"] };
    await expectParity({
      ...table,
      constants: { ...table.constants, s: [2, 2] },
      nodes: [flat, shaped, ...table.nodes],
    });
  });
});

describe("transposes", () => {
  const transposes = (graph: ReturnType<typeof convertGraph>) =>
    graph.nodes.filter((n) => n.op === "Transpose").length;

  it("are none between convolutions, pools, joins and per-channel arithmetic", async () => {
    const graph = await expectParity({
      inputs: { x: [1, 3, 8, 8] },
      constants: {
        w: weights(4, 3, 3, 3),
        b: weights(4),
        per: weights(4, 1, 1),
        v: weights(2, 8, 1, 1),
        s: [1, 2, -1],
      },
      nodes: [
        { op: "Conv", inputs: ["x", "w", "b"], outputs: ["c"], attributes: { pads: [1, 1, 1, 1] } },
        { op: "Sigmoid", inputs: ["c"], outputs: ["g"] },
        { op: "Mul", inputs: ["c", "g"], outputs: ["m"] },
        { op: "Mul", inputs: ["m", "per"], outputs: ["p"] },
        {
          op: "MaxPool",
          inputs: ["p"],
          outputs: ["o"],
          attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] },
        },
        { op: "Concat", inputs: ["p", "o"], outputs: ["k"], attributes: { axis: 1 } },
        { op: "Conv", inputs: ["k", "v"], outputs: ["d"] },
        { op: "Reshape", inputs: ["d", "s"], outputs: ["y"] },
      ],
    });
    // the one that brings the output into ONNX's order
    expect(transposes(graph)).toBe(1);
  });

  it("are none for a Transpose that a MatMul can read as it lies", async () => {
    const graph = await expectParity(CASES["MatMul of a transposed operand"] as ModelInput);
    // both fed pictures are channels last and must each be moved into rows and columns once
    expect(transposes(graph)).toBe(2);
  });
});
