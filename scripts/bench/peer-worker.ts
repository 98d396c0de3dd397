/**
 * The benchmark's peer: the same photo, letterbox and decoding around onnxruntime-web (WASM) on the same
 * ONNX, in a worker as ours is.
 */
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { z } from "zod";
import { openBrowserPhoto } from "@/lib/client/detection/worker/open-photo";
import { decodeCandidates } from "@/lib/core/detection/decode";
import { USUAL_HEAD } from "@/lib/core/detection/heads";
import { letterboxRows } from "@/lib/core/detection/letterbox";
import { SCORE_FLOOR } from "@/lib/core/detection/types";

const requestSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("load"),
    model: z.string(),
    binaries: z.string(),
    inputSize: z.number(),
    threads: z.number(),
  }),
  z.object({ type: z.literal("detect"), photo: z.instanceof(Blob) }),
]);

let session: InferenceSession;
let inputSize = 0;

self.onmessage = async (event: MessageEvent<unknown>) => {
  const request = requestSchema.parse(event.data);
  if (request.type === "load") {
    env.wasm.wasmPaths = request.binaries;
    env.wasm.numThreads = request.threads;
    session = await InferenceSession.create(request.model, { executionProviders: ["wasm"] });
    inputSize = request.inputSize;
    await run(new Float32Array(3 * inputSize * inputSize));
    self.postMessage({ totalMs: 0, inferenceMs: 0, count: 0 });
  } else {
    self.postMessage(await detect(request.photo));
  }
};

async function run(input: Float32Array) {
  const outputs = await session.run({ images: new Tensor("float32", input, [1, 3, inputSize, inputSize]) });
  const detections = outputs.detections;
  if (!detections) throw new Error("the ONNX model has no output named detections");
  return { values: (await detections.getData()) as Float32Array, dims: detections.dims };
}

async function detect(blob: Blob) {
  const start = performance.now();
  const heic = () => {
    throw new Error("no HEIC here");
  };
  const photo = await openBrowserPhoto(blob, { heic, takesAnyFormat: () => false });
  const { data, transform } = await letterboxRows(photo.readRows, photo, inputSize, "nchw");
  photo.close();
  const prepared = performance.now();
  const { values, dims } = await run(data);
  const inferenceMs = performance.now() - prepared;
  const classIds = Uint16Array.from({ length: (dims[1] ?? 4) - 4 }, (_, row) => row);
  const anchorCount = dims[2] ?? 0;
  const options = { head: USUAL_HEAD, classIds, anchorCount, transform, photo, scoreFloor: SCORE_FLOOR };
  const { count } = decodeCandidates(values, options);
  return { totalMs: performance.now() - start, inferenceMs, count };
}
