/** The GPU engine in a page of its own, for `detection-gpu.spec.ts`. */
import { Engine } from "@/lib/client/detection/engine/engine";
import { GpuEngine } from "@/lib/client/detection/engine/gpu/gpu-engine";
import { CASES, GraphBuilder, imageOf, ints, text } from "@/lib/client/detection/engine/test-graphs";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
import { decodeCandidates } from "@/lib/core/detection/decode";

let device: GPUDevice | undefined;

async function openDevice(): Promise<GPUDevice> {
  if (device) return device;
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("no adapter");
  device = await adapter.requestDevice();
  return device;
}

/** What the device says of a piece of work; empty where it has nothing against it. */
async function complaintsOf(work: () => Promise<void>): Promise<string> {
  const gpu = await openDevice();
  gpu.pushErrorScope("validation");
  await work();
  return (await gpu.popErrorScope())?.message ?? "";
}

/** The largest difference between both engines, as a share of the largest value of an output. */
async function difference(graph: Graph): Promise<number> {
  const image = imageOf(graph);
  const engine = await GpuEngine.create(graph, await openDevice());
  // twice: a run must leave nothing behind that changes the next
  await engine.run(image.map((value) => value * -3));
  const got = await engine.run(image);
  const expected = new Engine(graph, { fused: false }).run(image);
  engine.dispose();
  let worst = 0;
  for (const [name, values] of Object.entries(expected)) {
    const own = got[name];
    if (own?.length !== values.length) return Number.POSITIVE_INFINITY;
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    values.forEach((value, at) => {
      const error = Math.abs(own[at]! - value) / scale;
      worst = Math.max(worst, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
    });
  }
  return worst;
}

/** Images so large that a thread makes several pixels, with a last tile that is not whole. */
const LARGE_CASES: Readonly<Record<string, () => Graph>> = {
  "tiles of four pixels": () => {
    const b = new GraphBuilder([1, 97, 99, 8]);
    const wide = b.convolution("x", [3, 3, 8, 16]);
    return b.graph(wide, b.convolution(wide, [1, 1, 16, 18], { swish: false }));
  },
  "tiles of two pixels, and tiles shared by threads": () => {
    const b = new GraphBuilder([1, 67, 71, 8]);
    const wide = b.convolution("x", [3, 3, 8, 16]);
    const small = b.convolution(wide, [3, 3, 16, 32], { stride: 4 });
    return b.graph(wide, b.convolution(small, [3, 3, 32, 64]), b.convolution(small, [1, 1, 32, 30]));
  },
};
const ALL_CASES = { ...CASES, ...LARGE_CASES };

async function compare(build: () => Graph) {
  let worst = Number.POSITIVE_INFINITY;
  const complaint = await complaintsOf(async () => {
    worst = await difference(build());
  });
  return { worst, complaint };
}

const compareCase = (name: string) => compare(ALL_CASES[name]!);

/** Layers of any kind, one after another, with earlier results joined and added; another network for each seed. */
function anyNetwork(seed: number): Graph {
  let state = seed;
  const pick = <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return list[Math.floor((state / 2 ** 32) * list.length)]!;
  };
  const b = new GraphBuilder([1, pick([1, 5, 8, 11, 16]), pick([2, 7, 12, 16]), 3]);
  let [top, channels] = ["x", 3];
  const earlier: [string, number][] = [];
  for (let layer = 0; layer < 7; layer++) {
    const wanted = pick([1, 3, 4, 6, 8, 12, 13, 16]);
    const size = pick([1, 3, 5]);
    switch (pick(["convolution", "depthwise", "bottleneck", "down", "pool", "join", "softmax"])) {
      case "convolution":
        [top, channels] = [b.convolution(top, [size, size, channels, wanted]), wanted];
        break;
      case "depthwise":
        top = b.convolution(top, [size, size, channels, 1], { depthwise: true });
        break;
      case "bottleneck": {
        const inner = b.convolution(top, [size, size, channels, wanted]);
        top = b.add("AddV2", [top, b.convolution(inner, [3, 3, wanted, channels])]);
        break;
      }
      case "down":
        [top, channels] = [b.convolution(top, [size, size, channels, wanted], { stride: 2 }), wanted];
        earlier.length = 0;
        break;
      case "pool": {
        const about = { ksize: ints(1, 5, 5, 1), strides: ints(1, 1, 1, 1), padding: text("SAME") };
        top = b.add("MaxPool", [b.add("MaxPool", [top], about)], about);
        break;
      }
      case "join": {
        const [other, count] = earlier.length > 0 ? pick(earlier) : [top, channels];
        [top, channels] = [b.add("ConcatV2", [top, other, b.integer(3)]), channels + count];
        break;
      }
      case "softmax":
        top = b.add("Softmax", [top]);
        break;
    }
    earlier.push([top, channels]);
  }
  return b.graph(...new Set([top, ...earlier.map(([name]) => name)]));
}

const compareAny = (seed: number) => compare(() => anyNetwork(seed));

const CLASSES = 9;

/** A network that answers with its input, anchor by anchor. */
function echoOf(anchors: number): Graph {
  const b = new GraphBuilder([1, 1, anchors, 4 + CLASSES]);
  const rows = b.add("Reshape", ["x", b.integers(1, anchors, 4 + CLASSES)]);
  const graph = b.graph(b.add("Transpose", [rows, b.integers(0, 2, 1)]));
  return { ...graph, outputs: new Map([["detections", graph.outputs.get("out0")!]]) };
}

/** Decodes what the GPU found among random scores, and the whole output. They must be the same. */
async function decodeBoth({ anchors, floor, seed }: { anchors: number; floor: number; seed: number }) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const odd = [Number.NaN, -0.7, -0, 0, Math.fround(floor), 1, Number.POSITIVE_INFINITY, 1e-42, 0.5, 0.5];
  const input = Float32Array.from({ length: anchors * (4 + CLASSES) }, (_, at) => {
    if (at % (4 + CLASSES) < 4) return random() < 0.02 ? Number.NaN : random() * 60 + 2;
    // few different values, so that ties are frequent
    return random() < 0.3 ? odd[Math.floor(random() * odd.length)]! : Math.floor(random() * 8) / 64;
  });
  const engine = await GpuEngine.create(echoOf(anchors), await openDevice());
  const found = await engine.find(input, floor);
  const { detections: whole = new Float32Array() } = await engine.run(input);
  const decode = (output: Float32Array) =>
    decodeCandidates(output, {
      head: "yolo-v8",
      classIds: Uint16Array.from({ length: CLASSES }, (_, row) => 100 + row),
      anchorCount: output.length / (4 + CLASSES),
      transform: { scaleX: 0.5, scaleY: 0.5, padX: 3, padY: 0 },
      photo: { width: 100, height: 110 },
      scoreFloor: floor,
    } as Parameters<typeof decodeCandidates>[1]);
  engine.dispose();
  const text = (value: unknown) => JSON.stringify(value, (_, each) => (each?.buffer ? [...each] : each));
  return {
    found: text(decode(found?.detections ?? new Float32Array())),
    whole: text(decode(whole)),
    foundAnchors: (found?.detections.length ?? 0) / (4 + CLASSES),
  };
}

const gpuParts = { caseNames: Object.keys(ALL_CASES), compareCase, compareAny, decodeBoth };
Object.assign(globalThis, { gpuParts });

export type GpuParts = typeof gpuParts;
