import "@tensorflow/tfjs-backend-cpu";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import { io, memory, setBackend, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { fuseSwish, hasSwish } from "./fuse-swish";
import { type Graph, type GraphNode, parseGraphModel } from "./graph-model";
import { GraphRunner } from "./graph-runner";

const text = (value: string) => ({ s: Buffer.from(value).toString("base64") });
const texts = (...values: string[]) => ({ list: { s: values.map((value) => text(value).s) } });
const ints = (...values: number[]) => ({ list: { i: values.map(String) } });
const float = { type: "DT_FLOAT" };
const window = { strides: ints(1, 2, 2, 1), padding: text("SAME"), data_format: text("NHWC"), T: float };
const fused = {
  ...window,
  dilations: ints(1, 1, 1, 1),
  fused_ops: texts("BiasAdd"),
  num_args: { i: "1" },
  epsilon: { f: 0 },
};

/** Convolution, swish, pool, resize, split, concat, reshape, softmax: what a detector is made of. */
const NODES: GraphNode[] = [
  { name: "x", op: "Placeholder", input: [], attr: { dtype: float } },
  { name: "conv", op: "_FusedConv2D", input: ["x", "filter", "bias"], attr: fused },
  { name: "gate", op: "Sigmoid", input: ["conv"], attr: { T: float } },
  { name: "swish", op: "Mul", input: ["conv", "gate"], attr: { T: float } },
  { name: "pool", op: "MaxPool", input: ["swish"], attr: { ...window, ksize: ints(1, 2, 2, 1) } },
  { name: "up", op: "ResizeNearestNeighbor", input: ["pool", "size"], attr: { T: float } },
  { name: "parts", op: "Split", input: ["axis", "up"], attr: { num_split: { i: "2" }, T: float } },
  { name: "other", op: "Sub", input: ["parts", "parts:1"], attr: { T: float } },
  { name: "joined", op: "ConcatV2", input: ["other", "parts:1", "axis"], attr: { N: { i: "2" }, T: float } },
  { name: "flat", op: "Reshape", input: ["joined", "shape"], attr: { T: float } },
  { name: "soft", op: "Softmax", input: ["flat"], attr: { T: float } },
  { name: "out", op: "Identity", input: ["soft"], attr: { T: float } },
  { name: "mean", op: "Mean", input: ["swish", "spatial"], attr: { keep_dims: { b: false }, T: float } },
];

const WEIGHTS: readonly [string, number[], number[] | Float32Array, "float32" | "int32"][] = [
  ["filter", [3, 3, 3, 4], Float32Array.from({ length: 108 }, (_, at) => Math.sin(at)), "float32"],
  ["bias", [4], [0.1, -0.2, 0.3, 0], "float32"],
  ["size", [2], [4, 4], "int32"],
  ["axis", [], [3], "int32"],
  ["shape", [2], [1, -1], "int32"],
  ["spatial", [2], [1, 2], "int32"],
];

const [json, weightData] = model();
const input = Float32Array.from({ length: 8 * 8 * 3 }, (_, at) => Math.cos(at * 1.7));

function model() {
  const specs = WEIGHTS.map(([name, shape, , dtype]) => ({ name, shape, dtype }));
  const parts = WEIGHTS.map(([, , values, dtype]) =>
    Buffer.from((dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values)).buffer),
  );
  const constants = WEIGHTS.map(([name, , , dtype]) => ({
    name,
    op: "Const",
    input: [],
    attr: { dtype: { type: dtype === "int32" ? "DT_INT32" : "DT_FLOAT" } },
  }));
  const dim = [1, 8, 8, 3].map((size) => ({ size: String(size) }));
  const described = {
    format: "graph-model",
    signature: {
      inputs: { x: { name: "x:0", dtype: "DT_FLOAT", tensorShape: { dim } } },
      outputs: { out: { name: "out:0" }, mean: { name: "mean:0" } },
    },
    modelTopology: { node: [...constants, ...NODES], library: {}, versions: { producer: 1 } },
    weightsManifest: [{ paths: ["w.bin"], weights: specs }],
  };
  return [described, new Uint8Array(Buffer.concat(parts))] as const;
}

const parsed = (): Graph => parseGraphModel(json, new Map([["w.bin", weightData]]));

/** What the stock executor answers. */
async function stock(): Promise<Record<string, Float32Array>> {
  const artifacts = {
    modelTopology: json.modelTopology,
    signature: json.signature,
    weightSpecs: json.weightsManifest[0]?.weights as io.WeightsManifestEntry[],
    weightData: weightData.slice().buffer,
    format: json.format,
  };
  const loaded = await loadGraphModel(io.fromMemory(artifacts as io.ModelArtifacts));
  const [out, mean] = loaded.execute({ x: tensor(input, [1, 8, 8, 3]) }, ["out", "mean"]) as Tensor[];
  return { out: (await out?.data()) as Float32Array, mean: (await mean?.data()) as Float32Array };
}

async function values(outputs: Record<string, Tensor>): Promise<Record<string, Float32Array>> {
  const read = Object.entries(outputs).map(async ([name, value]) => [name, await value.data()] as const);
  const all = Object.fromEntries(await Promise.all(read)) as Record<string, Float32Array>;
  for (const value of Object.values(outputs)) value.dispose();
  return all;
}

beforeAll(() => setBackend("cpu"));

describe("GraphRunner", () => {
  it("answers what the stock executor answers", async () => {
    const got = await values(new GraphRunner(parsed()).run(input));
    expect(got).toEqual(await stock());
  });

  it("answers the same with fused activations, given a backend that can", async () => {
    // The stock kernel computes sigmoid(c); c itself is its logit.
    const run = (convolve: () => Tensor) => {
      const gate = convolve();
      const swish = Float32Array.from(gate.dataSync(), (value) => Math.log(value / (1 - value)) * value);
      gate.dispose();
      return tensor(swish, gate.shape);
    };
    const options = { swish: { activation: "sigmoid", run } } as const;
    const got = await values(new GraphRunner(parsed(), options).run(input));
    const expected = await stock();
    got.out?.forEach((value, at) => {
      expect(value).toBeCloseTo(expected.out![at]!, 5);
    });
  });

  it("keeps only its weights between runs and nothing after disposal", () => {
    const before = memory().numTensors;
    const runner = new GraphRunner(parsed());
    const held = memory().numTensors;
    expect(held - before).toBe(2); // filter and bias; the other constants shape the graph
    for (let run = 0; run < 3; run++) {
      for (const value of Object.values(runner.run(input))) value.dispose();
      expect(memory().numTensors).toBe(held);
    }
    runner.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("frees what it made when a kernel fails", () => {
    const run = (convolve: () => Tensor) => {
      convolve();
      throw new Error("device lost");
    };
    const runner = new GraphRunner(parsed(), { swish: { activation: "linear", run } });
    const held = memory().numTensors;
    expect(() => runner.run(input)).toThrow("device lost");
    expect(memory().numTensors).toBe(held);
  });

  it("refuses an input of another size", () => {
    expect(() => new GraphRunner(parsed()).run(new Float32Array(5))).toThrow(RangeError);
  });

  it("names an operator it does not know and its node", () => {
    const graph = parsed();
    const nodes = graph.nodes.map((node) => (node.name === "pool" ? { ...node, op: "Unique" } : node));
    expect(() => new GraphRunner({ ...graph, nodes })).toThrow(
      expect.objectContaining({
        code: "model/unsupported-operator",
        facts: expect.objectContaining({ op: "Unique", node: "pool" }),
      }),
    );
  });

  it("does not run what no output needs", () => {
    const graph = parsed();
    const all = new GraphRunner(graph).stepCount;
    expect(new GraphRunner({ ...graph, outputs: new Map([["mean", "mean"]]) }).stepCount).toBeLessThan(all);
  });
});

describe("fuseSwish", () => {
  it("makes one convolution of convolution, sigmoid and product", () => {
    const { nodes } = fuseSwish(parsed());
    expect(nodes.filter(hasSwish).map(({ name, op }) => [name, op])).toEqual([["swish", "_FusedConv2D"]]);
    expect(nodes.map(({ name }) => name)).not.toContain("gate");
  });

  it("leaves a convolution that something else reads", () => {
    const graph = parsed();
    const outputs = new Map([...graph.outputs, ["conv", "conv"]]);
    expect(fuseSwish({ ...graph, outputs }).nodes).toEqual(graph.nodes);
  });

  it("leaves a product of other things", () => {
    const graph = parsed();
    const nodes = graph.nodes.map((node) => (node.name === "gate" ? { ...node, input: ["x"] } : node));
    expect(fuseSwish({ ...graph, nodes }).nodes).toEqual(nodes);
  });

  it("changes nothing in the graph it is given", () => {
    const graph = parsed();
    const before = structuredClone(graph.nodes);
    fuseSwish(graph);
    expect(graph.nodes).toEqual(before);
  });
});
