import * as ort from "onnxruntime-node";
import sharp from "sharp";
import type { Size } from "@/lib/core/geometry/box";

/** onnxruntime-node as a short script would use it: the peer that the benchmark compares with. */
export interface BareOnnx {
  /** The network alone on a prepared tensor, [1, 3, size, size]. */
  run(input: Float32Array): Promise<Float32Array>;
  /** A photo file to boxes above `confidence`: sharp scales and pads, then the network, then one pass, no NMS. */
  detect(photo: Uint8Array, confidence: number): Promise<number>;
  release(): Promise<void>;
}

async function toInput(photo: Uint8Array, size: number): Promise<Float32Array> {
  const square: Size & { fit: "contain"; background: string } = {
    width: size,
    height: size,
    fit: "contain",
    background: "#727272",
  };
  const pixels = await sharp(photo).rotate().resize(square).removeAlpha().raw().toBuffer();
  const area = size * size;
  const input = new Float32Array(3 * area);
  for (let i = 0; i < area; i++) {
    input[i] = (pixels[3 * i] ?? 0) / 255;
    input[area + i] = (pixels[3 * i + 1] ?? 0) / 255;
    input[2 * area + i] = (pixels[3 * i + 2] ?? 0) / 255;
  }
  return input;
}

/** Anchors whose best class is above `confidence`. */
function countAbove(output: Float32Array, anchors: number, confidence: number): number {
  let count = 0;
  for (let anchor = 0; anchor < anchors; anchor++) {
    for (let at = 4 * anchors + anchor; at < output.length; at += anchors) {
      if ((output[at] ?? 0) < confidence) continue;
      count++;
      break;
    }
  }
  return count;
}

/** Loads an ONNX file with ONNX Runtime's own defaults. */
export async function openBareOnnx(file: string, size: number): Promise<BareOnnx> {
  const session = await ort.InferenceSession.create(file);
  const infer = async (input: Float32Array) => {
    const outputs = await session.run({ images: new ort.Tensor("float32", input, [1, 3, size, size]) });
    const detections = outputs.detections;
    if (!detections) throw new RangeError("the model has no output named detections");
    return { data: detections.data as Float32Array, anchors: detections.dims[2] ?? 0 };
  };
  return {
    run: async (input) => (await infer(input)).data,
    detect: async (photo, confidence) => {
      const { data, anchors } = await infer(await toInput(photo, size));
      return countAbove(data, anchors, confidence);
    },
    release: () => session.release(),
  };
}
