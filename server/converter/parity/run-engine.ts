import { Engine } from "@/lib/client/detection/engine/engine";
import { instructionSet } from "@/lib/client/detection/engine/instruction-set";
import { EngineUnsupported } from "@/lib/client/detection/engine/shapes";
import { parseGraphModel } from "@/lib/client/detection/graph/graph-model";
import type { GraphModelFiles } from "../convert/write-graph-model";
import { type OpenedTfjs, openTfjs, type RuntimeTensors } from "./run-tfjs";

/**
 * Loads a converted model into the browser's own WASM engine, which runs in Node as well.
 * @returns undefined where the engine has no code for it, as in the browser, which then takes the stock kernels
 */
export function openEngine(files: GraphModelFiles): OpenedTfjs | undefined {
  const shards = new Map(files.shards.map(({ path, bytes }) => [path, bytes]));
  const graph = parseGraphModel(JSON.parse(files.json), shards);
  try {
    const engine = new Engine(graph, { fused: instructionSet() === "fused" });
    const run = async (inputs: RuntimeTensors): Promise<RuntimeTensors> => {
      const image = inputs[graph.input.name];
      if (!image) throw new RangeError(`no values for ${graph.input.name}`);
      const outputs = Object.entries(engine.run(image.data));
      return Object.fromEntries(
        outputs.map(([name, data]) => [name, { shape: engine.outputShape(name), data }]),
      );
    };
    return { run, close: () => {} };
  } catch (error) {
    if (error instanceof EngineUnsupported) return undefined;
    throw error;
  }
}

/** A converted model as the browser runs it on WASM. For the stock kernels `startTfjs("wasm")` must have been awaited. */
export async function openWasm(files: GraphModelFiles): Promise<OpenedTfjs> {
  return openEngine(files) ?? (await openTfjs(files));
}
