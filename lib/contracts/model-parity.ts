import { z } from "zod";

/** A tensor in a JSON file: little-endian 32-bit floats, base64. */
const goldenTensorSchema = z.object({ shape: z.array(z.number().int()), float32: z.base64() });

const parityCaseSchema = z.object({
  inputSize: z.number().int().positive(),
  /** For `parityInput(inputSize, seed, layout)` of lib/core/detection/parity-input.ts. */
  seed: z.number().int(),
  /** Paths inside the model's folder: the ONNX file and the TF.js graph that must agree. */
  onnx: z.string(),
  tfjs: z.string(),
  /** Of `detections` [1, 4 + nc, anchors], every `anchorStep`-th anchor from the first is kept. */
  anchorStep: z.number().int().positive(),
  detections: goldenTensorSchema,
  features: goldenTensorSchema.optional(),
});
export type ParityCase = z.infer<typeof parityCaseSchema>;

/** `models/parity/<name>-<version>.json`: what every runtime must answer, as ONNX Runtime on a CPU did. */
export const modelParitySchema = z.object({
  schema: z.literal(1),
  modelId: z.string(),
  /** Largest difference allowed: box centre and size in model px, score and feature in their own units. */
  tolerance: z.object({ boxPx: z.number(), score: z.number(), feature: z.number() }),
  cases: z.array(parityCaseSchema).min(1),
});
export type ModelParity = z.infer<typeof modelParitySchema>;
