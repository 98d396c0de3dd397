import { AppError, isAppError } from "@/lib/core/errors";
import type { ConstantTensor, OnnxAttributeValue, OnnxGraph, OnnxNode, OnnxValue } from "./graph";
import {
  type AttributeProto,
  type ModelProto,
  type NodeProto,
  toInteger,
  type ValueInfoProto,
} from "./proto";
import { type ReadExternal, readTensor } from "./read-tensor";
import { ATTRIBUTE_TYPE, modelProtoType } from "./schema";

const utf8 = new TextDecoder();

function corrupt(reason: string, cause?: unknown): AppError {
  return new AppError("model/corrupt", { facts: { reason }, cause });
}

function readAttribute(attribute: AttributeProto): OnnxAttributeValue | undefined {
  switch (attribute.type) {
    case ATTRIBUTE_TYPE.float:
      return attribute.f ?? 0;
    case ATTRIBUTE_TYPE.int:
      return toInteger(attribute.i);
    case ATTRIBUTE_TYPE.string:
      return utf8.decode(attribute.s ?? new Uint8Array());
    case ATTRIBUTE_TYPE.tensor:
      return attribute.t ? readTensor(attribute.t) : undefined;
    case ATTRIBUTE_TYPE.floats:
      return attribute.floats ?? [];
    case ATTRIBUTE_TYPE.ints:
      return (attribute.ints ?? []).map(toInteger);
    case ATTRIBUTE_TYPE.strings:
      return (attribute.strings ?? []).map((bytes) => utf8.decode(bytes));
    default:
      return undefined;
  }
}

function readNode(node: NodeProto): OnnxNode {
  const attributes = new Map<string, OnnxAttributeValue>();
  for (const attribute of node.attribute ?? []) {
    const value = readAttribute(attribute);
    if (attribute.name && value !== undefined) attributes.set(attribute.name, value);
  }
  const outputs = node.output ?? [];
  const domain = node.domain && node.domain !== "ai.onnx" ? `${node.domain}.` : "";
  return {
    opType: domain + (node.opType ?? ""),
    name: node.name || outputs[0] || "(unnamed)",
    inputs: node.input ?? [],
    outputs,
    attributes,
  };
}

function readInput(value: ValueInfoProto): OnnxValue {
  const name = value.name ?? "";
  const dims = value.type?.tensorType?.shape?.dim ?? [];
  const shape = dims.map((dim) => toInteger(dim.dimValue));
  if (shape.some((size) => size <= 0)) {
    throw corrupt(`input ${name} has a size that is not fixed; export the model with static shapes`);
  }
  return { name, shape };
}

/**
 * Decodes the protobuf, without reading the graph.
 * @throws AppError model/corrupt when the bytes are not an ONNX model
 */
export function decodeModel(bytes: Uint8Array): ModelProto {
  try {
    const model = modelProtoType.decode(bytes) as unknown as ModelProto;
    if (!model.graph?.node?.length || !model.graph.output?.length) throw corrupt("the file holds no graph");
    return model;
  } catch (error) {
    if (isAppError(error)) throw error;
    throw corrupt("the file is not an ONNX model, or it is cut off", error);
  }
}

/** Serialises a model as protobuf, for files that are derived from another. */
export function encodeModel(model: ModelProto): Uint8Array {
  return modelProtoType.encode(modelProtoType.fromObject(model)).finish();
}

/**
 * Reads a decoded model as a static graph.
 * @throws AppError model/corrupt when a tensor does not fill its shape or an input's size is not fixed
 */
export function toGraph(model: ModelProto, readExternal?: ReadExternal): OnnxGraph {
  const graph = model.graph ?? {};
  const constants = new Map<string, ConstantTensor>();
  for (const tensor of graph.initializer ?? [])
    constants.set(tensor.name ?? "", readTensor(tensor, readExternal));
  const opset = (model.opsetImport ?? []).find((entry) => !entry.domain || entry.domain === "ai.onnx");
  return {
    opset: toInteger(opset?.version),
    inputs: (graph.input ?? []).filter((value) => !constants.has(value.name ?? "")).map(readInput),
    outputs: (graph.output ?? []).map((value) => value.name ?? ""),
    nodes: (graph.node ?? []).map(readNode),
    constants,
  };
}

/**
 * Reads an ONNX file.
 * @param bytes the whole file
 * @param readExternal gives the bytes of tensors that are kept in a file beside it
 * @throws AppError model/corrupt
 */
export function readOnnx(bytes: Uint8Array, readExternal?: ReadExternal): OnnxGraph {
  return toGraph(decodeModel(bytes), readExternal);
}
