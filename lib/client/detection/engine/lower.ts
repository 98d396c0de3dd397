import type { Graph, GraphWeight } from "@/lib/client/detection/graph/graph-model";
import type { KernelCall } from "@/lib/client/detection/graph/operators";
import type { Code } from "@/lib/core/wasm/assembler";
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
import { type Filled, GraphLowering } from "./lower-graph";
import type { NetworkCall } from "./placement";
import { averagePool, type PlainStep, reduce, resizeBilinear } from "./plain-steps";
import { writeMaxPool } from "./pool-kernel";
import { EngineUnsupported, kernelSize, sizeOf, type TensorShape, type Window, windowOf } from "./shapes";
import { writeSoftmax } from "./softmax-kernel";
import { type ElementwiseOperation, type StridedShape, writeStrided } from "./strided-kernel";
import { type Block, broadcastTo, isDense, joinDimensions, part, transposed, type View } from "./view";
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

/**
 * Turns a graph into steps on memory: what is fused, what lies where, and the code each step needs.
 * @throws EngineUnsupported for what there is no code for; AppError model/unsupported-operator as the graph's reader
 */
export function lowerNetwork(graph: Graph, fused: boolean, threads: number): LoweredNetwork {
  return new Lowering(graph, fused, threads).lower();
}

class Lowering extends GraphLowering {
  private readonly functions = new Map<string, Code>();
  private readonly keys = new Map<string, string>();
  private readonly steps: EngineStep[] = [];

  constructor(
    graph: Graph,
    private readonly fused: boolean,
    private readonly threads: number,
  ) {
    super(graph);
  }

  lower(): LoweredNetwork {
    const { input, outputs } = this.lowerCalls();
    // what the outputs lie in must last to the end, and the input's must not be taken before the first step
    for (const { block } of outputs.values()) block.last = this.steps.length;
    input.block.first = -1;
    const { functions, steps, blocks, filled } = this;
    return { functions, steps, blocks, filled, input, outputs };
  }

  private touch(views: readonly { readonly block: Block }[]): void {
    for (const { block } of views) {
      block.first = Math.min(block.first, this.steps.length);
      block.last = Math.max(block.last, this.steps.length);
    }
  }

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

  protected elementwise(operation: ElementwiseOperation, output: View, inputs: readonly View[]): void {
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

  protected convolution({ call, reads, makes, residual }: NetworkCall): void {
    const filter = this.filterOf(reads[1]!);
    const bias = reads[2] === undefined ? undefined : this.filterOf(reads[2]);
    const image = this.bordered(reads[0]!, call, filter.shape);
    const output = this.viewOf(makes[0]!);
    const added = residual === undefined ? undefined : this.viewOf(residual);
    const window = windowOf(call, image.shape, kernelSize(call, filter.shape));
    const [, , inChannels = 0, outChannels = 0] = filter.shape;
    if (inChannels !== image.shape[3]) throw new EngineUnsupported("a convolution in groups");
    const taps = sizeOf(filter.shape) / outChannels;
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

  protected pixelwise(values: () => Float32Array, image: View, output: View): void {
    const [inChannels, outChannels] = [image.shape[3]!, output.shape[3]!];
    const packed = this.makeBlock(`${this.node} weights`, packedLength(inChannels, outChannels), true);
    this.filled.push({
      block: packed,
      fill: (target) => packWeights(values(), undefined, outChannels, target),
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
      { image, packed: { block: packed, offset: 0 }, output, before: [0, 0] },
    );
  }

  protected depthwise({ call, reads, makes }: NetworkCall): void {
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

  protected maxPool(source: View, target: View, window: Window): void {
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

  protected averagePool(source: View, target: View, window: Window): void {
    this.plain([source, target], averagePool(source, target, window));
  }

  protected resizeBilinear(call: KernelCall, source: View, target: View): void {
    this.plain([source, target], resizeBilinear(source, target, call));
  }

  protected reduce(
    kernel: "Mean" | "Sum" | "Max",
    source: View,
    target: View,
    axes: readonly number[],
  ): void {
    this.plain([source, target], reduce(kernel, source, target, axes));
  }

  protected softmax(source: View, target: View): void {
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
  protected matrixProduct(call: KernelCall, left: View, right: View, output: View): void {
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
