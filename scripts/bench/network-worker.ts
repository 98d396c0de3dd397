/** One network on one runtime, for `network.ts` to time: our engine, the stock kernels or ONNX Runtime Web. */
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { z } from "zod";
import { Engine } from "@/lib/client/detection/engine/engine";
import { Helpers } from "@/lib/client/detection/engine/helpers";
import { instructionSet } from "@/lib/client/detection/engine/instruction-set";
import { parseGraphModel } from "@/lib/client/detection/graph/graph-model";
import "@/lib/client/detection/runtime/wasm/wasm-stock";

const startSchema = z.object({
  type: z.literal("start"),
  runtime: z.enum(["engine", "stock", "onnxruntime-web"]),
  /** Address of the model's folder, with a slash at its end. */
  model: z.string(),
  graph: z.string(),
  shards: z.array(z.string()),
  onnx: z.string(),
  inputSize: z.number(),
  threads: z.number(),
  threadUrl: z.string(),
  stockBinaries: z.string(),
  peerBinaries: z.string(),
});
const requestSchema = z.discriminatedUnion("type", [
  startSchema,
  z.object({ type: z.literal("run") }),
  z.object({ type: z.literal("layers"), runs: z.number() }),
]);

let run: (() => Promise<unknown>) | undefined;
let engine: Engine | undefined;
/** What scaling a photo takes before a run, at least. */
const PREPARING_MS = 3;
let image = new Float32Array();

self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  const request = requestSchema.parse(data);
  switch (request.type) {
    case "start": {
      const { inputSize } = request;
      image = Float32Array.from({ length: inputSize * inputSize * 3 }, (_, at) => ((at * 7919) % 255) / 255);
      run = await start(request);
      self.postMessage("ready");
      return;
    }
    case "run": {
      // as in the app: this thread is busy with the photo, and says so
      engine?.prepare();
      for (const start = performance.now(); performance.now() - start < PREPARING_MS; );
      const begun = performance.now();
      await run?.();
      self.postMessage(performance.now() - begun);
      return;
    }
    case "layers":
      self.postMessage(layers(request.runs));
  }
};

async function start(request: z.infer<typeof startSchema>): Promise<() => Promise<unknown>> {
  const { runtime, model, threads, inputSize } = request;
  if (runtime === "onnxruntime-web") {
    env.wasm.wasmPaths = request.peerBinaries;
    env.wasm.numThreads = threads;
    const session = await InferenceSession.create(model + request.onnx, { executionProviders: ["wasm"] });
    return () => session.run({ images: new Tensor("float32", image, [1, 3, inputSize, inputSize]) });
  }
  const shards = await Promise.all(
    request.shards.map(async (name) => [name, await bytesAt(model + name)] as const),
  );
  const folder = request.graph.replace(/[^/]*$/, "");
  const byName = new Map(shards.map(([name, bytes]) => [name.slice(folder.length), bytes]));
  const graph = parseGraphModel(await (await fetch(model + request.graph)).json(), byName);
  if (runtime === "stock") {
    const stock = await globalThis.forageRuntimes!["wasm-stock"]!.create(graph, {
      assetBase: request.stockBinaries,
      allowSoftware: false,
      threadUrl: "",
      loadStock: () => {
        throw new Error("it is the stock runtime");
      },
    });
    return () => stock.run(image);
  }
  const made = new Engine(graph, { fused: instructionSet() === "fused", threads });
  engine = made;
  await new Helpers(made, { url: request.threadUrl, most: threads, isFixed: true }).start();
  return async () => made.run(image);
}

async function bytesAt(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

/** The least time of each step among some runs. */
function layers(runs: number) {
  if (!engine) throw new Error("only the engine knows its layers");
  const best = engine.measure(image);
  for (let count = 1; count < runs; count++) {
    engine.measure(image).forEach((step, index) => {
      if (step.ms < best[index]!.ms) best[index] = step;
    });
  }
  return best;
}
