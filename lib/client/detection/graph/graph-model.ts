import { z } from "zod";
import { AppError } from "@/lib/core/errors";

const attributeSchema = z.object({
  i: z.union([z.string(), z.number()]).optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  s: z.string().optional(),
  type: z.string().optional(),
  list: z
    .object({
      i: z.array(z.union([z.string(), z.number()])).optional(),
      s: z.array(z.string()).optional(),
    })
    .optional(),
});

const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});
export type GraphNode = z.infer<typeof nodeSchema>;

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.number().int().min(0)),
  dtype: z.enum(["float32", "int32"]),
  quantization: z.object({ dtype: z.literal("float16") }).optional(),
});

const signatureEntrySchema = z.object({
  name: z.string(),
  tensorShape: z.object({ dim: z.array(z.object({ size: z.coerce.number().int() })) }).optional(),
});

/** The parts of a TensorFlow.js GraphModel's `model.json` that running it needs. */
const graphModelSchema = z.object({
  format: z.literal("graph-model"),
  signature: z.object({
    inputs: z.record(z.string(), signatureEntrySchema),
    outputs: z.record(z.string(), signatureEntrySchema),
  }),
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
});

export interface GraphWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

export interface Graph {
  /** In any order. */
  readonly nodes: readonly GraphNode[];
  readonly weights: ReadonlyMap<string, GraphWeight>;
  /** Resolves when all weights' values are there; undefined where they are. Constants that shape the graph always are. */
  readonly whole?: Promise<void> | undefined;
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  /** Signature name → node output ("node" or "node:1"). */
  readonly outputs: ReadonlyMap<string, string>;
}

/**
 * Reads a GraphModel: topology JSON and the bytes of its weight files.
 * @param shards bytes by the path `model.json` names
 * @throws AppError model/corrupt if the JSON is no GraphModel with one input or the shards are too short
 */
export function parseGraphModel(json: unknown, shards: ReadonlyMap<string, Uint8Array>): Graph {
  const { groups, ...topology } = parseTopology(json);
  const weights = new Map<string, GraphWeight>();
  for (const group of groups) {
    const bytes = joinShards(group.paths.map((path) => shardOf(shards, path)));
    for (const [name, weight] of readGroup(group, bytes)) weights.set(name, weight);
  }
  return { ...topology, weights };
}

/**
 * Reads a GraphModel whose weight files are still arriving, as soon as the constants that shape it are there: how the network is
 * run is worked out, and compiled, meanwhile.
 * @param arriving bytes by the path `model.json` names; `whole` rejects as these do
 * @returns a graph whose other weights throw RangeError when their values are read before `whole`
 * @throws AppError as `parseGraphModel`; what the constants' file rejects with
 */
export async function parseArrivingModel(
  json: unknown,
  arriving: ReadonlyMap<string, Promise<Uint8Array>>,
): Promise<Graph> {
  const { groups, ...topology } = parseTopology(json);
  const weights = new Map<string, GraphWeight>();
  const later: Promise<void>[] = [];
  for (const group of groups) {
    const read = Promise.all(group.paths.map((path) => shardOf(arriving, path))).then((parts) =>
      readGroup(group, joinShards(parts)),
    );
    read.catch(() => undefined);
    if (group.weights.some(({ dtype }) => dtype === "int32")) {
      for (const [name, weight] of await read) weights.set(name, weight);
    } else {
      const pending = group.weights.map(({ name, shape }) => new ArrivingWeight(name, shape));
      for (const weight of pending) weights.set(weight.name, weight);
      later.push(
        read.then((all) => {
          for (const weight of pending) weight.arrived = all.get(weight.name)?.values;
        }),
      );
    }
  }
  const whole = Promise.all(later).then(() => undefined);
  whole.catch(() => undefined);
  return { ...topology, weights, whole };
}

class ArrivingWeight implements GraphWeight {
  arrived: GraphWeight["values"] | undefined;

  constructor(
    readonly name: string,
    readonly shape: readonly number[],
  ) {}

  get values(): GraphWeight["values"] {
    if (!this.arrived) throw new RangeError(`${this.name} has not arrived`);
    return this.arrived;
  }
}

type WeightGroup = z.infer<typeof graphModelSchema>["weightsManifest"][number];

function parseTopology(
  json: unknown,
): Omit<Graph, "weights" | "whole"> & { readonly groups: readonly WeightGroup[] } {
  const parsed = graphModelSchema.safeParse(json);
  if (!parsed.success) throw new AppError("model/corrupt", { cause: parsed.error });
  const { signature, modelTopology, weightsManifest } = parsed.data;
  const inputs = Object.entries(signature.inputs);
  const [name, entry] = inputs[0] ?? [];
  if (name === undefined || inputs.length !== 1)
    throw new AppError("model/corrupt", { facts: { inputs: inputs.length } });
  return {
    nodes: modelTopology.node,
    groups: weightsManifest,
    input: { name, shape: (entry?.tensorShape?.dim ?? []).map((dim) => dim.size) },
    outputs: new Map(
      Object.entries(signature.outputs).map(([key, { name: node }]) => [key, node.replace(/:0$/, "")]),
    ),
  };
}

function shardOf<T>(shards: ReadonlyMap<string, T>, path: string): T {
  const shard = shards.get(path);
  if (shard === undefined) throw new AppError("model/corrupt", { facts: { file: path } });
  return shard;
}

function readGroup(group: WeightGroup, bytes: Uint8Array): ReadonlyMap<string, GraphWeight> {
  const weights = new Map<string, GraphWeight>();
  let offset = 0;
  for (const spec of group.weights) {
    const length = spec.shape.reduce((product, edge) => product * edge, 1);
    const stored = spec.quantization ? length * 2 : length * 4;
    if (offset + stored > bytes.length) throw new AppError("model/corrupt", { facts: { weight: spec.name } });
    const part = bytes.slice(offset, offset + stored).buffer;
    weights.set(spec.name, { shape: spec.shape, values: readValues(part, spec) });
    offset += stored;
  }
  return weights;
}

function joinShards(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function readValues(buffer: ArrayBuffer, spec: z.infer<typeof weightSchema>): Float32Array | Int32Array {
  if (spec.quantization) {
    const floats = halfToFloat(new Uint16Array(buffer));
    return spec.dtype === "int32" ? Int32Array.from(floats) : floats;
  }
  return spec.dtype === "int32" ? new Int32Array(buffer) : new Float32Array(buffer);
}

/** IEEE 754 half precision to single precision, subnormals, infinities and NaN included. */
export function halfToFloat(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  const bits = new Uint32Array(floats.buffer);
  for (let index = 0; index < halves.length; index++) {
    const half = halves[index]!;
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 31;
    const fraction = half & 0x3ff;
    if (exponent === 0) {
      // A subnormal half is a normal float: fraction × 2^-24.
      floats[index] = fraction * 2 ** -24;
      bits[index]! |= sign;
    } else {
      bits[index] = sign | ((exponent === 31 ? 255 : exponent + 112) << 23) | (fraction << 13);
    }
  }
  return floats;
}
