import { setBackend } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Graph, GraphWeight } from "@/lib/client/detection/graph/graph-model";
import { GraphRunner } from "@/lib/client/detection/graph/graph-runner";
import { Engine } from "./engine";
import { instructionSet } from "./instruction-set";
import { EngineUnsupported } from "./shapes";
import { CASES, GraphBuilder, imageOf, ints, text } from "./test-graphs";

// runs whole networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** The largest difference between the engine and the stock kernels on a CPU, as a share of the largest value. */
function difference(graph: Graph, fused = false): number {
  const image = imageOf(graph);
  const engine = new Engine(graph, { fused });
  // twice: a run must leave nothing behind that changes the next
  engine.run(image.map((value) => value * -3));
  const got = engine.run(image);
  const runner = new GraphRunner(graph);
  let worst = 0;
  for (const [name, tensor] of Object.entries(runner.run(image))) {
    const expected = tensor.dataSync();
    expect(got[name]).toHaveLength(expected.length);
    const scale = Math.max(1, ...Array.from(expected, Math.abs));
    for (let at = 0; at < expected.length; at++) {
      const error = Math.abs(got[name]![at]! - expected[at]!) / scale;
      worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    }
    tensor.dispose();
  }
  runner.dispose();
  return worst;
}

const CLOSE = 1e-5;

beforeAll(() => setBackend("cpu"));

describe("Engine", () => {
  it.each(Object.entries(CASES))("answers as the stock kernels do: %s", (_, build) => {
    expect(difference(build())).toBeLessThan(CLOSE);
  });

  it.runIf(instructionSet() === "fused").each(Object.entries(CASES))(
    "with fused multiply-add: %s",
    (_, build) => {
      expect(difference(build(), true)).toBeLessThan(CLOSE);
    },
  );

  it("answers as the stock kernels do for any chain of layers", () => {
    const layer = fc.record({
      kind: fc.constantFrom("convolution", "depthwise", "bottleneck", "down", "pool", "join"),
      channels: fc.oneof(fc.integer({ min: 1, max: 13 }), fc.constantFrom(8, 12, 16)),
      size: fc.constantFrom(1, 3, 5),
    });
    const network = fc.record({
      height: fc.integer({ min: 1, max: 11 }),
      width: fc.integer({ min: 1, max: 14 }),
      layers: fc.array(layer, { minLength: 1, maxLength: 7 }),
    });
    fc.assert(
      fc.property(network, ({ height, width, layers }) => {
        const b = new GraphBuilder([1, height, width, 3]);
        let [top, channels] = ["x", 3];
        const earlier: [string, number][] = [];
        for (const { kind, channels: wanted, size } of layers) {
          if (kind === "convolution")
            [top, channels] = [b.convolution(top, [size, size, channels, wanted]), wanted];
          if (kind === "depthwise") top = b.convolution(top, [size, size, channels, 1], { depthwise: true });
          if (kind === "down") {
            [top, channels] = [b.convolution(top, [size, size, channels, wanted], { stride: 2 }), wanted];
            earlier.length = 0;
          }
          if (kind === "bottleneck") {
            const inner = b.convolution(b.convolution(top, [size, size, channels, wanted]), [
              3,
              3,
              wanted,
              channels,
            ]);
            top = b.add("AddV2", [top, inner]);
          }
          if (kind === "pool") {
            const window = ints(1, size, size, 1);
            top = b.add("MaxPool", [top], {
              ksize: window,
              strides: ints(1, 1, 1, 1),
              padding: text("SAME"),
            });
          }
          if (kind === "join" && earlier.length > 0) {
            const [other, more] = earlier[wanted % earlier.length]!;
            [top, channels] = [b.add("ConcatV2", [top, other, b.integer(3)]), channels + more];
          }
          earlier.push([top, channels]);
        }
        expect(difference(b.graph(...new Set([top, ...earlier.map(([name]) => name)])))).toBeLessThan(1e-4);
      }),
      { numRuns: 60 },
    );
  });

  it.each(Object.entries(CASES))("answers the same when cut for four threads: %s", (_, build) => {
    const graph = build();
    const whole = new Engine(graph, { fused: false }).run(imageOf(graph));
    const engine = new Engine(graph, { fused: false, threads: 4, smallestShared: 0 });
    expect(engine.run(imageOf(graph))).toEqual(whole);
    // no helper comes, so that the first thread takes every piece
    engine.helpers = 1;
    expect(engine.run(imageOf(graph))).toEqual(whole);
  });

  it("shares no thread's own memory while threads share a block of squares", () => {
    const b = new GraphBuilder([1, 8, 8, 8]);
    const { shared } = new Engine(b.graph(b.convolution("x", [3, 3, 8, 8])), { fused: false, threads: 4 });
    const transforms = shared!.steps.filter(({ name }) => /[.](transform|finish)$/.test(name));
    expect(transforms).toHaveLength(2);
    // 36 points of four channels
    for (const { perThread } of transforms) expect(perThread.at(-1)).toBe(36 * 4 * 4);
  });

  it("shares what takes long though it multiplies nothing", () => {
    const b = new GraphBuilder([1, 32, 32, 16]);
    const pool = b.add("MaxPool", ["x"], {
      ksize: ints(1, 5, 5, 1),
      strides: ints(1, 1, 1, 1),
      padding: text("SAME"),
    });
    const graph = b.graph(
      b.add("Sigmoid", ["x"]),
      b.add("Softmax", ["x"]),
      pool,
      b.add("Exp", [b.floats([4])]),
    );
    const { shared } = new Engine(graph, { fused: false, threads: 2 });
    const pieces = shared!.steps.map(({ name, pieces }) => [name.replace(/\d+$/, ""), pieces]);
    expect(pieces).toEqual([
      ["sigmoid", 8],
      ["softmax", 8],
      ["maxPool", 8],
      ["exp", 1],
    ]);
  });

  it.each(Object.entries(CASES))("is made before its weights are there: %s", (_, build) => {
    const graph = build();
    const expected = new Engine(graph, { fused: false }).run(imageOf(graph));
    let areThere = false;
    const late = (weight: GraphWeight): GraphWeight => ({
      shape: weight.shape,
      get values() {
        if (!areThere) throw new RangeError("asked for too early");
        return weight.values;
      },
    });
    const weights = new Map(
      [...graph.weights].map(([name, one]) => [
        name,
        one.values instanceof Float32Array && one.values.length > 1 ? late(one) : one,
      ]),
    );
    const engine = new Engine({ ...graph, weights, whole: Promise.resolve() }, { fused: false });
    engine.run(imageOf(graph));
    areThere = true;
    engine.fill();
    expect(engine.run(imageOf(graph))).toEqual(expected);
  });

  it("keeps its answer when its image is used again", () => {
    const graph = CASES.attention!();
    const engine = new Engine(graph, { fused: false });
    const first = engine.run(imageOf(graph));
    const kept = structuredClone(first);
    engine.run(imageOf(graph).fill(0));
    expect(first).toEqual(kept);
  });

  it("refuses an image of another size", () => {
    expect(() => new Engine(CASES.pools!(), { fused: false }).run(new Float32Array(4))).toThrow(RangeError);
  });

  it("says what it has no code for", () => {
    const b = new GraphBuilder([1, 4, 4, 2]);
    const graph = b.graph(b.add("GatherV2", ["x", b.integers(1), b.integer(3)]));
    expect(() => new Engine(graph, { fused: false })).toThrow(EngineUnsupported);
  });
});
