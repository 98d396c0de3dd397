import type { NodeProto } from "@/server/converter/onnx/proto";

/**
 * Nodes each after what it reads, otherwise in the order given: some tools append nodes that others before them need.
 * A circle is left unchanged, for later readers to refuse.
 */
export function sortNodes(nodes: readonly NodeProto[]): NodeProto[] {
  const makers = new Map(nodes.flatMap((node) => (node.output ?? []).map((name) => [name, node])));
  const sorted = new Set<NodeProto>();
  const entered = new Set<NodeProto>();
  for (const start of nodes) {
    const stack = [start];
    while (stack.length > 0) {
      const node = stack.at(-1) as NodeProto;
      const needed = (node.input ?? [])
        .map((name) => makers.get(name))
        .find((maker) => maker !== undefined && !sorted.has(maker) && !entered.has(maker));
      entered.add(node);
      if (needed) {
        stack.push(needed);
        continue;
      }
      stack.pop();
      sorted.add(node);
    }
  }
  return [...sorted];
}
