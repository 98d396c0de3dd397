import { fitsFloat16, toFloat16Bits } from "../onnx/float16";
import type { ConvertedGraph, TfValue } from "./convert-graph";
import type { TfWeight } from "./tf-graph";

const SHARD_BYTES = 4 * 1024 * 1024;

/** A TF.js GraphModel as files: `model.json` and the weight shards it names. */
export interface GraphModelFiles {
  readonly json: string;
  readonly shards: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly quantization?: { readonly dtype: "float16"; readonly original_dtype: "float32" };
}

interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightSpec[];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Floats that half precision holds exactly are stored as halves: half the download, nothing lost. */
function encodeWeight({ name, tensor }: TfWeight): { spec: WeightSpec; bytes: Uint8Array } {
  const { data, shape } = tensor;
  if (data instanceof Int32Array) {
    return { spec: { name, shape, dtype: "int32" }, bytes: bytesOf(data) };
  }
  if (!fitsFloat16(data)) {
    return { spec: { name, shape, dtype: "float32" }, bytes: bytesOf(data) };
  }
  const quantization = { dtype: "float16", original_dtype: "float32" } as const;
  const half = Uint16Array.from(data, toFloat16Bits);
  return { spec: { name, shape, dtype: "float32", quantization }, bytes: bytesOf(half) };
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

function writeGroup(weights: readonly TfWeight[], prefix: string) {
  const encoded = weights.map(encodeWeight);
  const whole = concatBytes(encoded.map((weight) => weight.bytes));
  const count = Math.max(1, Math.ceil(whole.byteLength / SHARD_BYTES));
  const shards = Array.from({ length: count }, (_, i) => ({
    path: `${prefix}-shard${i + 1}of${count}.bin`,
    bytes: whole.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES),
  }));
  const group: WeightGroup = {
    paths: shards.map((shard) => shard.path),
    weights: encoded.map((weight) => weight.spec),
  };
  return { group, shards };
}

function signatureOf(values: readonly TfValue[]) {
  return Object.fromEntries(
    values.map(({ name, shape }) => [
      name,
      {
        name: `${name}:0`,
        dtype: "DT_FLOAT",
        tensorShape: { dim: shape.map((size) => ({ size: String(size) })) },
      },
    ]),
  );
}

/**
 * Writes a converted graph in the form that stock @tensorflow/tfjs-converter loads. Trained weights are one group of
 * shards and everything that depends on the input size another, so that the same network at another size can share
 * the first.
 * @param constantsPrefix file name of the second group
 */
export function writeGraphModel(graph: ConvertedGraph, constantsPrefix = "constants"): GraphModelFiles {
  const groups = [
    writeGroup(
      graph.weights.filter((weight) => weight.trained),
      "weights",
    ),
    writeGroup(
      graph.weights.filter((weight) => !weight.trained),
      constantsPrefix,
    ),
  ].filter(({ group }) => group.weights.length > 0);
  const model = {
    format: "graph-model",
    generatedBy: "forage",
    convertedBy: "forage model import",
    signature: { inputs: signatureOf(graph.inputs), outputs: signatureOf(graph.outputs) },
    modelTopology: { node: graph.nodes, library: {}, versions: { producer: 1395 } },
    weightsManifest: groups.map(({ group }) => group),
  };
  return { json: `${JSON.stringify(model)}\n`, shards: groups.flatMap(({ shards }) => shards) };
}
