import { describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/core/errors";
import { encodeModel, readOnnx } from "../onnx/read-onnx";
import { buildModel, buildOnnx, type ModelInput, toTensor } from "../parity/build-onnx";
import { convertGraph } from "./convert-graph";

// converts and runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

function failureOf(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

const convert = (model: ModelInput) => convertGraph(readOnnx(buildOnnx(model)));
const picture = { x: [1, 2, 4, 4] };

describe("convertGraph", () => {
  it("names operator and node of what it does not know", () => {
    const error = failureOf(() =>
      convert({ inputs: picture, nodes: [{ op: "Einsum", name: "attn/mix", inputs: ["x"] }] }),
    );
    expect(error.code).toBe("model/unsupported-operator");
    expect(error.facts).toMatchObject({ op: "Einsum", node: "attn/mix" });
  });

  it("names a node without a name by its output, and an operator of another domain with it", () => {
    const model = buildModel({ inputs: picture, nodes: [{ op: "NMS", inputs: ["x"], outputs: ["kept"] }] });
    const node = model.graph?.node?.[0];
    if (node) node.domain = "vendor";
    const error = failureOf(() => convertGraph(readOnnx(encodeModel(model))));
    expect(error.facts).toMatchObject({ op: "vendor.NMS", node: "kept" });
  });

  const refused: Readonly<Record<string, ModelInput>> = {
    "a bilinear resize": {
      inputs: picture,
      constants: { sizes: [1, 2, 8, 8] },
      nodes: [{ op: "Resize", inputs: ["x", "", "", "sizes"], attributes: { mode: "linear" } }],
    },
    "a shape that is computed": {
      inputs: { ...picture, s: [2] },
      nodes: [{ op: "Reshape", inputs: ["x", "s"] }],
    },
    "a reshape that does not fit": {
      inputs: picture,
      constants: { s: [3, 3] },
      nodes: [{ op: "Reshape", inputs: ["x", "s"] }],
    },
    "a slice backwards": {
      inputs: picture,
      constants: { from: [3], to: [0], axes: [2], steps: [-1] },
      nodes: [{ op: "Slice", inputs: ["x", "from", "to", "axes", "steps"] }],
    },
    "a softmax of an old opset": { inputs: picture, opset: 11, nodes: [{ op: "Softmax", inputs: ["x"] }] },
    "a cast to integers": { inputs: picture, nodes: [{ op: "Cast", inputs: ["x"], attributes: { to: 7 } }] },
    "ceil_mode that would add a column": {
      inputs: { x: [1, 2, 5, 5] },
      nodes: [
        { op: "MaxPool", inputs: ["x"], attributes: { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 } },
      ],
    },
    "a convolution whose kernel is computed": {
      inputs: { ...picture, w: [2, 2, 1, 1] },
      nodes: [{ op: "Conv", inputs: ["x", "w"] }],
    },
  };
  for (const [what, model] of Object.entries(refused)) {
    it(`refuses ${what}, saying why`, () => {
      const error = failureOf(() => convert(model));
      expect(error.code).toBe("model/unsupported-operator");
      expect(error.facts.op).toBe(model.nodes[0]?.op);
      expect(String(error.facts.detail).length).toBeGreaterThan(3);
    });
  }
});

describe("readOnnx", () => {
  const bytes = buildOnnx({
    inputs: picture,
    constants: { b: { shape: [4], values: [1, 2, 3, 4] } },
    nodes: [{ op: "Add", inputs: ["x", "b"] }],
  });

  it("calls what is no model corrupt: text, nothing, a file cut off", () => {
    const files = [
      new TextEncoder().encode("<html>404</html>"),
      new Uint8Array(),
      bytes.subarray(0, bytes.length / 2),
    ];
    for (const file of files) expect(failureOf(() => readOnnx(file)).code).toBe("model/corrupt");
  });

  it("never throws anything else, whatever byte is broken", () => {
    for (let i = 0; i < bytes.length; i++) {
      const broken = bytes.slice();
      broken[i] = (broken[i] ?? 0) ^ 0xff;
      try {
        convertGraph(readOnnx(broken));
      } catch (error) {
        expect(error, `byte ${i}`).toBeInstanceOf(AppError);
      }
    }
  });

  it("calls a tensor that does not fill its shape corrupt", () => {
    const model = buildModel({ inputs: picture, nodes: [{ op: "Add", inputs: ["x", "b"] }] });
    model.graph?.initializer?.push({ ...toTensor("b", { shape: [4], values: [1, 2, 3, 4] }), dims: [5] });
    expect(failureOf(() => readOnnx(encodeModel(model))).facts.reason).toMatch(/16 bytes.*20/);
  });

  it("asks for fixed sizes", () => {
    const model = buildModel({ inputs: { x: [1, 0, 4, 4] }, nodes: [{ op: "Relu", inputs: ["x"] }] });
    expect(failureOf(() => readOnnx(encodeModel(model))).facts.reason).toMatch(/static shapes/);
  });
});
