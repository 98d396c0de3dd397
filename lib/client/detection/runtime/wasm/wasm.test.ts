import { describe, expect, it } from "vitest";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
import type { Runtime, RuntimeModule } from "@/lib/client/detection/runtime/runtime";
import "./runtime";

const STOCK: Runtime = {
  detail: "SIMD",
  lost: new Promise(() => {}),
  warmUp: async () => {},
  run: async () => ({ detections: Float32Array.of(5), features: new Float32Array() }),
  liveTensors: () => 3,
  dispose: () => {},
};
const loadStock = (): RuntimeModule => ({ create: async () => STOCK });
const options = { assetBase: "/", allowSoftware: false, threadUrl: "/thread.js", loadStock };

/** A network of one operator on an image of 1 × 2 pixels. */
function networkOf(op: string, ...constants: readonly [readonly number[], Int32Array][]): Graph {
  const weights = constants.map(([shape, values], index) => [`w${index}`, { shape, values }] as const);
  const names = weights.map(([name]) => name);
  return {
    nodes: [
      { name: "x", op: "Placeholder", input: [], attr: {} },
      { name: "out", op, input: ["x", ...names], attr: {} },
    ],
    weights: new Map(weights),
    input: { name: "x", shape: [1, 1, 2, 1] },
    outputs: new Map([["detections", "out"]]),
  };
}

describe("the WASM backend", () => {
  const create = (graph: Graph) => globalThis.forageRuntimes!.wasm!.create(graph, options);

  it("runs a network on code of its own", async () => {
    const runtime = await create(networkOf("Relu"));
    expect(runtime.detail).toMatch(/^own code, .*1 thread$/);
    await runtime.warmUp();
    expect((await runtime.run(Float32Array.of(-2, 3))).detections).toEqual(Float32Array.of(0, 3));
    expect(runtime.liveTensors()).toBe(1);
    runtime.dispose();
    expect(runtime.liveTensors()).toBe(0);
    await expect(runtime.run(Float32Array.of(1, 1))).rejects.toThrow(RangeError);
  });

  it("takes the stock kernels for what it has no code for, and says why", async () => {
    const graph = networkOf("GatherV2", [[1], Int32Array.of(0)], [[], Int32Array.of(3)]);
    const runtime = await create(graph);
    expect(runtime.detail).toBe("SIMD, stock kernels: GatherV2");
    expect((await runtime.run(Float32Array.of(1, 2))).detections).toEqual(Float32Array.of(5));
  });
});
