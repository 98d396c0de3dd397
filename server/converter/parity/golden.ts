import type { ModelParity, ParityCase } from "@/lib/contracts/model-parity";
import { type ParityOutputs, sampleAnchors } from "@/lib/core/detection/parity-difference";
import { parityInput } from "@/lib/core/detection/parity-input";
import { AppError } from "@/lib/core/errors";
import { DETECTIONS, FEATURES } from "./names";
import type { RuntimeTensor, RuntimeTensors } from "./run-tfjs";

/** How far a runtime may be from the golden outputs. GPUs sum in other orders, hence more than the CPU needs. */
export const TOLERANCE: ModelParity["tolerance"] = { boxPx: 0.02, score: 5e-4, feature: 2e-3 };

const toBase64 = (data: Float32Array) =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");

function fromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Finds the detections among a run's outputs: the one named so, or the only one of rank 3. */
export function detectionsOf(outputs: RuntimeTensors): RuntimeTensor {
  const found = outputs[DETECTIONS] ?? Object.values(outputs).find((tensor) => tensor.shape.length === 3);
  if (!found) {
    const shape = Object.values(outputs)
      .map((tensor) => tensor.shape.join("×"))
      .join(", ");
    throw new AppError("model/unsupported-head", { facts: { shape } });
  }
  return found;
}

/** A run's outputs as they are compared with golden ones. */
export function comparable(outputs: RuntimeTensors, anchorStep: number): ParityOutputs {
  const { data, shape } = detectionsOf(outputs);
  const anchors = shape[2] ?? 0;
  return {
    detections: sampleAnchors(data, anchors, anchorStep),
    anchors: Math.ceil(anchors / anchorStep),
    features: outputs[FEATURES]?.data ?? new Float32Array(),
  };
}

/** The input of a case, for ONNX (NCHW) or TF.js (NHWC). */
export function inputFor(size: number, seed: number, layout: "nchw" | "nhwc"): RuntimeTensor {
  const shape = layout === "nchw" ? [1, 3, size, size] : [1, size, size, 3];
  return { shape, data: parityInput(size, seed, layout) };
}

/** Writes ONNX Runtime's outputs as a case of the golden file. */
export function toParityCase(
  outputs: RuntimeTensors,
  about: Pick<ParityCase, "inputSize" | "seed" | "onnx" | "tfjs" | "anchorStep">,
): ParityCase {
  const kept = comparable(outputs, about.anchorStep);
  const rows = kept.detections.length / kept.anchors;
  const features = outputs[FEATURES];
  return {
    ...about,
    detections: { shape: [1, rows, kept.anchors], float32: toBase64(kept.detections) },
    ...(features ? { features: { shape: [...features.shape], float32: toBase64(features.data) } } : {}),
  };
}

/** Reads a case of the golden file back. */
export function goldenOutputs(one: ParityCase): ParityOutputs {
  return {
    detections: fromBase64(one.detections.float32),
    anchors: one.detections.shape[2] ?? 0,
    features: one.features ? fromBase64(one.features.float32) : new Float32Array(),
  };
}
