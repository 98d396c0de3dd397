import { AppError } from "@/lib/core/errors";

/** A constant tensor, row-major. Integers are clamped to 32 bits (ONNX uses INT64_MAX as "to the end"). */
export interface ConstantTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export type OnnxAttributeValue = number | string | readonly number[] | readonly string[] | ConstantTensor;

export interface OnnxNode {
  readonly opType: string;
  /** The node's own name, or that of its first output where it has none. */
  readonly name: string;
  /** Tensor names; "" is an optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttributeValue>;
}

export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A static ONNX graph: nodes in execution order, every input of a fixed size. */
export interface OnnxGraph {
  readonly opset: number;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly string[];
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, ConstantTensor>;
}

/** @returns an error that names the operator, the node, and what about it is not supported */
export function unsupported(node: OnnxNode, detail: string): AppError {
  return new AppError("model/unsupported-operator", { facts: { op: node.opType, node: node.name, detail } });
}

/** @returns the integer attribute, or `fallback` where the node does not carry it */
export function intAttribute(node: OnnxNode, name: string, fallback: number): number {
  const value = node.attributes.get(name);
  return typeof value === "number" ? value : fallback;
}

/** @returns the list attribute, or `fallback` where the node does not carry it */
export function intsAttribute(node: OnnxNode, name: string, fallback: readonly number[]): readonly number[] {
  const value = node.attributes.get(name);
  return Array.isArray(value) && value.every((item) => typeof item === "number") ? value : fallback;
}

/** @returns the string attribute, or `fallback` where the node does not carry it */
export function stringAttribute(node: OnnxNode, name: string, fallback: string): string {
  const value = node.attributes.get(name);
  return typeof value === "string" ? value : fallback;
}

/** @throws AppError model/unsupported-operator when input `index` is absent */
export function inputName(node: OnnxNode, index: number): string {
  const name = node.inputs[index];
  if (!name) throw unsupported(node, `input ${index} is missing`);
  return name;
}

/** @throws AppError model/unsupported-operator when output `index` is absent */
export function outputName(node: OnnxNode, index = 0): string {
  const name = node.outputs[index];
  if (!name) throw unsupported(node, `output ${index} is missing`);
  return name;
}

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
