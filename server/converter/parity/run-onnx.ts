import * as ort from "onnxruntime-node";
import type { RuntimeTensors } from "./run-tfjs";

/** Runs an ONNX file once; its tensors may point into a file beside it. */
export async function runOnnxFile(file: string, inputs: RuntimeTensors): Promise<RuntimeTensors> {
  return run(await ort.InferenceSession.create(file, OPTIONS), inputs);
}

/**
 * Runs an ONNX model once in ONNX Runtime on the CPU, one thread.
 * @param inputs by name, as ONNX wants them (NCHW for images)
 */
export async function runOnnx(model: Uint8Array, inputs: RuntimeTensors): Promise<RuntimeTensors> {
  return run(await ort.InferenceSession.create(model, OPTIONS), inputs);
}

const OPTIONS: ort.InferenceSession.SessionOptions = {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
};

async function run(session: ort.InferenceSession, inputs: RuntimeTensors): Promise<RuntimeTensors> {
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data }]) => [
      name,
      new ort.Tensor("float32", data, [...shape]),
    ]),
  );
  const results = await session.run(feeds);
  const outputs = Object.fromEntries(
    Object.entries(results).map(([name, tensor]) => {
      return [name, { shape: tensor.dims, data: Float32Array.from(tensor.data as Float32Array) }];
    }),
  );
  await session.release();
  return outputs;
}
