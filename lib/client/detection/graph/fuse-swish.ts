import type { Graph, GraphNode } from "@/lib/client/detection/graph/graph-model";

/** base64 of the names that a `fused_ops` attribute lists. */
const BIAS_ADD = "Qmlhc0FkZA==";
const SWISH = "U3dpc2g=";

const CONVOLUTIONS = new Set(["_FusedConv2D", "FusedDepthwiseConv2dNative"]);

/**
 * Replaces each Convolution → Sigmoid → Mul (the network's x · sigmoid(x)) by one convolution with a `Swish`
 * activation, where nothing else reads the parts. One dispatch instead of three, for backends that can do it.
 * @returns a new graph that shares nodes and weights with `graph`, which is not mutated
 */
export function fuseSwish(graph: Graph): Graph {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const readers = countReaders(graph);
  const replaced = new Map<string, GraphNode>();
  const dropped = new Set<string>();
  for (const product of graph.nodes) {
    const parts = product.op === "Mul" ? swishParts(product, byName) : undefined;
    if (!parts) continue;
    const { convolution, sigmoid } = parts;
    if (readers.get(convolution.name) !== 2 || readers.get(sigmoid.name) !== 1) continue;
    const fused_ops = { list: { s: [BIAS_ADD, SWISH] } };
    replaced.set(product.name, {
      ...convolution,
      name: product.name,
      attr: { ...convolution.attr, fused_ops },
    });
    dropped.add(convolution.name).add(sigmoid.name);
  }
  const kept = graph.nodes.filter((node) => !dropped.has(node.name));
  return { ...graph, nodes: kept.map((node) => replaced.get(node.name) ?? node) };
}

/** True for a convolution that `fuseSwish` made. */
export function hasSwish(node: GraphNode): boolean {
  return node.attr.fused_ops?.list?.s?.includes(SWISH) ?? false;
}

function countReaders(graph: Graph): Map<string, number> {
  const readers = new Map<string, number>();
  const all = [...graph.nodes.flatMap((node) => node.input), ...graph.outputs.values()];
  for (const input of all) {
    const name = input.replace(/:\d+$/, "");
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  return readers;
}

function swishParts(product: GraphNode, byName: ReadonlyMap<string, GraphNode>) {
  const [left, right] = product.input.map((name) => byName.get(name));
  for (const [convolution, sigmoid] of [
    [left, right],
    [right, left],
  ]) {
    if (!convolution || !sigmoid || sigmoid.op !== "Sigmoid" || !CONVOLUTIONS.has(convolution.op)) continue;
    const fused = convolution.attr.fused_ops?.list?.s ?? [];
    if (sigmoid.input[0] === convolution.name && fused.length === 1 && fused[0] === BIAS_ADD) {
      return { convolution, sigmoid };
    }
  }
  return undefined;
}
