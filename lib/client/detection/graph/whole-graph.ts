import type { Graph } from "./graph-model";

/** The same graph, for what reads all of its weights. Rejects as `whole` does. Apart from the parser, which backends do not need. */
export async function wholeGraph(graph: Graph): Promise<Graph> {
  await graph.whole;
  return { ...graph, whole: undefined };
}
