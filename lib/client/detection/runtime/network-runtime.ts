import { memory, type Tensor } from "@tensorflow/tfjs-core";
import type { BackendReason } from "@/lib/client/detection/detector";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
import { GraphRunner, type GraphRunnerOptions } from "@/lib/client/detection/graph/graph-runner";
import type { NetworkOutput, Runtime } from "@/lib/client/detection/runtime/runtime";

export interface NetworkRuntimeOptions extends GraphRunnerOptions {
  readonly detail: string;
  readonly lost: Promise<BackendReason>;
  /** Compiles every program of a run at once instead of one after another. */
  readonly compile?: (runOnce: () => void) => Promise<void>;
  /**
   * Runs a run and throws errors that the GPU reports: out of memory, it goes on with wrong results.
   */
  readonly watch?: <T>(run: () => Promise<T>) => Promise<T>;
}

/** The part of a runtime that is the same on every backend. The backend must be set on the engine already. */
export function createNetworkRuntime(graph: Graph, options: NetworkRuntimeOptions): Runtime {
  const runner = new GraphRunner(graph, options);
  const blank = () => new Float32Array(runner.inputShape.reduce((product, edge) => product * edge, 1));

  const runOnce = async (input: Float32Array): Promise<NetworkOutput> => {
    const outputs = runner.run(input);
    try {
      const [detections, features] = await Promise.all([read(outputs.detections), read(outputs.features)]);
      return { detections, features };
    } finally {
      disposeAll(outputs);
    }
  };

  const run = (input: Float32Array) => {
    return options.watch ? options.watch(() => runOnce(input)) : runOnce(input);
  };

  return {
    detail: options.detail,
    lost: options.lost,
    async warmUp() {
      await options.compile?.(() => disposeAll(runner.run(blank())));
      await run(blank());
    },
    run,
    liveTensors: () => memory().numTensors,
    dispose: () => runner.dispose(),
  };
}

function disposeAll(outputs: Readonly<Record<string, Tensor>>): void {
  for (const tensor of Object.values(outputs)) tensor.dispose();
}

async function read(tensor: Tensor | undefined): Promise<Float32Array> {
  if (!tensor) return new Float32Array();
  // A copy: a backend may give a view of memory that it uses again.
  return Float32Array.from(await tensor.data<"float32">());
}
