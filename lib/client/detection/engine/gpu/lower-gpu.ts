import { type Filled, GraphLowering, type NetworkEnds } from "@/lib/client/detection/engine/lower-graph";
import type { NetworkCall } from "@/lib/client/detection/engine/placement";
import {
  EngineUnsupported,
  kernelSize,
  sizeOf,
  type Window,
  windowOf,
} from "@/lib/client/detection/engine/shapes";
import type { ElementwiseOperation } from "@/lib/client/detection/engine/strided-kernel";
import { type Block, broadcastTo, transposed, type View } from "@/lib/client/detection/engine/view";
import type { Graph, GraphWeight } from "@/lib/client/detection/graph/graph-model";
import type { KernelCall } from "@/lib/client/detection/graph/operators";
import { convolutionStep, packedForGpuLength, packForGpu } from "./convolution-shader";
import { depthwiseStep } from "./depthwise-shader";
import { elementwiseStep } from "./elementwise-shader";
import { levelsOf } from "./levels";
import { poolStep } from "./pool-shader";
import { matrixProductStep, reduceStep, softmaxStep } from "./row-shaders";
import type { GpuStep } from "./step";

export interface GpuNetwork extends NetworkEnds {
  /** Steps that may be done at once; a level follows the one before. */
  readonly levels: readonly (readonly GpuStep[])[];
  readonly blocks: readonly Block[];
  readonly filled: readonly Filled[];
  readonly weightsLength: number;
  /** All filters, as `packForGpu` writes them; asked for when all of the graph's weights are there. */
  readonly weights: () => Float32Array<ArrayBuffer>;
}

/**
 * Turns a graph into steps on the GPU's memory, and decides which are done together. `block.first` and `last` are levels.
 * @throws EngineUnsupported for what there is no shader for; AppError model/unsupported-operator as the graph's reader
 */
export function lowerForGpu(graph: Graph): GpuNetwork {
  return new GpuLowering(graph).lower();
}

interface Packed {
  readonly values: ArrayLike<number>;
  readonly bias: ArrayLike<number> | undefined;
}

class GpuLowering extends GraphLowering {
  private readonly steps: GpuStep[] = [];
  private readonly packed: (() => Float32Array)[] = [];
  private packedLength = 0;
  /** What each pool of pools is a pool of. */
  private readonly pools = new Map<View, { readonly source: View; readonly window: Window }>();

  lower(): GpuNetwork {
    const { input, outputs } = this.lowerCalls();
    const level = levelsOf(this.steps);
    const levels: GpuStep[][] = Array.from({ length: Math.max(-1, ...level) + 1 }, () => []);
    this.steps.forEach((step, at) => {
      levels[level[at]!]!.push(step);
      for (const { block } of [...step.reads, ...step.writes]) {
        block.first = Math.min(block.first, level[at]!);
        block.last = Math.max(block.last, level[at]!);
      }
    });
    // what the outputs lie in must last to the end, and the input's must not be taken before the first step
    for (const { block } of outputs.values()) block.last = levels.length;
    input.block.first = -1;
    input.block.last = Math.max(input.block.last, 0);
    const weightsLength = Math.max(4, this.packedLength);
    const weights = () => {
      const all = new Float32Array(weightsLength);
      let at = 0;
      for (const pack of this.packed) {
        const one = pack();
        all.set(one, at);
        at += one.length;
      }
      return all;
    };
    return { levels, blocks: this.blocks, filled: this.filled, weightsLength, weights, input, outputs };
  }

  /** @returns where they begin, in groups of four */
  private pack(taps: number, outChannels: number, read: () => Packed): number {
    const start = this.packedLength / 4;
    this.packed.push(() => {
      const { values, bias } = read();
      return packForGpu(values, bias, outChannels);
    });
    this.packedLength += packedForGpuLength(taps, outChannels);
    return start;
  }

  /** @param outChannels of the filter, in whose last axis or axes they lie */
  private packFilter(filter: GraphWeight, bias: GraphWeight | undefined, outChannels: number): number {
    return this.pack(sizeOf(filter.shape) / outChannels, outChannels, () => ({
      values: filter.values,
      bias: bias?.values,
    }));
  }

  protected elementwise(operation: ElementwiseOperation, output: View, inputs: readonly View[]): void {
    this.steps.push(elementwiseStep(this.node, operation, output, inputs));
  }

  protected convolution({ call, reads, makes, residual }: NetworkCall): void {
    const filter = this.filterOf(reads[1]!);
    const bias = reads[2] === undefined ? undefined : this.filterOf(reads[2]);
    const image = this.bordered(reads[0]!, call, filter.shape);
    const output = this.viewOf(makes[0]!);
    const [, , inChannels = 0, outChannels = 0] = filter.shape;
    if (inChannels !== image.shape[3]) throw new EngineUnsupported("a convolution in groups");
    const window = windowOf(call, image.shape, kernelSize(call, filter.shape));
    this.convolve({
      window,
      image,
      output,
      residual: residual === undefined ? undefined : this.viewOf(residual),
      activation: this.activationOf(call),
      weights: this.packFilter(filter, bias, outChannels),
    });
  }

  protected pixelwise(values: () => Float32Array, image: View, output: View): void {
    const [, height = 0, width = 0, outChannels = 0] = output.shape;
    const one = [1, 1] as const;
    this.convolve({
      window: { kernel: one, stride: one, dilation: one, before: [0, 0], out: [height, width] },
      image,
      output,
      residual: undefined,
      activation: "linear",
      weights: this.pack(image.shape[3]!, outChannels, () => ({ values: values(), bias: undefined })),
    });
  }

  private convolve(about: Omit<Parameters<typeof convolutionStep>[0], "node">): void {
    const added = about.residual?.strides[3] ?? 1;
    if (about.output.strides[3] !== 1 || added !== 1) {
      throw new EngineUnsupported("a convolution into a transposed tensor");
    }
    this.steps.push(convolutionStep({ node: this.node, ...about }));
  }

  protected depthwise({ call, reads, makes }: NetworkCall): void {
    const filter = this.filterOf(reads[1]!);
    const bias = reads[2] === undefined ? undefined : this.filterOf(reads[2]);
    if (filter.shape[3] !== 1) {
      throw new EngineUnsupported("a depthwise convolution with several filters a channel");
    }
    const image = this.bordered(reads[0]!, call, filter.shape);
    const output = this.viewOf(makes[0]!);
    const window = windowOf(call, image.shape, kernelSize(call, filter.shape));
    if (output.strides[3] !== 1) throw new EngineUnsupported("a convolution into a transposed tensor");
    this.steps.push(
      depthwiseStep({
        node: this.node,
        window,
        image,
        output,
        activation: this.activationOf(call),
        weights: this.packFilter(filter, bias, image.shape[3]!),
      }),
    );
  }

  /** Pools of pools, as in a pyramid of them, are wider pools of the first image: none waits for another. */
  protected maxPool(source: View, target: View, window: Window): void {
    const inner = keepsSize(source, window) ? this.pools.get(source) : undefined;
    const all = inner
      ? {
          source: inner.source,
          window: {
            ...window,
            kernel: sumOf(inner.window.kernel, window.kernel, -1),
            before: sumOf(inner.window.before, window.before, 0),
          },
        }
      : { source, window };
    if (keepsSize(source, window)) this.pools.set(target, all);
    this.steps.push(poolStep({ node: this.node, kind: "maxPool", target, ...all }));
  }

  protected averagePool(source: View, target: View, window: Window): void {
    this.steps.push(poolStep({ node: this.node, kind: "averagePool", source, target, window }));
  }

  protected resizeBilinear(): void {
    throw new EngineUnsupported("ResizeBilinear on a graphics card");
  }

  protected reduce(
    kernel: "Mean" | "Sum" | "Max",
    source: View,
    target: View,
    axes: readonly number[],
  ): void {
    this.steps.push(reduceStep(this.node, kernel, { source, target, axes }));
  }

  protected softmax(source: View, target: View): void {
    this.steps.push(softmaxStep(this.node, source, target));
  }

  protected matrixProduct(call: KernelCall, left: View, right: View, output: View): void {
    const lead = output.shape.slice(0, -2);
    const turned = (view: View, isTurned: unknown) => {
      const order = view.shape.map((_, axis) => axis);
      return isTurned ? transposed(view, [...order.slice(0, -2), order.at(-1)!, order.at(-2)!]) : view;
    };
    const spread = (view: View) => broadcastTo(view, [...lead, ...view.shape.slice(-2)]);
    const a = spread(turned(left, call.attrs.transposeA));
    const b = spread(turned(right, call.attrs.transposeB));
    this.steps.push(matrixProductStep(this.node, a, b, output));
  }

  /** The values stay where they are, unless they must lie in another tensor: every step here walks any order. */
  protected override transpose(name: string, source: View): void {
    if (this.placement.placed.has(name)) super.transpose(name, source);
    else this.views.set(name, source);
  }
}

/** Whether a window gives an image of the same size, with each pixel in its middle. */
const keepsSize = ({ shape }: View, { kernel, stride, before, out }: Window) =>
  ([0, 1] as const).every(
    (axis) => stride[axis] === 1 && out[axis] === shape[axis + 1] && kernel[axis] === 2 * before[axis] + 1,
  );

const sumOf = (one: readonly [number, number], other: readonly [number, number], more: number) =>
  [one[0] + other[0] + more, one[1] + other[1] + more] as const;
