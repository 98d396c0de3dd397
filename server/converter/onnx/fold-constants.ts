import { AppError } from "@/lib/core/errors";
import { FOLDS } from "./fold-operators";
import type { ConstantTensor, OnnxGraph, OnnxNode } from "./graph";
import { nodeShapes, type OnnxShape, shapeContext } from "./infer-shapes";

function constantNode(node: OnnxNode): ConstantTensor | undefined {
  const value = node.attributes.get("value");
  if (value && typeof value === "object" && "data" in value) return value;
  const float = node.attributes.get("value_float");
  if (typeof float === "number") return { shape: [], data: Float32Array.of(float) };
  const int = node.attributes.get("value_int");
  if (typeof int === "number") return { shape: [], data: Int32Array.of(int) };
  const ints = node.attributes.get("value_ints");
  if (Array.isArray(ints)) return { shape: [ints.length], data: Int32Array.from(ints as number[]) };
  const floats = node.attributes.get("value_floats");
  if (Array.isArray(floats)) return { shape: [floats.length], data: Float32Array.from(floats as number[]) };
  return undefined;
}

/** What a graph is known to hold before it is run. */
interface Known {
  readonly shapes: Map<string, OnnxShape>;
  readonly constants: Map<string, ConstantTensor>;
}

/** Shapes of a node's outputs, undefined where an input's is not known or the operator has no rule. */
function knownShapes(node: OnnxNode, { shapes, constants }: Known): readonly OnnxShape[] | undefined {
  try {
    return nodeShapes(node, shapeContext(node, shapes, constants));
  } catch (error) {
    if (error instanceof AppError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The sizes of a tensor, or part of them, as a list. */
function shapeNode(node: OnnxNode, { shapes }: Known): ConstantTensor | undefined {
  const shape = shapes.get(node.inputs[0] ?? "");
  if (!shape) return undefined;
  const start = Number(node.attributes.get("start") ?? 0);
  const end = Number(node.attributes.get("end") ?? shape.length);
  const sizes = shape.slice(start, end);
  return { shape: [sizes.length], data: Int32Array.from(sizes) };
}

function foldNode(node: OnnxNode, known: Known): readonly ConstantTensor[] | undefined {
  if (node.opType === "Constant") {
    const value = constantNode(node);
    return value && [value];
  }
  if (node.opType === "Shape") {
    const value = shapeNode(node, known);
    return value && [value];
  }
  const fold = FOLDS[node.opType];
  const inputs = node.inputs.map((name) => (name === "" ? undefined : known.constants.get(name)));
  const isKnown = inputs.every((input, i) => input !== undefined || node.inputs[i] === "");
  if (!fold || inputs.length === 0 || !isKnown) return undefined;
  return fold({ node, inputs, shapes: knownShapes(node, known) ?? [] });
}

export interface FoldedGraph extends OnnxGraph {
  /** Shape by tensor name, of every tensor whose shape is known without running the graph. */
  readonly shapes: ReadonlyMap<string, OnnxShape>;
}

/**
 * Replaces nodes that only compute with constants, or with the sizes of tensors, by their result. What an exporter
 * writes for a network of any size becomes the same as if it had been written for this size.
 * @returns a graph without them; the given one is not mutated
 */
export function foldConstants(graph: OnnxGraph): FoldedGraph {
  const constants = new Map(graph.constants);
  const shapes = new Map<string, OnnxShape>([...constants].map(([name, { shape }]) => [name, shape]));
  for (const { name, shape } of graph.inputs) shapes.set(name, shape);
  const known = { constants, shapes };
  const nodes = graph.nodes.filter((node) => {
    const isOutput = node.outputs.some((output) => graph.outputs.includes(output));
    const values = isOutput ? undefined : foldNode(node, known);
    values?.forEach((value, i) => {
      constants.set(node.outputs[i] ?? "", value);
      shapes.set(node.outputs[i] ?? "", value.shape);
    });
    if (values) return false;
    knownShapes(node, known)?.forEach((shape, i) => {
      const output = node.outputs[i];
      if (output) shapes.set(output, shape);
    });
    return true;
  });
  return { ...graph, nodes, constants, shapes };
}
