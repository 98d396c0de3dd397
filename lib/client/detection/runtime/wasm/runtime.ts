import { Engine } from "@/lib/client/detection/engine/engine";
import { Helpers } from "@/lib/client/detection/engine/helpers";
import { instructionSet } from "@/lib/client/detection/engine/instruction-set";
import { EngineUnsupported } from "@/lib/client/detection/engine/shapes";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
import { wholeGraph } from "@/lib/client/detection/graph/whole-graph";
import {
  provideRuntime,
  type Runtime,
  type RuntimeOptions,
  RuntimeUnavailable,
} from "@/lib/client/detection/runtime/runtime";

/** A run compiles the code that is used most; after the second or third it is as fast as it gets. */
const WARM_UP_RUNS = 3;
const WARM_UP_MS = 400;
const MOST_THREADS = 8;

provideRuntime("wasm", {
  async create(graph, options) {
    if (typeof WebAssembly === "undefined") throw new RuntimeUnavailable("not-supported");
    const instructions = instructionSet();
    if (instructions === "scalar")
      return createStock(await wholeGraph(graph), options, "no vector instructions");
    try {
      return await createOwn(graph, instructions === "fused", options);
    } catch (error) {
      if (!(error instanceof EngineUnsupported)) throw error;
      return createStock(await wholeGraph(graph), options, error.message);
    }
  },
});

/** Runs on zeros while the weights arrive: the browser compiles what runs. @returns how many runs */
async function runMeanwhile(engine: Engine, { whole }: Graph): Promise<number> {
  let isWaiting = whole !== undefined;
  const stop = () => {
    isWaiting = false;
  };
  whole?.then(stop, stop);
  const blank = new Float32Array(engine.inputLength);
  let count = 0;
  // a turn of the loop tells whether they are there
  await nextTurn();
  for (; isWaiting && count < WARM_UP_RUNS; count++) {
    engine.run(blank);
    await nextTurn();
  }
  await whole;
  engine.fill();
  return count;
}

const nextTurn = () => new Promise((resolve) => setTimeout(resolve));

/** Threads that this page may use: where memory can be shared, all cores but one, and no more than pay on any device. */
function mostThreads({ threads }: RuntimeOptions): number {
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer === "undefined") return 1;
  return threads ?? Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1));
}

async function createOwn(graph: Graph, fused: boolean, options: RuntimeOptions): Promise<Runtime> {
  const most = mostThreads(options);
  const made = new Engine(graph, { fused, threads: most });
  const runs = await runMeanwhile(made, graph);
  let engine: Engine | undefined = made;
  const helpers = new Helpers(made, {
    url: options.threadUrl,
    most,
    isFixed: options.threads !== undefined,
  });
  const run = (input: Float32Array) => {
    if (!engine) throw new RangeError("the network is disposed of");
    const { detections = new Float32Array(), features = new Float32Array() } = engine.run(input);
    return { detections, features };
  };
  const instructions = fused ? "fused multiply-add" : "SIMD";
  return {
    get detail() {
      return `own code, ${instructions}, ${helpers.threads} ${helpers.threads === 1 ? "thread" : "threads"}`;
    },
    lost: new Promise<never>(() => {}),
    async warmUp() {
      const blank = new Float32Array(engine?.inputLength ?? 0);
      const start = performance.now();
      // once with the weights, whatever ran before
      const least = Math.min(runs, WARM_UP_RUNS - 1);
      for (let count = least; count < WARM_UP_RUNS && performance.now() - start < WARM_UP_MS; count++) {
        run(blank);
        // the browser compiles beside it
        await nextTurn();
      }
      if (most > 1) await helpers.start();
    },
    prepare: () => engine?.prepare(),
    async run(input) {
      return run(input);
    },
    liveTensors: () => (engine ? 1 : 0),
    dispose() {
      helpers.stop();
      engine = undefined;
    },
  };
}

/** The stock kernels, for a network or a browser that the generated code is not for. */
async function createStock(graph: Graph, options: RuntimeOptions, why: string): Promise<Runtime> {
  const runtime = await options.loadStock().create(graph, options);
  return { ...runtime, detail: [runtime.detail, `stock kernels: ${why}`].filter(Boolean).join(", ") };
}
