import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { halfToFloat, parseArrivingModel, parseGraphModel } from "./graph-model";
import { wholeGraph } from "./whole-graph";

/** A model that adds one weight to its input. */
function addModel(dtype: "float32" | "float16" = "float32") {
  const quantization = dtype === "float16" ? { quantization: { dtype, original_dtype: "float32" } } : {};
  return {
    format: "graph-model",
    signature: {
      inputs: { x: { name: "x:0", tensorShape: { dim: [{ size: "1" }, { size: "2" }] } } },
      outputs: { sum: { name: "add:0" } },
    },
    modelTopology: {
      node: [
        { name: "x", op: "Placeholder" },
        { name: "w", op: "Const" },
        { name: "add", op: "AddV2", input: ["x", "w"] },
      ],
    },
    weightsManifest: [
      { paths: ["a.bin", "b.bin"], weights: [{ name: "w", shape: [2], dtype: "float32", ...quantization }] },
    ],
  };
}

describe("parseGraphModel", () => {
  it("joins the shards, a weight across two of them", () => {
    const bytes = new Uint8Array(Float32Array.of(1.5, -2).buffer);
    const shards = new Map([
      ["a.bin", bytes.subarray(0, 3)],
      ["b.bin", bytes.subarray(3)],
    ]);
    const graph = parseGraphModel(addModel(), shards);
    expect(graph.weights.get("w")).toEqual({ shape: [2], values: Float32Array.of(1.5, -2) });
    expect(graph.input).toEqual({ name: "x", shape: [1, 2] });
    expect([...graph.outputs]).toEqual([["sum", "add"]]);
  });

  it("widens half-precision weights", () => {
    // 1.5 = 0x3e00, −2 = 0xc000
    const bytes = new Uint8Array(Uint16Array.of(0x3e00, 0xc000).buffer);
    const shards = new Map([
      ["a.bin", bytes],
      ["b.bin", new Uint8Array()],
    ]);
    expect(parseGraphModel(addModel("float16"), shards).weights.get("w")?.values).toEqual(
      Float32Array.of(1.5, -2),
    );
  });

  it("refuses JSON that is no model, a missing shard and one cut short", () => {
    const code = (json: unknown, shards: [string, Uint8Array][]) => {
      try {
        parseGraphModel(json, new Map(shards));
        return "accepted";
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(code({ format: "layers-model" }, [])).toBe("model/corrupt");
    expect(code(addModel(), [["a.bin", new Uint8Array(8)]])).toBe("model/corrupt");
    expect(
      code(
        addModel(),
        ["a.bin", "b.bin"].map((name) => [name, new Uint8Array(3)]),
      ),
    ).toBe("model/corrupt");
  });
});

describe("parseArrivingModel", () => {
  /** A model with a constant in a file of its own. */
  function withAxis() {
    const model = addModel();
    const weights = [{ name: "axis", shape: [1], dtype: "int32" as const }];
    return { ...model, weightsManifest: [...model.weightsManifest, { paths: ["c.bin"], weights }] };
  }
  const bytes = new Uint8Array(Float32Array.of(1.5, -2).buffer);
  const constants = Promise.resolve(new Uint8Array(Int32Array.of(3).buffer));

  it("gives the graph with its constants, and the weights when they are there", async () => {
    let arrive: (bytes: Uint8Array) => void = () => undefined;
    const late = new Promise<Uint8Array>((resolve) => {
      arrive = resolve;
    });
    const arriving = new Map([
      ["a.bin", Promise.resolve(bytes.subarray(0, 3))],
      ["b.bin", late],
      ["c.bin", constants],
    ]);
    const graph = await parseArrivingModel(withAxis(), arriving);
    expect(graph.weights.get("axis")?.values).toEqual(Int32Array.of(3));
    expect(graph.weights.get("w")?.shape).toEqual([2]);
    expect(() => graph.weights.get("w")?.values).toThrow("w has not arrived");
    arrive(bytes.subarray(3));
    const whole = await wholeGraph(graph);
    expect(whole.weights.get("w")?.values).toEqual(Float32Array.of(1.5, -2));
    expect(whole.whole).toBeUndefined();
  });

  it("rejects as the files do, or where one is too short", async () => {
    const parts = (b: Promise<Uint8Array>) =>
      new Map([
        ["a.bin", Promise.resolve(bytes.subarray(0, 3))],
        ["b.bin", b],
        ["c.bin", constants],
      ]);
    const lost = await parseArrivingModel(withAxis(), parts(Promise.reject(new Error("lost"))));
    await expect(lost.whole).rejects.toThrow("lost");
    const short = await parseArrivingModel(withAxis(), parts(Promise.resolve(bytes.subarray(3, 4))));
    await expect(short.whole).rejects.toMatchObject({ code: "model/corrupt" });
    await expect(parseArrivingModel(addModel(), new Map())).rejects.toMatchObject({ code: "model/corrupt" });
  });
});

describe("halfToFloat", () => {
  it.each([
    [0x0000, 0],
    [0x8000, -0],
    [0x3c00, 1],
    [0xbc00, -1],
    [0x7bff, 65504],
    [0x0400, 2 ** -14],
    [0x03ff, 1023 * 2 ** -24],
    [0x8001, -(2 ** -24)],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])("reads %i", (half, value) => {
    expect(halfToFloat(Uint16Array.of(half))[0]).toBe(value);
  });

  it("agrees with the definition for every normal half", () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(1023),
        (minus, exponent, fraction) => {
          const half = (minus ? 0x8000 : 0) | (exponent << 10) | fraction;
          const value = (minus ? -1 : 1) * 2 ** (exponent - 15) * (1 + fraction / 1024);
          expect(halfToFloat(Uint16Array.of(half))[0]).toBe(value);
        },
      ),
    );
  });
});
