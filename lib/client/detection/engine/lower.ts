import { fuseSwish } from "@/lib/client/detection/graph/fuse-swish";
import type { Graph, GraphWeight } from "@/lib/client/detection/graph/graph-model";
import type { KernelCall } from "@/lib/client/detection/graph/operators";
import { orderedCalls } from "@/lib/client/detection/graph/ordered-calls";
import type { Activation } from "./activation";
import type { Code } from "./assembler";
import {
  type ConvolutionShape,
  packedLength,
  packWeights,
  panelChannels,
  writeConvolution,
} from "./convolution-kernel";
import {
  type DepthwiseShape,
  packDepthwise,
  packedDepthwiseLength,
  writeDepthwise,
} from "./depthwise-kernel";
import { type Border, borderOf, type NetworkCall, ownerOf, type Placement, placeTensors } from "./placement";
import { averagePool, type PlainStep, reduce, resizeBilinear } from "./plain-steps";
import { writeMaxPool } from "./pool-kernel";
import {
  callAxis,
  EngineUnsupported,
  kernelSize,
  outputShapes,
  reducedAxes,
  sizeOf,
  slicedDimensions,
  type TensorShape,
  windowOf,
} from "./shapes";
import { writeSoftmax } from "./softmax-kernel";
import { type ElementwiseOperation, type StridedShape, writeStrided } from "./strided-kernel";
import {
  type Block,
  broadcastTo,
  denseStrides,
  isDense,
  joinDimensions,
  part,
  reshaped,
  transposed,
  type View,
} from "./view";

import {
  packedWinogradLength,
  packWinograd,
  squaresOf,
  type WinogradShape,
  winogradMatrices,
  winogradOwn,
  winogradProduct,
  writeWinograd,
} from "./winograd-kernel";
import { pointsOf, type WinogradEdge } from "./winograd-transforms";

/** What an element takes, in multiplications of a convolution. */
const [COPY_WORK, EXPONENTIAL_WORK] = [4, 20];
const HAS_EXPONENTIAL: ReadonlySet<string> = new Set<ElementwiseOperation>(["exp", "sigmoid", "swish"]);
/** Floats from one thread's place for softmax to the next: four, and as many as keep two off one cache line. */
const SOFTMAX_SCRATCH = 32;

/** A place in memory that a function works on. */
export interface Place {
  readonly block: Block;
  readonly offset: number;
  /** Floats for each thread, where every thread works in a part of its own. */
  readonly perThread?: number;
}

/** A function of the module with what it is called with. Addresses are views until the memory is laid out. */
export interface KernelStep {
  readonly kind: "kernel";
  /** The node it implements, for measurements. */
  readonly node: string;
  readonly name: string;
  /** Byte addresses, in the order of the function's first parameters. */
  readonly places: readonly Place[];
  /** Rows to do, and panels where the function takes them too. */
  readonly rows: number;
  readonly panels?: number;
  readonly multiplications: number;
  /** How long it takes, in multiplications of a convolution, where it has none of its own. */
  readonly work?: number;
}

export interface CalculatedStep {
  readonly kind: "plain";
  readonly node: string;
  readonly run: PlainStep;
}

export type EngineStep = KernelStep | CalculatedStep;

/** A value that is in memory before the first run. */
export interface Filled {
  readonly block: Block;
  fill(target: Float32Array): void;
}

export interface LoweredNetwork {
  readonly functions: ReadonlyMap<string, Code>;
  readonly steps: readonly EngineStep[];
  readonly blocks: readonly Block[];
  readonly filled: readonly Filled[];
  readonly input: View;
  readonly outputs: ReadonlyMap<string, View>;
}

/** Input bytes that a block of output rows may take, so that they stay in the second cache. */
const BLOCK_BYTES = 96 * 1024;

const OPERATIONS: Readonly<Record<string, ElementwiseOperation>> = {
  Add: "add",
  Sub: "sub",
  Multiply: "mul",
  RealDiv: "div",
  Maximum: "max",
  Minimum: "min",
  Sigmoid: "sigmoid",
  Relu: "relu",
  Relu6: "relu6",
  Exp: "exp",
  Sqrt: "sqrt",
};

/**
 * Turns a graph into steps on memory: what is fused, what lies where, and the code each step needs.
 * @throws EngineUnsupported for what there is no code for; AppError model/unsupported-operator as the graph's reader
 */
export function lowerNetwork(graph: Graph, fused: boolean, threads: number): LoweredNetwork {
  return new Lowering(graph, fused, threads).lower();
}

class Lowering {
  private readonly shapes = new Map<string, TensorShape>();
  private readonly weights: ReadonlyMap<string, GraphWeight>;
  private readonly functions = new Map<string, Code>();
  private readonly keys = new Map<string, string>();
  private readonly steps: EngineStep[] = [];
  private readonly blocks: Block[] = [];
  private readonly filled: Filled[] = [];
  private readonly views = new Map<string, View>();
  /** Blocks that have zeros around their image. */
  private readonly images = new Map<Block, { readonly image: View; readonly border: Border }>();
  private placement: Placement = { origins: new Map(), placed: new Map(), borders: new Map() };
  private node = "";

  constructor(
    private readonly graph: Graph,
    private readonly fused: boolean,
    private readonly threads: number,
  ) {
    this.weights = graph.weights;
  }

  lower(): LoweredNetwork {
    const { calls: ordered, outputs } = orderedCalls(fuseSwish(this.graph));
    for (const [name, { shape }] of this.weights) this.shapes.set(name, shape);
    this.shapes.set(this.graph.input.name, this.graph.input.shape);
    const unfused = ordered.map(({ call, node, reads }): NetworkCall => {
      const made = outputShapes(
        call,
        reads.map((name) => this.shapeOf(name)),
      );
      const makes = made.map((_, index) => (index === 0 ? node : `${node}:${index}`));
      made.forEach((shape, index) => {
        this.shapes.set(makes[index]!, shape);
      });
      return { call, reads, makes };
    });
    const calls = fuseResiduals(unfused, new Set(outputs.values()), this.shapes);
    const fixed = new Set([this.graph.input.name, ...this.weights.keys()]);
    this.placement = placeTensors(calls, this.shapes, fixed);
    const input = this.viewOf(this.graph.input.name);
    for (const call of calls) {
      this.node = call.makes[0]!;
      this.lowerCall(call);
    }
    const named = new Map([...outputs].map(([name, tensor]) => [name, this.viewOf(tensor)]));
    // what the outputs lie in must last to the end, and the input's must not be taken before the first step
    for (const { block } of named.values()) block.last = this.steps.length;
    input.block.first = -1;
    return {
      functions: this.functions,
      steps: this.steps,
      blocks: this.blocks,
      filled: this.filled,
      input,
      outputs: named,
    };
  }

  private shapeOf(name: string): TensorShape {
    const shape = this.shapes.get(name);
    if (!shape) throw new RangeError(`${name} is read before it is made`);
    return shape;
  }

  // ── memory

  private makeBlock(name: string, length: number, lasting: boolean): Block {
    const block = { name, length, first: Number.POSITIVE_INFINITY, last: -1, lasting, start: 0 };
    this.blocks.push(block);
    return block;
  }

  private own(name: string, shape: TensorShape, border?: Border): View {
    if (!border) {
      const block = this.makeBlock(name, sizeOf(shape), false);
      return { block, offset: 0, shape, strides: denseStrides(shape) };
    }
    const [, height, width, channels] = shape as [number, number, number, number];
    const row = (border.left + width + border.right) * channels;
    const block = this.makeBlock(name, row * (border.top + height + border.bottom), true);
    const offset = border.top * row + border.left * channels;
    const image = { block, offset, shape, strides: [row * height, row, channels, 1] };
    this.images.set(block, { image, border });
    return image;
  }

  private viewOf(name: string): View {
    const known = this.views.get(name);
    if (known) return known;
    const view = this.findView(name);
    this.views.set(name, view);
    return view;
  }

  private findView(name: string): View {
    const shape = this.shapeOf(name);
    const weight = this.weights.get(name);
    if (weight) {
      const block = this.makeBlock(name, sizeOf(shape), true);
      this.filled.push({ block, fill: (target) => target.set(weight.values) });
      return { block, offset: 0, shape, strides: denseStrides(shape) };
    }
    const placed = this.placement.placed.get(name);
    if (placed) {
      const within = part(this.viewOf(placed.within), placed.as ?? shape, placed.axis, placed.start);
      const view = placed.as ? reshaped(within, shape) : within;
      if (!view) throw new RangeError(`${name} does not fit into ${placed.within}`);
      return view;
    }
    const origin = this.placement.origins.get(name);
    if (origin?.kind === "part") return part(this.viewOf(origin.of), shape, origin.axis, origin.begin);
    if (origin?.kind === "reshape") {
      const view = reshaped(this.viewOf(origin.of), shape);
      if (view) return view;
      const dense = this.own(name, shape);
      const source = this.denseOf(this.viewOf(origin.of));
      this.elementwise("copy", { ...dense, shape: source.shape, strides: source.strides }, [source]);
      return dense;
    }
    return this.own(name, shape, this.placement.borders.get(ownerOf(name, this.placement.placed)));
  }

  /** The view itself where its values lie side by side, else a copy that does. */
  private denseOf(view: View): View {
    if (isDense(view)) return { ...view, strides: denseStrides(view.shape) };
    const dense = this.own(`${view.block.name} dense`, view.shape);
    this.elementwise("copy", dense, [view]);
    return dense;
  }

  private touch(views: readonly { readonly block: Block }[]): void {
    for (const { block } of views) {
      block.first = Math.min(block.first, this.steps.length);
      block.last = Math.max(block.last, this.steps.length);
    }
  }

  // ── code

  /** The function for a key; what is made for the same shape is made once. */
  private functionFor(kind: string, shape: object, write: () => Code): string {
    const key = `${kind} ${JSON.stringify(shape)}`;
    const known = this.keys.get(key);
    if (known) return known;
    const name = `${kind}${this.functions.size}`;
    this.keys.set(key, name);
    this.functions.set(name, write());
    return name;
  }

  private kernel(
    step: Omit<KernelStep, "kind" | "node" | "multiplications"> & { multiplications?: number },
  ): void {
    this.touch(step.places);
    this.steps.push({ kind: "kernel", node: this.node, multiplications: 0, ...step });
  }

  private plain(views: readonly View[], run: PlainStep): void {
    this.touch(views);
    this.steps.push({ kind: "plain", node: this.node, run });
  }

  // ── calls

  private lowerCall(network: NetworkCall): void {
    const { call, reads, makes } = network;
    const name = makes[0]!;
    const operation = OPERATIONS[call.kernel];
    if (operation) {
      const output = this.viewOf(name);
      const inputs = reads.map((read) => broadcastTo(this.viewOf(read), output.shape));
      this.elementwise(operation, output, inputs);
      return;
    }
    switch (call.kernel) {
      case "FusedConv2D":
      case "Conv2D":
        this.convolution(network);
        return;
      case "FusedDepthwiseConv2D":
      case "DepthwiseConv2dNative":
        this.depthwise(network);
        return;
      case "Conv2DBackpropInput":
        this.transposedConvolution(network);
        return;
      case "MaxPool":
        this.maxPool(call, this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "AvgPool": {
        const [source, target] = [this.viewOf(reads[0]!), this.viewOf(name)];
        const window = windowOf(call, source.shape, kernelSize(call, undefined));
        this.plain([source, target], averagePool(source, target, window));
        return;
      }
      case "ResizeNearestNeighbor":
        this.resizeNearest(call, this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "ResizeBilinear": {
        const [source, target] = [this.viewOf(reads[0]!), this.viewOf(name)];
        this.plain([source, target], resizeBilinear(source, target, call));
        return;
      }
      case "Mean":
      case "Sum":
      case "Max": {
        const [source, target] = [this.viewOf(reads[0]!), this.viewOf(name)];
        this.plain(
          [source, target],
          reduce(call.kernel, source, target, reducedAxes(call, source.shape.length)),
        );
        return;
      }
      case "Concat":
        this.concat(call, reads, name);
        return;
      case "Softmax":
        this.softmax(this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "Transpose":
        this.elementwise("copy", this.viewOf(name), [
          transposed(this.viewOf(reads[0]!), call.attrs.perm as readonly number[]),
        ]);
        return;
      case "BatchMatMul":
        this.matrixProduct(call, this.viewOf(reads[0]!), this.viewOf(reads[1]!), this.viewOf(name));
        return;
      case "Slice":
        this.slice(call, reads[0]!, name);
        return;
      case "SplitV":
        return;
      case "StridedSlice":
        this.stridedSlice(call, this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "PadV2":
        this.pad(call, this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "LeakyRelu":
        this.leakyRelu(call, this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "Reshape":
        // where it must be a copy, the copy is made here, at its place in the order
        this.viewOf(name);
        return;
      default:
        throw new EngineUnsupported(call.kernel);
    }
  }

  private elementwise(operation: ElementwiseOperation, output: View, inputs: readonly View[]): void {
    const [left, right] = inputs;
    if (!left) throw new RangeError(`${operation} of nothing`);
    const walked = [output, left, ...(right ? [right] : [])];
    const joined = joinDimensions(
      output.shape,
      walked.map(({ strides }) => strides),
    );
    const shape = joined.shape.length === 0 ? [1] : joined.shape;
    const strides = joined.strides.map((own) => (own.length === 0 ? [1] : own));
    if (shape.length === 1) {
      // one long row is cut, so that threads can share it
      const rows = splitRow(shape[0]!);
      shape.unshift(rows);
      shape[1] = shape[1]! / rows;
      for (const own of strides) own.unshift(own[0]! * shape[1]!);
    }
    const inner = shape.at(-1)!;
    const walk = (index: number) => ({
      steps: strides[index]!.slice(0, -1),
      innerStep: strides[index]!.at(-1)!,
    });
    const made: StridedShape = {
      operation,
      counts: shape.slice(0, -1),
      inner,
      output: walk(0),
      left: walk(1),
      ...(right && { right: walk(2) }),
    };
    const name = this.functionFor(operation, made, () => writeStrided(made, this.fused));
    const places = [output, left, right ?? left].map(({ block, offset }) => ({ block, offset }));
    const work = sizeOf(output.shape) * (HAS_EXPONENTIAL.has(operation) ? EXPONENTIAL_WORK : COPY_WORK);
    this.kernel({ name, places, rows: shape[0]!, work });
  }

  private activationOf(call: KernelCall): Activation {
    if (call.swish) return "swish";
    const { activation } = call.attrs;
    if (activation === undefined || activation === "linear") return "linear";
    if (activation === "relu" || activation === "relu6" || activation === "sigmoid") return activation;
    throw new EngineUnsupported(`a convolution with ${activation}`);
  }

  /** A convolution's image with the zeros it needs around it. */
  private bordered(name: string, call: KernelCall, filter: TensorShape): View {
    const view = this.viewOf(name);
    const wanted = borderOf(call, view.shape, filter);
    if (this.hasZerosAround(view, wanted)) return view;
    const copy = this.own(`${name} with zeros around`, view.shape, wanted);
    this.elementwise("copy", copy, [view]);
    return copy;
  }

  private hasZerosAround(view: View, wanted: Border): boolean {
    if (view.strides[3] !== 1) return false;
    if (wanted.top + wanted.left + wanted.bottom + wanted.right === 0) return true;
    const known = this.images.get(view.block);
    if (!known) return false;
    const { image, border } = known;
    const first = view.offset - image.offset;
    return (
      [1, 2].every(
        (axis) => view.shape[axis] === image.shape[axis] && view.strides[axis] === image.strides[axis],
      ) &&
      first >= 0 &&
      first + view.shape[3]! <= image.shape[3]! &&
      (["top", "left", "bottom", "right"] as const).every((side) => border[side] >= wanted[side])
    );
  }

  private filterOf(name: string): GraphWeight {
    const weight = this.weights.get(name);
    if (!weight) throw new EngineUnsupported("a convolution whose filter is calculated");
    return weight;
  }

  private convolution({ call, reads, makes, residual }: NetworkCall): void {
    const filter = this.filterOf(reads[1]!);
    const bias = reads[2] === undefined ? undefined : this.filterOf(reads[2]);
    const image = this.bordered(reads[0]!, call, filter.shape);
    const output = this.viewOf(makes[0]!);
    const added = residual === undefined ? undefined : this.viewOf(residual);
    const window = windowOf(call, image.shape, kernelSize(call, filter.shape));
    const [, , inChannels = 0, outChannels = 0] = filter.shape;
    if (inChannels !== image.shape[3]) throw new EngineUnsupported("a convolution in groups");
    const taps = filter.values.length / outChannels;
    const about = {
      kernel: window.kernel,
      stride: window.stride,
      dilation: window.dilation,
      inChannels,
      outChannels,
      activation: this.activationOf(call),
    };
    const edge = winogradEdge(about, window.out);
    if (edge !== undefined) {
      this.winograd(edge, about, { image, filter, bias, output, added, before: window.before });
      return;
    }
    const packed = this.makeBlock(`${makes[0]} weights`, packedLength(taps, outChannels), true);
    this.filled.push({
      block: packed,
      fill: (target) => packWeights(filter.values, bias?.values, outChannels, target),
    });
    this.multiply(about, {
      image,
      packed: { block: packed, offset: 0 },
      output,
      added,
      before: window.before,
    });
  }

  private winograd(
    edge: WinogradEdge,
    about: Pick<ConvolutionShape, "inChannels" | "outChannels" | "activation">,
    at: {
      readonly image: View;
      readonly filter: GraphWeight;
      readonly bias: GraphWeight | undefined;
      readonly output: View;
      readonly added: View | undefined;
      readonly before: readonly [number, number];
    },
  ): void {
    const { image, filter, bias, output, added } = at;
    const { inChannels, outChannels, activation } = about;
    const [, inRowStep = 0, inPixelStep = 0] = image.strides;
    const [, outRowStep = 0, outPixelStep = 0, outLast] = output.strides;
    const [, outHeight = 0, outWidth = 0] = output.shape;
    if (outLast !== 1) throw new EngineUnsupported("a convolution into a transposed tensor");
    const { down, across } = squaresOf({ edge, outHeight, outWidth });
    const rowsPerBlock = squareRowsPerBlock(down, across);
    const shape: WinogradShape = {
      edge,
      inChannels,
      outChannels,
      outHeight,
      outWidth,
      inPixelStep,
      inRowStep,
      outPixelStep,
      outRowStep,
      activation,
      rowsPerBlock,
      ...(added && { residual: { pixelStep: added.strides[2]!, rowStep: added.strides[1]! } }),
    };
    const packed = this.makeBlock(
      `${this.node} weights`,
      packedWinogradLength(edge, inChannels, outChannels),
      true,
    );
    this.filled.push({
      block: packed,
      fill: (target) => packWinograd(edge, filter.values, bias?.values, outChannels, target),
    });
    const name = this.winogradFunctions(shape);
    const input = {
      block: image.block,
      offset: image.offset - at.before[0] * inRowStep - at.before[1] * inPixelStep,
    };
    const weights = { block: packed, offset: 0 };
    const residualPlace = added ?? output;
    const multiplications = 9 * inChannels * outChannels * outHeight * outWidth;
    const [matrices, own] = [winogradMatrices(shape), winogradOwn(edge)];
    if (rowsPerBlock < down || this.threads === 1) {
      const perThread = matrices + own;
      const block = this.makeBlock(`${this.node} scratch`, perThread * this.threads, false);
      const places = [input, weights, output, residualPlace, { block, offset: 0, perThread }];
      this.kernel({ name, places, rows: down / rowsPerBlock, multiplications });
      return;
    }
    // threads share one block step by step
    const block = this.makeBlock(`${this.node} scratch`, matrices + own * this.threads, false);
    const shared = { block, offset: 0 };
    const between = { block, offset: matrices, perThread: own };
    // its steps are shared all or none: threads hand the block to one another
    const work = multiplications;
    this.kernel({ name: `${name}.transform`, places: [input, shared, between], rows: down, work });
    this.kernel({
      name: `${name}.product`,
      places: [weights, shared],
      rows: pointsOf(edge) ** 2,
      multiplications,
    });
    const places = [weights, output, residualPlace, shared, between];
    this.kernel({ name: `${name}.finish`, places, rows: down, work });
  }

  /** @returns the name of the function that does whole blocks; its steps have that name with their own behind it */
  private winogradFunctions(shape: WinogradShape): string {
    const product = winogradProduct(shape);
    const convolution = this.functionFor("conv", product, () => writeConvolution(product, this.fused));
    const key = `winograd ${JSON.stringify(shape)}`;
    const known = this.keys.get(key);
    if (known) return known;
    const name = `winograd${this.functions.size}`;
    this.keys.set(key, name);
    const names = {
      transform: `${name}.transform`,
      product: `${name}.product`,
      finish: `${name}.finish`,
    };
    const { blocks, ...steps } = writeWinograd(shape, names, convolution, this.fused);
    this.functions.set(name, blocks);
    for (const step of ["transform", "product", "finish"] as const) {
      this.functions.set(names[step], steps[step]);
    }
    return name;
  }

  private multiply(
    about: Pick<
      ConvolutionShape,
      "kernel" | "stride" | "dilation" | "inChannels" | "outChannels" | "activation"
    >,
    at: {
      readonly image: View;
      readonly packed: { readonly block: Block; readonly offset: number };
      readonly output: View;
      readonly added?: View | undefined;
      readonly before: readonly [number, number];
    },
  ): void {
    const { image, output, added } = at;
    const [, inRowStep = 0, inPixelStep = 0] = image.strides;
    const [, outRowStep = 0, outPixelStep = 0, outLast] = output.strides;
    const [, outHeight = 0, outWidth = 0] = output.shape;
    if (outLast !== 1) throw new EngineUnsupported("a convolution into a transposed tensor");
    const rowBytes = about.stride[0] * outWidth * about.stride[1] * about.inChannels * 4;
    const shape: ConvolutionShape = {
      ...about,
      outWidth,
      inPixelStep,
      inRowStep,
      outPixelStep,
      outRowStep,
      rowsPerBlock: Math.max(1, Math.floor(BLOCK_BYTES / rowBytes)),
      ...(added && { residual: { pixelStep: added.strides[2]!, rowStep: added.strides[1]! } }),
    };
    const name = this.functionFor("conv", shape, () => writeConvolution(shape, this.fused));
    const first = image.offset - at.before[0] * inRowStep - at.before[1] * inPixelStep;
    const places = [{ block: image.block, offset: first }, at.packed, output, added ?? output];
    const panels = Math.ceil(about.outChannels / panelChannels(about.outChannels));
    const taps = about.kernel[0] * about.kernel[1] * about.inChannels;
    const multiplications = taps * about.outChannels * outHeight * outWidth;
    this.kernel({ name, places, rows: outHeight, panels, multiplications });
  }

  private depthwise({ call, reads, makes }: NetworkCall): void {
    const filter = this.filterOf(reads[1]!);
    const bias = reads[2] === undefined ? undefined : this.filterOf(reads[2]);
    if (filter.shape[3] !== 1)
      throw new EngineUnsupported("a depthwise convolution with several filters a channel");
    const image = this.bordered(reads[0]!, call, filter.shape);
    const output = this.viewOf(makes[0]!);
    const window = windowOf(call, image.shape, kernelSize(call, filter.shape));
    const channels = image.shape[3]!;
    const taps = window.kernel[0] * window.kernel[1];
    const packed = this.makeBlock(`${makes[0]} weights`, packedDepthwiseLength(taps, channels), true);
    this.filled.push({
      block: packed,
      fill: (target) => packDepthwise(filter.values, bias?.values, channels, target),
    });
    const [, inRowStep = 0, inPixelStep = 0] = image.strides;
    const [, outRowStep = 0, outPixelStep = 0] = output.strides;
    const shape: DepthwiseShape = {
      kernel: window.kernel,
      stride: window.stride,
      dilation: window.dilation,
      channels,
      outWidth: window.out[1],
      inPixelStep,
      inRowStep,
      outPixelStep,
      outRowStep,
      activation: this.activationOf(call),
    };
    const name = this.functionFor("depthwise", shape, () => writeDepthwise(shape, this.fused));
    const first = image.offset - window.before[0] * inRowStep - window.before[1] * inPixelStep;
    const places = [{ block: image.block, offset: first }, { block: packed, offset: 0 }, output];
    const multiplications = taps * channels * window.out[0] * window.out[1];
    this.kernel({ name, places, rows: window.out[0], multiplications });
  }

  /**
   * A transposed convolution whose windows do not overlap: each place within a window is a convolution of one pixel,
   * written to every other pixel of the output.
   */
  private transposedConvolution({ call, reads, makes }: NetworkCall): void {
    const filter = this.filterOf(reads[1]!);
    const [image, output] = [this.viewOf(reads[0]!), this.viewOf(makes[0]!)];
    const [height = 0, width = 0, outChannels = 0, inChannels = 0] = filter.shape;
    const [, inHeight = 0, inWidth = 0] = image.shape;
    const [, rowStep = 0, pixelStep = 0] = output.strides;
    const stride = call.attrs.strides as readonly number[];
    const fits = output.shape[1] === inHeight * height && output.shape[2] === inWidth * width;
    if (stride[0] !== height || stride[1] !== width || !fits) {
      throw new EngineUnsupported("a transposed convolution whose windows overlap");
    }
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const own = Float32Array.from({ length: inChannels * outChannels }, (_, at) => {
          const [from, to] = [Math.floor(at / outChannels), at % outChannels];
          return filter.values[((y * width + x) * outChannels + to) * inChannels + from]!;
        });
        const packed = this.makeBlock(`${makes[0]} weights`, packedLength(inChannels, outChannels), true);
        this.filled.push({
          block: packed,
          fill: (target) => packWeights(own, undefined, outChannels, target),
        });
        this.multiply(
          {
            kernel: [1, 1],
            stride: [1, 1],
            dilation: [1, 1],
            inChannels,
            outChannels,
            activation: "linear",
          },
          {
            image,
            packed: { block: packed, offset: 0 },
            output: {
              ...output,
              offset: output.offset + y * rowStep + x * pixelStep,
              shape: [1, inHeight, inWidth, outChannels],
              strides: [output.strides[0]!, rowStep * height, pixelStep * width, output.strides[3]!],
            },
            before: [0, 0],
          },
        );
      }
    }
  }

  private maxPool(call: KernelCall, source: View, target: View): void {
    const window = windowOf(call, source.shape, kernelSize(call, undefined));
    const shape = {
      kernel: window.kernel,
      stride: window.stride,
      padding: window.before,
      channels: source.shape[3]!,
      inHeight: source.shape[1]!,
      inWidth: source.shape[2]!,
      outWidth: window.out[1],
      inPixelStep: source.strides[2]!,
      inRowStep: source.strides[1]!,
      outPixelStep: target.strides[2]!,
      outRowStep: target.strides[1]!,
    };
    const name = this.functionFor("maxPool", shape, () => writeMaxPool(shape, this.fused));
    const work = sizeOf(target.shape) * window.kernel[0] * window.kernel[1];
    this.kernel({ name, places: [source, target], rows: window.out[0], work });
  }

  private resizeNearest(call: KernelCall, source: View, target: View): void {
    const [, inHeight = 0, inWidth = 0, channels = 0] = source.shape;
    const [, outHeight = 0, outWidth = 0] = target.shape;
    const [down, along] = [outHeight / inHeight, outWidth / inWidth];
    if (!Number.isInteger(down) || !Number.isInteger(along) || call.attrs.alignCorners) {
      throw new EngineUnsupported("resizing by no whole factor");
    }
    // each pixel repeated: two dimensions more, along which the source does not move
    const shape = [inHeight, down, inWidth, along, channels];
    const [, inRow = 0, inPixel = 0, inLast = 0] = source.strides;
    const [, outRow = 0, outPixel = 0, outLast = 0] = target.strides;
    this.elementwise(
      "copy",
      { ...target, shape, strides: [down * outRow, outRow, along * outPixel, outPixel, outLast] },
      [{ ...source, shape, strides: [inRow, 0, inPixel, 0, inLast] }],
    );
  }

  private concat(call: KernelCall, reads: readonly string[], name: string): void {
    const whole = this.viewOf(name);
    const axis = callAxis(call, whole.shape.length);
    let start = 0;
    for (const read of reads) {
      const shape = this.shapeOf(read);
      const target = part(whole, shape, axis, start);
      const source = this.viewOf(read);
      const isThere =
        source.block === target.block &&
        source.offset === target.offset &&
        source.strides.every((stride, at) => shape[at] === 1 || stride === target.strides[at]);
      if (!isThere) this.elementwise("copy", target, [source]);
      start += shape[axis]!;
    }
  }

  private slice(call: KernelCall, source: string, name: string): void {
    if (this.placement.origins.has(name)) return;
    let view = this.viewOf(source);
    const shape = this.shapeOf(name);
    (call.attrs.begin as readonly number[]).forEach((begin, axis) => {
      view = part(view, view.shape, axis, begin);
    });
    this.elementwise("copy", this.viewOf(name), [{ ...view, shape }]);
  }

  private stridedSlice(call: KernelCall, source: View, target: View): void {
    const dimensions = slicedDimensions(call, source.shape);
    const kept = dimensions.flatMap(({ dropped }, axis) => (dropped ? [] : [axis]));
    const offset = dimensions.reduce(
      (at, { begin }, axis) => at + begin * source.strides[axis]!,
      source.offset,
    );
    const strides = kept.map((axis) => source.strides[axis]! * dimensions[axis]!.step);
    this.elementwise("copy", target, [{ ...source, offset, shape: target.shape, strides }]);
  }

  /** One value, as a tensor of any shape. */
  private scalar(value: number, shape: TensorShape): View {
    const block = this.makeBlock(`${value}`, 1, true);
    this.filled.push({ block, fill: (target) => target.fill(value) });
    return { block, offset: 0, shape, strides: shape.map(() => 0) };
  }

  private pad(call: KernelCall, source: View, target: View): void {
    this.elementwise("copy", target, [this.scalar(Number(call.attrs.constantValue ?? 0), target.shape)]);
    const paddings = call.attrs.paddings as readonly (readonly number[])[];
    const offset = paddings.reduce(
      (at, [before = 0], axis) => at + before * target.strides[axis]!,
      target.offset,
    );
    this.elementwise("copy", { ...target, offset, shape: source.shape }, [source]);
  }

  /** The greater of x and a share of it. */
  private leakyRelu(call: KernelCall, source: View, target: View): void {
    const alpha = Number(call.attrs.alpha);
    if (!(alpha >= 0 && alpha <= 1)) throw new EngineUnsupported(`LeakyRelu with a slope of ${alpha}`);
    const share = this.own(`${this.node} share`, target.shape);
    this.elementwise("mul", share, [source, this.scalar(alpha, target.shape)]);
    this.elementwise("max", target, [source, share]);
  }

  private softmax(source: View, target: View): void {
    const length = source.shape.at(-1)!;
    const input = this.denseOf(source);
    const output = isDense(target) ? target : this.own(`${this.node} dense`, target.shape);
    const scratch = this.makeBlock(`${this.node} scratch`, SOFTMAX_SCRATCH * this.threads, true);
    const name = this.functionFor("softmax", { length }, () => writeSoftmax(length, this.fused));
    const places = [input, output, { block: scratch, offset: 0, perThread: SOFTMAX_SCRATCH }];
    const work = sizeOf(source.shape) * EXPONENTIAL_WORK;
    this.kernel({ name, places, rows: sizeOf(source.shape) / length, work });
    if (output !== target) this.elementwise("copy", target, [output]);
  }

  /** A product with a matrix that is calculated: its columns are packed as a convolution's weights are. */
  private matrixProduct(call: KernelCall, left: View, right: View, output: View): void {
    const lead = output.shape.slice(0, -2);
    const [rows, columns] = output.shape.slice(-2) as [number, number];
    const turn = (view: View) => {
      const rank = view.shape.length;
      const order = view.shape.map((_, axis) => axis);
      [order[rank - 2], order[rank - 1]] = [rank - 1, rank - 2];
      return transposed(view, order);
    };
    const a = call.attrs.transposeA ? turn(left) : left;
    const b = call.attrs.transposeB ? turn(right) : right;
    const depth = a.shape.at(-1)!;
    const wide = panelChannels(columns);
    const batches = sizeOf(lead);
    const spread = (view: View, edges: readonly number[]) => broadcastTo(view, [...lead, ...edges]);
    const [all, factors] = [spread(a, [rows, depth]), spread(b, [depth, columns])];
    // a convolution reads its input channels side by side
    const image = factorsSideBySide(all) ? all : this.copyOf(all);
    const target = output.strides.at(-1) === 1 ? output : this.own(`${this.node} dense`, output.shape);
    for (let batch = 0; batch < batches; batch++) {
      const packed = this.makeBlock(`${this.node} packed`, packedLength(depth, columns), true);
      const one = atIndex(factors, lead, batch);
      for (let first = 0; first < columns; first += wide) {
        const count = Math.min(wide, columns - first);
        const offset = Math.floor(first / wide) * wide * (depth + 1) + wide;
        const into: View = { block: packed, offset, shape: [depth, count], strides: [wide, 1] };
        if (count === wide) continue;
        this.elementwise("copy", into, [{ ...part(one, one.shape, 1, first), shape: [depth, count] }]);
      }
      const panels = Math.floor(columns / wide);
      if (panels > 0) {
        const shape = [panels, depth, wide];
        const [down = 0, along = 0] = one.strides;
        this.elementwise(
          "copy",
          { block: packed, offset: wide, shape, strides: [wide * (depth + 1), wide, 1] },
          [{ ...one, shape, strides: [wide * along, down, along] }],
        );
      }
      const asImage = (view: View, channels: number): View => {
        const matrix = atIndex(view, lead, batch);
        const [down = 0, along = 0] = matrix.strides;
        return { ...matrix, shape: [1, 1, rows, channels], strides: [0, 0, down, along] };
      };
      this.multiply(
        {
          kernel: [1, 1],
          stride: [1, 1],
          dilation: [1, 1],
          inChannels: depth,
          outChannels: columns,
          activation: "linear",
        },
        {
          image: asImage(image, depth),
          packed: { block: packed, offset: 0 },
          output: asImage(target, columns),
          before: [0, 0],
        },
      );
    }
    if (target !== output) this.elementwise("copy", output, [target]);
  }

  private copyOf(view: View): View {
    const copy = this.own(`${this.node} copy`, view.shape);
    this.elementwise("copy", copy, [view]);
    return copy;
  }
}

const factorsSideBySide = (view: View) => view.strides.at(-1) === 1 || view.shape.at(-1) === 1;

/** The matrix of one batch. */
function atIndex(view: View, lead: TensorShape, batch: number): View {
  let offset = view.offset;
  let rest = batch;
  for (let axis = lead.length - 1; axis >= 0; axis--) {
    offset += (rest % lead[axis]!) * view.strides[axis]!;
    rest = Math.floor(rest / lead[axis]!);
  }
  return { ...view, offset, shape: view.shape.slice(-2), strides: view.strides.slice(-2) };
}

/** Into how many equal parts a row of floats is cut, each a multiple of four floats where that is possible. */
function splitRow(length: number): number {
  for (const rows of [16, 8, 4, 2]) if (length % (rows * 4) === 0 && length >= rows * 64) return rows;
  return 1;
}

/** Channels on each side from which on the transforms cost less than the products they save. */
const FEWEST_CHANNELS = 8;

/** The squares that a convolution is made in by Winograd's algorithm; undefined where the definition is as good. */
function winogradEdge(
  about: Pick<ConvolutionShape, "kernel" | "stride" | "dilation" | "inChannels" | "outChannels">,
  [outHeight, outWidth]: readonly [number, number],
): WinogradEdge | undefined {
  const { kernel, stride, dilation, inChannels, outChannels } = about;
  const isPlain = String(kernel) === "3,3" && [...stride, ...dilation].every((step) => step === 1);
  const hasChannels = [inChannels, outChannels].every((count) => count % 4 === 0 && count >= FEWEST_CHANNELS);
  if (!isPlain || !hasChannels) return undefined;
  const products = (edge: WinogradEdge) => {
    const { down, across } = squaresOf({ edge, outHeight, outWidth });
    return down * across * pointsOf(edge) ** 2;
  };
  const best = products(4) <= products(2) ? 4 : 2;
  return products(best) < (outHeight * outWidth * 9) / 2 ? best : undefined;
}

/** Squares that a block has at least, where the output has as many: fewer would read the weights too often. */
const FEWEST_SQUARES = 10;

function squareRowsPerBlock(down: number, across: number): number {
  for (let rows = 1; rows < down; rows++)
    if (down % rows === 0 && rows * across >= FEWEST_SQUARES) return rows;
  return down;
}

/** A convolution and the sum that alone reads it become one step. */
function fuseResiduals(
  calls: readonly NetworkCall[],
  outputs: ReadonlySet<string>,
  shapes: ReadonlyMap<string, TensorShape>,
): NetworkCall[] {
  const readers = new Map<string, number>();
  for (const { reads } of calls) for (const name of reads) readers.set(name, (readers.get(name) ?? 0) + 1);
  const made = new Map(calls.map((call) => [call.makes[0]!, call]));
  const gone = new Set<NetworkCall>();
  const replaced = calls.map((call) => {
    if (call.call.kernel !== "Add") return call;
    const [left = "", right = ""] = call.reads;
    for (const [sum, other] of [
      [right, left],
      [left, right],
    ] as const) {
      const convolution = made.get(sum);
      const isConvolution = convolution && /^(Fused)?Conv2D$/.test(convolution.call.kernel);
      const same = String(shapes.get(sum)) === String(shapes.get(other));
      if (!isConvolution || !same || readers.get(sum) !== 1 || outputs.has(sum) || gone.has(convolution))
        continue;
      gone.add(convolution);
      return { ...convolution, makes: call.makes, residual: other };
    }
    return call;
  });
  return replaced.filter((call) => !gone.has(call));
}
