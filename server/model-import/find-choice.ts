import type { FoldedGraph } from "@/server/converter/onnx/fold-constants";
import { intAttribute, intsAttribute, type OnnxNode } from "@/server/converter/onnx/graph";
import { isPlaceCount } from "./anchor-counts";
import { refuseModel } from "./prepare-model";

/** All boxes and scores of a network that chooses its best ones itself, as they are before the choice. */
export interface BeforeChoice {
  readonly tensor: string;
  readonly classes: number;
  /** [1, A, 4 + nc] rather than [1, 4 + nc, A]. */
  readonly anchorsFirst: boolean;
  /** The choice drops overlapping boxes (NMS), rather than taking the best of a network that makes none. */
  readonly isNms: boolean;
}

const CHOOSERS = new Set(["NonMaxSuppression", "TopK"]);

/** Nodes a tensor is computed from, the last of them first. */
function madeFrom(graph: FoldedGraph, tensors: readonly string[]): readonly OnnxNode[] {
  const needed = new Set(tensors);
  const found: OnnxNode[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    found.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  return found;
}

/** Which of two equal axes the anchors are on, by how the tensor was made: 1 or 2. */
function anchorAxis(graph: FoldedGraph, tensor: string): 1 | 2 {
  const node = graph.nodes.find(({ outputs }) => outputs.includes(tensor));
  if (node?.opType === "Concat") return intAttribute(node, "axis", 1) === 1 ? 2 : 1;
  const [source = ""] = node?.inputs ?? [];
  const isTurned = node?.opType === "Transpose" && intsAttribute(node, "perm", []).join() === "0,2,1";
  if (!node || source === "" || graph.shapes.get(source)?.length !== 3) return 2;
  const axis = anchorAxis(graph, source);
  return isTurned ? (axis === 1 ? 2 : 1) : axis;
}

/** Reads [1, a, b] as anchors and rows. @param names 0 when the file names no classes */
function readBoth(
  graph: FoldedGraph,
  { tensor, names, inputSize }: { tensor: string; names: number; inputSize: number },
): Pick<BeforeChoice, "classes" | "anchorsFirst"> | undefined {
  const [batch, a = 0, b = 0, ...more] = graph.shapes.get(tensor) ?? [];
  if (batch !== 1 || more.length > 0) return undefined;
  const isRows = (size: number) => (names > 0 ? size === 4 + names : size > 4);
  const lastAreAnchors = isPlaceCount(b, inputSize) && isRows(a);
  const firstAreAnchors = isPlaceCount(a, inputSize) && isRows(b);
  if (!lastAreAnchors && !firstAreAnchors) return undefined;
  const anchorsFirst = lastAreAnchors && firstAreAnchors ? anchorAxis(graph, tensor) === 1 : firstAreAnchors;
  return { classes: (anchorsFirst ? b : a) - 4, anchorsFirst };
}

/**
 * Finds what a network chooses its best boxes from. The import leaves the choice itself out, since the
 * page chooses by its sliders.
 * @returns undefined when it chooses nothing
 * @throws AppError model/not-fitting when it chooses from something else
 */
export function findChoice(graph: FoldedGraph, names: number, inputSize: number): BeforeChoice | undefined {
  const choosers = madeFrom(graph, graph.outputs).filter(({ opType }) => CHOOSERS.has(opType));
  const first = choosers.at(-1);
  if (!first) return undefined;
  const isNms = choosers.some(({ opType }) => opType === "NonMaxSuppression");
  for (const { outputs } of madeFrom(graph, first.inputs)) {
    for (const tensor of outputs) {
      const read = readBoth(graph, { tensor, names, inputSize });
      if (read) return { tensor, isNms, ...read };
    }
  }
  refuseModel(
    "it chooses its best boxes itself, in a way Forage does not know",
    "export it without that (for Ultralytics: nms=None) and bring that",
  );
}
