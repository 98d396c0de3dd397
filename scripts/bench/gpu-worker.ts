/** One network on WebGPU for `gpu.ts` to count and time: our engine, TensorFlow.js's kernels or ONNX Runtime Web. */
import { env, InferenceSession, Tensor } from "onnxruntime-web/webgpu";
import { z } from "zod";
import { countGpuCalls } from "@/e2e/gpu-counts";
import { parseGraphModel } from "@/lib/client/detection/graph/graph-model";
import "@/lib/client/detection/runtime/webgpu/runtime";
import "@/lib/client/detection/runtime/webgpu/webgpu-stock";
import { SCORE_FLOOR } from "@/lib/core/detection/types";

const requestSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("start"),
    runtime: z.enum(["webgpu", "webgpu-stock", "onnxruntime-web"]),
    /** Address of the model's folder, with a slash at its end. */
    model: z.string(),
    graph: z.string(),
    shards: z.array(z.string()),
    onnx: z.string(),
    /** Where that file's weights are, if not in it. */
    onnxWeights: z.string(),
    inputSize: z.number(),
    peerBinaries: z.string(),
  }),
  z.object({ type: z.literal("run") }),
]);
type Start = Extract<z.infer<typeof requestSchema>, { type: "start" }>;

let run: (() => Promise<unknown>) | undefined;
let image = new Float32Array();

self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  const request = requestSchema.parse(data);
  try {
    if (request.type === "start") {
      const { inputSize } = request;
      image = Float32Array.from({ length: inputSize * inputSize * 3 }, (_, at) => ((at * 7919) % 255) / 255);
      countGpuCalls();
      const begun = performance.now();
      run = await start(request);
      self.postMessage({ ms: performance.now() - begun, counts: { ...globalThis.gpuCounts } });
      return;
    }
    countGpuCalls();
    const begun = performance.now();
    await run?.();
    self.postMessage({ ms: performance.now() - begun, counts: { ...globalThis.gpuCounts } });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};

/** The network, ready: it has run twice. */
async function start(request: Start): Promise<() => Promise<unknown>> {
  const once = request.runtime === "onnxruntime-web" ? await startPeer(request) : await startOurs(request);
  await once();
  await once();
  return once;
}

async function startPeer({ model, onnx, onnxWeights, inputSize, peerBinaries }: Start) {
  env.wasm.wasmPaths = peerBinaries;
  const externalData = onnx === onnxWeights ? [] : [{ path: onnxWeights, data: model + onnxWeights }];
  const session = await InferenceSession.create(model + onnx, {
    executionProviders: ["webgpu"],
    externalData,
  });
  return () => session.run({ images: new Tensor("float32", image, [1, 3, inputSize, inputSize]) });
}

async function startOurs({ runtime, model, graph: graphName, shards }: Start) {
  const bytes = async (name: string) => new Uint8Array(await (await fetch(model + name)).arrayBuffer());
  const folder = graphName.replace(/[^/]*$/, "");
  const files = await Promise.all(
    shards.map(async (name) => [name.slice(folder.length), await bytes(name)] as const),
  );
  const graph = parseGraphModel(await (await fetch(model + graphName)).json(), new Map(files));
  const made = await globalThis.forageRuntimes![runtime]!.create(graph, {
    assetBase: "",
    allowSoftware: true,
    threadUrl: "",
    loadStock: () => {
      throw new Error("our engine cannot run it");
    },
  });
  await made.warmUp();
  return () => made.run(image, SCORE_FLOOR);
}
