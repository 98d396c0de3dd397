import { Engine } from "@/lib/client/detection/engine/engine";
import { Helpers } from "@/lib/client/detection/engine/helpers";
import { instructionSet } from "@/lib/client/detection/engine/instruction-set";
import { EngineUnsupported } from "@/lib/client/detection/engine/shapes";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
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
    if (instructions === "scalar") return createStock(graph, options, "no vector instructions");
    try {
      return createOwn(graph, instructions === "fused", options);
    } catch (error) {
      if (!(error instanceof EngineUnsupported)) throw error;
      return createStock(graph, options, error.message);
    }
  },
});

/** Threads that this page may use: where memory can be shared, all cores but one, and no more than pay on any device. */
function mostThreads({ threads }: RuntimeOptions): number {
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer === "undefined") return 1;
  return threads ?? Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1));
}

function createOwn(graph: Graph, fused: boolean, options: RuntimeOptions): Runtime {
  const most = mostThreads(options);
  let engine: Engine | undefined = new Engine(graph, { fused, threads: most });
  const helpers = new Helpers(engine, {
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
      for (let count = 0; count < WARM_UP_RUNS && performance.now() - start < WARM_UP_MS; count++) {
        run(blank);
        // the browser compiles beside it
        await new Promise((resolve) => setTimeout(resolve));
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
