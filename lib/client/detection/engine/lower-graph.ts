import { fuseSwish } from "@/lib/client/detection/graph/fuse-swish";
import type { Graph, GraphWeight } from "@/lib/client/detection/graph/graph-model";
import type { KernelCall } from "@/lib/client/detection/graph/operators";
import { orderedCalls } from "@/lib/client/detection/graph/ordered-calls";
import type { Activation } from "./activation";
import { type Border, borderOf, type NetworkCall, ownerOf, type Placement, placeTensors } from "./placement";
import {
  callAxis,
  EngineUnsupported,
  kernelSize,
  outputShapes,
  reducedAxes,
  sizeOf,
  slicedDimensions,
  type TensorShape,
  type Window,
  windowOf,
} from "./shapes";
import type { ElementwiseOperation } from "./strided-kernel";
import {
  type Block,
  broadcastTo,
  denseStrides,
  isDense,
  part,
  reshaped,
  transposed,
  type View,
} from "./view";

/** A value that is in memory before the first run. */
export interface Filled {
  readonly block: Block;
  fill(target: Float32Array): void;
}

/** Where the network's input and outputs lie. */
export interface NetworkEnds {
  readonly input: View;
  readonly outputs: ReadonlyMap<string, View>;
}

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
 * What an engine needs to know of a graph, whatever it runs on: which tensors lie inside others, which images have zeros
 * around them, and what is left to do for each call. An engine makes its own steps of that.
 */
export abstract class GraphLowering {
  protected readonly blocks: Block[] = [];
  protected readonly filled: Filled[] = [];
  /** The call whose steps are made now. */
  protected node = "";
  protected readonly views = new Map<string, View>();
  protected placement: Placement = { origins: new Map(), placed: new Map(), borders: new Map() };
  private readonly shapes = new Map<string, TensorShape>();
  private readonly weights: ReadonlyMap<string, GraphWeight>;
  /** Blocks that have zeros around their image. */
  private readonly images = new Map<Block, { readonly image: View; readonly border: Border }>();

  constructor(private readonly graph: Graph) {
    this.weights = graph.weights;
  }

  protected abstract elementwise(
    operation: ElementwiseOperation,
    output: View,
    inputs: readonly View[],
  ): void;
  protected abstract convolution(call: NetworkCall): void;
  /** A convolution of single pixels. @param values [inChannels, outChannels], asked for when all weights are there */
  protected abstract pixelwise(values: () => Float32Array, image: View, output: View): void;
  protected abstract depthwise(call: NetworkCall): void;
  protected abstract maxPool(source: View, target: View, window: Window): void;
  protected abstract averagePool(source: View, target: View, window: Window): void;
  protected abstract resizeBilinear(call: KernelCall, source: View, target: View): void;
  protected abstract reduce(
    kernel: "Mean" | "Sum" | "Max",
    source: View,
    target: View,
    axes: readonly number[],
  ): void;
  protected abstract softmax(source: View, target: View): void;
  protected abstract matrixProduct(call: KernelCall, left: View, right: View, output: View): void;

  /** Calls the methods above for each call, in an order they can run in. */
  protected lowerCalls(): NetworkEnds {
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
    return { input, outputs: named };
  }

  protected shapeOf(name: string): TensorShape {
    const shape = this.shapes.get(name);
    if (!shape) throw new RangeError(`${name} is read before it is made`);
    return shape;
  }

  protected makeBlock(name: string, length: number, lasting: boolean): Block {
    const block = { name, length, first: Number.POSITIVE_INFINITY, last: -1, lasting, start: 0 };
    this.blocks.push(block);
    return block;
  }

  protected own(name: string, shape: TensorShape, border?: Border): View {
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

  protected viewOf(name: string): View {
    const known = this.views.get(name);
    if (known) return known;
    const view = this.findView(name);
    this.views.set(name, view);
    return view;
  }

  protected findView(name: string): View {
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
      const source = this.viewOf(origin.of);
      const asSource = { ...dense, shape: source.shape, strides: denseStrides(source.shape) };
      this.elementwise("copy", asSource, [source]);
      return dense;
    }
    return this.own(name, shape, this.placement.borders.get(ownerOf(name, this.placement.placed)));
  }

  /** The view itself where its values lie side by side, else a copy that does. */
  protected denseOf(view: View): View {
    if (isDense(view)) return { ...view, strides: denseStrides(view.shape) };
    const dense = this.own(`${view.block.name} dense`, view.shape);
    this.elementwise("copy", dense, [view]);
    return dense;
  }

  protected lowerCall(network: NetworkCall): void {
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
      case "AvgPool": {
        const [source, target] = [this.viewOf(reads[0]!), this.viewOf(name)];
        const window = windowOf(call, source.shape, kernelSize(call, undefined));
        if (call.kernel === "MaxPool") this.maxPool(source, target, window);
        else this.averagePool(source, target, window);
        return;
      }
      case "ResizeNearestNeighbor":
        this.resizeNearest(call, this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "ResizeBilinear":
        this.resizeBilinear(call, this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "Mean":
      case "Sum":
      case "Max": {
        const source = this.viewOf(reads[0]!);
        this.reduce(call.kernel, source, this.viewOf(name), reducedAxes(call, source.shape.length));
        return;
      }
      case "Concat":
        this.concat(call, reads, name);
        return;
      case "Softmax":
        this.softmax(this.viewOf(reads[0]!), this.viewOf(name));
        return;
      case "Transpose":
        this.transpose(name, transposed(this.viewOf(reads[0]!), call.attrs.perm as readonly number[]));
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

  protected activationOf(call: KernelCall): Activation {
    if (call.swish) return "swish";
    const { activation } = call.attrs;
    if (activation === undefined || activation === "linear") return "linear";
    if (activation === "relu" || activation === "relu6" || activation === "sigmoid") return activation;
    throw new EngineUnsupported(`a convolution with ${activation}`);
  }

  /** A convolution's image with the zeros it needs around it. */
  protected bordered(name: string, call: KernelCall, filter: TensorShape): View {
    const view = this.viewOf(name);
    const wanted = borderOf(call, view.shape, filter);
    if (this.hasZerosAround(view, wanted)) return view;
    const copy = this.own(`${name} with zeros around`, view.shape, wanted);
    this.elementwise("copy", copy, [view]);
    return copy;
  }

  protected hasZerosAround(view: View, wanted: Border): boolean {
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

  protected filterOf(name: string): GraphWeight {
    const weight = this.weights.get(name);
    if (!weight) throw new EngineUnsupported("a convolution whose filter is calculated");
    return weight;
  }

  /**
   * A transposed convolution whose windows do not overlap: each place within a window is a convolution of one pixel,
   * written to every other pixel of the output.
   */
  protected transposedConvolution({ call, reads, makes }: NetworkCall): void {
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
        const own = () =>
          Float32Array.from({ length: inChannels * outChannels }, (_, at) => {
            const [from, to] = [Math.floor(at / outChannels), at % outChannels];
            return filter.values[((y * width + x) * outChannels + to) * inChannels + from]!;
          });
        this.pixelwise(own, image, {
          ...output,
          offset: output.offset + y * rowStep + x * pixelStep,
          shape: [1, inHeight, inWidth, outChannels],
          strides: [output.strides[0]!, rowStep * height, pixelStep * width, output.strides[3]!],
        });
      }
    }
  }

  protected resizeNearest(call: KernelCall, source: View, target: View): void {
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

  protected concat(call: KernelCall, reads: readonly string[], name: string): void {
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

  protected slice(call: KernelCall, source: string, name: string): void {
    if (this.placement.origins.has(name)) return;
    let view = this.viewOf(source);
    const shape = this.shapeOf(name);
    (call.attrs.begin as readonly number[]).forEach((begin, axis) => {
      view = part(view, view.shape, axis, begin);
    });
    this.elementwise("copy", this.viewOf(name), [{ ...view, shape }]);
  }

  protected stridedSlice(call: KernelCall, source: View, target: View): void {
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
  protected scalar(value: number, shape: TensorShape): View {
    const block = this.makeBlock(`${value}`, 1, true);
    this.filled.push({ block, fill: (target) => target.fill(value) });
    return { block, offset: 0, shape, strides: shape.map(() => 0) };
  }

  protected pad(call: KernelCall, source: View, target: View): void {
    this.elementwise("copy", target, [this.scalar(Number(call.attrs.constantValue ?? 0), target.shape)]);
    const paddings = call.attrs.paddings as readonly (readonly number[])[];
    const offset = paddings.reduce(
      (at, [before = 0], axis) => at + before * target.strides[axis]!,
      target.offset,
    );
    this.elementwise("copy", { ...target, offset, shape: source.shape }, [source]);
  }

  /** The greater of x and a share of it. */
  protected leakyRelu(call: KernelCall, source: View, target: View): void {
    const alpha = Number(call.attrs.alpha);
    if (!(alpha >= 0 && alpha <= 1)) throw new EngineUnsupported(`LeakyRelu with a slope of ${alpha}`);
    const share = this.own(`${this.node} share`, target.shape);
    this.elementwise("mul", share, [source, this.scalar(alpha, target.shape)]);
    this.elementwise("max", target, [source, share]);
  }

  protected copyOf(view: View): View {
    const copy = this.own(`${this.node} copy`, view.shape);
    this.elementwise("copy", copy, [view]);
    return copy;
  }

  /** @param source the tensor's values in their new order */
  protected transpose(name: string, source: View): void {
    this.elementwise("copy", this.viewOf(name), [source]);
  }
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
