import type { Graph, GraphNode } from "@/lib/client/detection/graph/graph-model";
import { type KernelCall, kernelCallOf } from "@/lib/client/detection/graph/operators";

/** Passes its input on; costs nothing. */
const ALIASES = new Set(["Identity"]);

export interface OrderedCall {
  readonly call: KernelCall;
  /** Names of its outputs: "node", "node:1", … */
  readonly node: string;
  /** Names of the tensors it reads. */
  readonly reads: readonly string[];
}

export interface OrderedCalls {
  /** Each after what it reads. */
  readonly calls: readonly OrderedCall[];
  /** Signature name → tensor. */
  readonly outputs: ReadonlyMap<string, string>;
}

/**
 * The kernel calls that a graph's outputs need, in an order they can run in.
 * @throws AppError model/unsupported-operator naming the first operator without a kernel
 */
export function orderedCalls(graph: Graph): OrderedCalls {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const resolve = (input: string): string => {
    const node = byName.get(input);
    return node && ALIASES.has(node.op) ? resolve(node.input[0]!.replace(/:0$/, "")) : input;
  };
  const outputs = new Map([...graph.outputs].map(([key, name]) => [key, resolve(name)]));
  const calls: OrderedCall[] = [];
  for (const node of inOrder(graph, byName)) {
    if (node.op === "Placeholder" || node.op === "Const" || ALIASES.has(node.op)) continue;
    const input = node.input.map((name) => resolve(name.replace(/:0$/, "")));
    const call = kernelCallOf({ ...node, input }, graph.weights);
    calls.push({ call, node: node.name, reads: Object.values(call.inputs) });
  }
  return { calls, outputs };
}

/** Nodes the outputs need, each after what it reads. */
function inOrder(graph: Graph, byName: ReadonlyMap<string, GraphNode>): GraphNode[] {
  const order: GraphNode[] = [];
  const done = new Set<string>();
  const visit = (input: string) => {
    const name = input.replace(/:\d+$/, "");
    const node = byName.get(name);
    if (!node || done.has(name)) return;
    done.add(name);
    for (const next of node.input) visit(next);
    order.push(node);
  };
  for (const output of graph.outputs.values()) visit(output);
  return order;
}
