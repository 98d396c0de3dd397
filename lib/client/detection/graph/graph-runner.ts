import { engine, type NamedAttrMap, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { fuseSwish } from "@/lib/client/detection/graph/fuse-swish";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
import type { KernelCall } from "@/lib/client/detection/graph/operators";
import { orderedCalls } from "@/lib/client/detection/graph/ordered-calls";

export interface GraphRunnerOptions {
  /** How this backend fuses x · sigmoid(x) into a convolution; without it the graph is not fused. */
  readonly swish?: SwishFusion;
}

export interface SwishFusion {
  /** The activation that the convolution's kernel is asked for. */
  readonly activation: "sigmoid" | "linear";
  /** Runs that kernel and sees to it that its result is x · sigmoid(x) of the convolution. */
  run(convolve: () => Tensor): Tensor;
}

interface Step {
  readonly call: KernelCall;
  /** Names of its outputs: "node", "node:1", … */
  readonly node: string;
  /** Tensors nothing reads after this step. */
  readonly spent: readonly string[];
}

/**
 * Runs a GraphModel on the engine's current backend, kernel by kernel. It does what the stock executor does for the
 * operators our converter writes, without the 250 others, and frees each tensor at its last use.
 * Holds the weights as tensors until `dispose`.
 */
export class GraphRunner {
  readonly inputShape: readonly number[];
  private readonly steps: readonly Step[];
  private readonly constants = new Map<string, Tensor>();
  private readonly outputs: ReadonlyMap<string, string>;
  private readonly inputName: string;

  /** @throws AppError model/unsupported-operator naming the first operator without a kernel */
  constructor(
    graph: Graph,
    private readonly options: GraphRunnerOptions = {},
  ) {
    const fused = options.swish ? fuseSwish(graph) : graph;
    const plan = planSteps(fused);
    this.steps = plan.steps;
    this.outputs = plan.outputs;
    this.inputShape = graph.input.shape;
    this.inputName = graph.input.name;
    for (const name of plan.constants) {
      const { shape, values } = fused.weights.get(name)!;
      const dtype = values instanceof Int32Array ? "int32" : "float32";
      this.constants.set(name, engine().makeTensor(values, [...shape], dtype) as Tensor);
    }
  }

  /** Kernels of one run. */
  get stepCount(): number {
    return this.steps.length;
  }

  /**
   * @param input values of `inputShape`; not mutated
   * @returns output name → tensor, the caller's to dispose
   * @throws RangeError if the input has another length
   */
  run(input: Float32Array): Record<string, Tensor> {
    const size = this.inputShape.reduce((product, edge) => product * edge, 1);
    if (input.length !== size) throw new RangeError(`${input.length} values are not ${this.inputShape}`);
    return tidy(() => {
      const live = new Map(this.constants);
      live.set(this.inputName, engine().makeTensor(input, [...this.inputShape], "float32") as Tensor);
      for (const step of this.steps) {
        const result = this.runStep(step.call, live);
        if (Array.isArray(result)) {
          result.forEach((tensor, index) => {
            live.set(index === 0 ? step.node : `${step.node}:${index}`, tensor);
          });
        } else {
          live.set(step.node, result);
        }
        for (const name of step.spent) {
          live.get(name)?.dispose();
          live.delete(name);
        }
      }
      return Object.fromEntries([...this.outputs].map(([name, source]) => [name, live.get(source)!]));
    });
  }

  dispose(): void {
    for (const tensor of this.constants.values()) tensor.dispose();
    this.constants.clear();
  }

  private runStep(call: KernelCall, live: ReadonlyMap<string, Tensor>): Tensor | Tensor[] {
    const inputs = Object.fromEntries(
      Object.entries(call.inputs).map(([key, name]) => [key, live.get(name)!]),
    );
    const named = Array.isArray(call.inputs) ? (Object.values(inputs) as unknown as typeof inputs) : inputs;
    // Softmax kernels want the axis itself; the graph means the last one.
    const attrs = call.kernel === "Softmax" ? { dim: inputs.logits!.rank - 1 } : call.attrs;
    const run = (given = attrs) =>
      engine().runKernel<Tensor | Tensor[]>(call.kernel, named, given as NamedAttrMap);
    const { swish } = this.options;
    if (!call.swish || !swish) return run();
    return swish.run(() => run({ ...attrs, activation: swish.activation }) as Tensor);
  }
}

interface Plan {
  readonly steps: readonly Step[];
  /** Weights that some kernel reads as a tensor. */
  readonly constants: ReadonlySet<string>;
  readonly outputs: ReadonlyMap<string, string>;
}

function planSteps(graph: Graph): Plan {
  const { calls, outputs } = orderedCalls(graph);
  const kept = new Set([...graph.weights.keys(), ...outputs.values()]);
  const seen = new Set<string>();
  const steps: Step[] = [];
  for (const { call, node, reads } of calls.toReversed()) {
    const spent = [...new Set(reads)].filter((name) => !seen.has(name) && !kept.has(name));
    for (const name of spent) seen.add(name);
    steps.unshift({ call, node, spent });
  }
  const constants = new Set(calls.flatMap(({ reads }) => reads).filter((name) => graph.weights.has(name)));
  return { steps, constants, outputs };
}
