import type { Head } from "@/lib/contracts/model-upload";
import type { GraphProto, ModelProto, NodeProto, TensorProto } from "@/server/converter/onnx/proto";
import { ATTRIBUTE_TYPE, DATA_TYPE } from "@/server/converter/onnx/schema";
import { DETECTIONS } from "@/server/converter/parity/names";

const PREFIX = "forage_head_";

/** Collects the nodes and constants that are put behind a network. */
class Tail {
  readonly nodes: NodeProto[] = [];
  readonly constants: TensorProto[] = [];

  private add(
    opType: string,
    input: readonly string[],
    rest: Partial<NodeProto> = {},
    output?: string,
  ): string {
    const name = output ?? `${PREFIX}${this.nodes.length}`;
    this.nodes.push({
      opType,
      name: `${PREFIX}${opType}_${this.nodes.length}`,
      input: [...input],
      output: [name],
      ...rest,
    });
    return name;
  }

  private ints(values: readonly number[]): string {
    const name = `${PREFIX}c${this.constants.length}`;
    const rawData = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.constants.push({ name, dims: [values.length], dataType: DATA_TYPE.int64, rawData });
    return name;
  }

  float(value: number): string {
    const name = `${PREFIX}c${this.constants.length}`;
    const rawData = new Uint8Array(Float32Array.of(value).buffer);
    this.constants.push({ name, dims: [1], dataType: DATA_TYPE.float, rawData });
    return name;
  }

  /** [1, A, R] to [1, R, A]. */
  turn(input: string, output?: string): string {
    const attribute = [{ name: "perm", type: ATTRIBUTE_TYPE.ints, ints: [0, 2, 1] }];
    return this.add("Transpose", [input], { attribute }, output);
  }

  /** Rows `from` up to `to` of [1, R, A]. */
  rows(input: string, from: number, to: number): string {
    return this.add("Slice", [input, this.ints([from]), this.ints([to]), this.ints([1])]);
  }

  of(opType: "Mul" | "Add" | "Sub", a: string, b: string): string {
    return this.add(opType, [a, b]);
  }

  /** One above the other, as the network's detections. */
  stack(inputs: readonly string[]): void {
    const attribute = [{ name: "axis", type: ATTRIBUTE_TYPE.int, i: 1 }];
    this.add("Concat", inputs, { attribute }, DETECTIONS);
  }
}

/** The nodes that an output needs, in their order. */
function nodesFor(graph: GraphProto, output: string): NodeProto[] {
  const needed = new Set([output]);
  const kept: NodeProto[] = [];
  for (const node of (graph.node ?? []).toReversed()) {
    if (!node.output?.some((name) => needed.has(name))) continue;
    kept.push(node);
    for (const name of node.input ?? []) needed.add(name);
  }
  return kept.toReversed();
}

/** The form of a network's outputs: everything needed to rewrite it. */
export interface HeadPlan {
  readonly head: Head;
  /** Tensor that holds all boxes and scores. */
  readonly output: string;
  readonly classes: number;
  /** [1, A, rows] rather than [1, rows, A]. */
  readonly anchorsFirst: boolean;
  /** Boxes are two corners, not centre and size. */
  readonly corners: boolean;
}

function addTail(tail: Tail, { head, output, classes, anchorsFirst, corners }: HeadPlan): void {
  const isOnlyTurned = anchorsFirst && !corners && head !== "objectness";
  if (isOnlyTurned) {
    tail.turn(output, DETECTIONS);
    return;
  }
  const turned = anchorsFirst ? tail.turn(output) : output;
  if (head === "objectness") {
    const scores = tail.of("Mul", tail.rows(turned, 5, 5 + classes), tail.rows(turned, 4, 5));
    tail.stack([tail.rows(turned, 0, 4), scores]);
    return;
  }
  const [first, second] = [tail.rows(turned, 0, 2), tail.rows(turned, 2, 4)];
  const centre = tail.of("Mul", tail.of("Add", first, second), tail.float(0.5));
  tail.stack([centre, tail.of("Sub", second, first), tail.rows(turned, 4, 4 + classes)]);
}

/**
 * Gives a YOLO network the outputs of Forage's own: `detections` [1, 4 + nc, A], centre and size in model
 * px, then one score a class. Everything behind (converter, browser, server) then needs no second way. Further outputs
 * are left out.
 */
export function normaliseHead(model: ModelProto, plan: HeadPlan): ModelProto {
  const graph = model.graph ?? {};
  const tail = new Tail();
  const isAsOurs = !plan.anchorsFirst && !plan.corners && plan.head !== "objectness";
  if (!isAsOurs) addTail(tail, plan);
  const kept = nodesFor(graph, plan.output);
  const rename = (name: string) => (isAsOurs && name === plan.output ? DETECTIONS : name);
  const nodes = [...kept, ...tail.nodes].map((node) => ({
    ...node,
    input: node.input?.map(rename),
    output: node.output?.map(rename),
  }));
  const used = new Set(nodes.flatMap(({ input }) => input ?? []));
  const constants = [...(graph.initializer ?? []), ...tail.constants].filter(({ name }) =>
    used.has(name ?? ""),
  );
  return {
    ...model,
    graph: {
      ...graph,
      node: nodes,
      initializer: constants,
      output: [{ name: DETECTIONS, type: { tensorType: { elemType: DATA_TYPE.float } } }],
    },
  };
}
