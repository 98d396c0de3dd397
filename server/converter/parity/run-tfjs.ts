import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import type { io } from "@tensorflow/tfjs-core";
import * as tf from "@tensorflow/tfjs-core";
import type { GraphModelFiles } from "../convert/write-graph-model";

export interface RuntimeTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type RuntimeTensors = Readonly<Record<string, RuntimeTensor>>;

/** Starts a TF.js backend in Node. */
export async function startTfjs(backend: "cpu" | "wasm"): Promise<void> {
  if (backend === "wasm") {
    const entry = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(`${path.dirname(entry)}${path.sep}`);
  }
  await tf.setBackend(backend);
  await tf.ready();
}

/** Hands a model held in memory to the stock loader. */
function memoryHandler(files: GraphModelFiles): io.IOHandler {
  const model = JSON.parse(files.json) as io.ModelJSON;
  const weightData = new Blob(files.shards.map((shard) => new Uint8Array(shard.bytes)));
  return {
    load: async () => ({
      modelTopology: model.modelTopology,
      signature: (model as { signature?: object }).signature,
      format: model.format,
      weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
      weightData: await weightData.arrayBuffer(),
    }),
  };
}

/** A converted model that is loaded and can run many times. */
export interface OpenedTfjs {
  /** @returns every output of the signature, by name */
  run(inputs: RuntimeTensors): Promise<RuntimeTensors>;
  close(): void;
}

/** Loads a converted model into the backend in use. */
export async function openTfjs(files: GraphModelFiles): Promise<OpenedTfjs> {
  const model = await loadGraphModel(memoryHandler(files));
  const names = model.outputs.map((output) => output.name);
  const run = async (inputs: RuntimeTensors): Promise<RuntimeTensors> => {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape], "float32")]),
    );
    try {
      const results = model.execute(feeds, names);
      const tensors = Array.isArray(results) ? results : [results];
      const entries = await Promise.all(
        tensors.map(async (tensor, i) => {
          const data = Float32Array.from(await tensor.data());
          return [names[i]?.replace(/:0$/, "") ?? "", { shape: tensor.shape, data }] as const;
        }),
      );
      for (const tensor of tensors) tensor.dispose();
      return Object.fromEntries(entries);
    } finally {
      for (const tensor of Object.values(feeds)) tensor.dispose();
    }
  };
  return { run, close: () => model.dispose() };
}

/**
 * Runs a converted model once in the backend in use.
 * @param inputs by name, in the layout the graph wants (NHWC for images)
 * @returns every output of the signature, by name
 */
export async function runTfjs(files: GraphModelFiles, inputs: RuntimeTensors): Promise<RuntimeTensors> {
  const model = await openTfjs(files);
  try {
    return await model.run(inputs);
  } finally {
    model.close();
  }
}

/** Reads a converted model from its files on disk: a graph and the shards beside it. */
export async function readGraphFiles(graph: string): Promise<GraphModelFiles> {
  const json = await readFile(graph, "utf8");
  const { weightsManifest } = JSON.parse(json) as io.ModelJSON;
  const paths = weightsManifest.flatMap((group) => group.paths);
  const shards = await Promise.all(
    paths.map(async (name) => ({ path: name, bytes: await readFile(path.join(path.dirname(graph), name)) })),
  );
  return { json, shards };
}

/** Runs a converted model from its files on disk. */
export async function runTfjsFile(graph: string, inputs: RuntimeTensors): Promise<RuntimeTensors> {
  return runTfjs(await readGraphFiles(graph), inputs);
}
