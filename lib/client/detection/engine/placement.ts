import type { KernelCall } from "@/lib/client/detection/graph/operators";
import { callAxis, kernelSize, type TensorShape, windowOf } from "./shapes";

/** One call of the network with the tensors it reads and makes. */
export interface NetworkCall {
  readonly call: KernelCall;
  readonly reads: readonly string[];
  readonly makes: readonly string[];
  /** Added after a convolution's activation. */
  readonly residual?: string;
}

/** What a tensor is made of without a copy. */
export type Origin =
  | { readonly kind: "part"; readonly of: string; readonly axis: number; readonly begin: number }
  | { readonly kind: "reshape"; readonly of: string };

/** A tensor that is written straight into a wider one. */
export interface Placed {
  readonly within: string;
  readonly axis: number;
  readonly start: number;
  /** The shape under which it stands there, where that is not its own. */
  readonly as?: TensorShape;
}

/** Zeros around an image, in pixels. */
export interface Border {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface Placement {
  readonly origins: ReadonlyMap<string, Origin>;
  readonly placed: ReadonlyMap<string, Placed>;
  /** By the tensor that owns the memory. */
  readonly borders: ReadonlyMap<string, Border>;
}

const CONVOLUTIONS = new Set(["FusedConv2D", "Conv2D", "FusedDepthwiseConv2D", "DepthwiseConv2dNative"]);

const NO_BORDER: Border = { top: 0, left: 0, bottom: 0, right: 0 };
const isNone = ({ top, left, bottom, right }: Border) => top + left + bottom + right === 0;

/**
 * Decides which tensors lie inside others, so that slices, reshapes and concatenations cost nothing, and which images
 * need zeros around them, so that convolutions need not look where they are.
 */
export function placeTensors(
  calls: readonly NetworkCall[],
  shapes: ReadonlyMap<string, TensorShape>,
  fixed: ReadonlySet<string>,
): Placement {
  const origins = findOrigins(calls, shapes);
  const placed = new Map<string, Placed>();
  const own = ownBorders(calls, shapes, origins);
  for (const { call, reads, makes } of calls) {
    if (call.kernel === "Concat") placeMembers({ call, reads, into: makes[0]! });
  }

  function placeMembers(concat: { call: KernelCall; reads: readonly string[]; into: string }): void {
    const total = shapes.get(concat.into)!;
    const axis = callAxis(concat.call, total.length);
    let start = 0;
    for (const name of concat.reads) {
      const shape = shapes.get(name)!;
      placeMember(concat, name, axis, start);
      start += shape[axis]!;
    }
  }

  function placeMember(
    concat: { reads: readonly string[]; into: string },
    name: string,
    axis: number,
    start: number,
  ): void {
    const origin = origins.get(name);
    const isFree = (root: string) => !origins.has(root) && !placed.has(root) && !fixed.has(root);
    if (!origin) {
      if (isFree(name)) placed.set(name, { within: concat.into, axis, start });
      return;
    }
    if (origin.kind === "reshape") {
      const root = origin.of;
      const shape = shapes.get(name)!;
      // only rows of pixels that become one row, with the channels as they are
      const from = shapes.get(root)!;
      const keepsChannels = from.at(-1) === shape.at(-1) && axis < shape.length - 1;
      if (isFree(root) && keepsChannels && isNone(own.get(root) ?? NO_BORDER)) {
        placed.set(root, { within: concat.into, axis, start, as: shape });
      }
      return;
    }
    const root = origin.of;
    if (origin.axis !== axis || !isFree(root)) return;
    const begin = start - origin.begin;
    if (fitsWhole(concat, root, axis, begin)) placed.set(root, { within: concat.into, axis, start: begin });
  }

  /** True if all of `root` would lie where the concatenation wants exactly those parts of it. */
  function fitsWhole(
    concat: { reads: readonly string[]; into: string },
    root: string,
    axis: number,
    begin: number,
  ): boolean {
    const end = begin + shapes.get(root)![axis]!;
    if (begin < 0 || end > shapes.get(concat.into)![axis]!) return false;
    let at = 0;
    for (const name of concat.reads) {
      const next = at + shapes.get(name)![axis]!;
      if (next > begin && at < end) {
        const origin = origins.get(name);
        const isPart = origin?.kind === "part" && origin.of === root && origin.axis === axis;
        if (!isPart || origin.begin !== at - begin) return false;
      }
      at = next;
    }
    return true;
  }

  const borders = new Map<string, Border>();
  for (const [name, border] of own) {
    const owner = ownerOf(name, placed);
    borders.set(owner, widest(borders.get(owner) ?? NO_BORDER, border));
  }
  return { origins, placed, borders };
}

/** The tensor whose memory another one lies in. */
export function ownerOf(name: string, placed: ReadonlyMap<string, Placed>): string {
  const within = placed.get(name);
  return within ? ownerOf(within.within, placed) : name;
}

function findOrigins(
  calls: readonly NetworkCall[],
  shapes: ReadonlyMap<string, TensorShape>,
): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  /** A part of a part is a part of the whole. */
  const addPart = (name: string, of: string, axis: number, begin: number) => {
    const origin = origins.get(of);
    if (origin?.kind === "part" && origin.axis === axis) {
      origins.set(name, { kind: "part", of: origin.of, axis, begin: begin + origin.begin });
    } else origins.set(name, { kind: "part", of, axis, begin });
  };
  for (const { call, reads, makes } of calls) {
    const source = reads[0] ?? "";
    if (call.kernel === "Reshape") origins.set(makes[0]!, { kind: "reshape", of: source });
    if (call.kernel === "SplitV") {
      const axis = callAxis(call, shapes.get(source)!.length);
      let begin = 0;
      for (const name of makes) {
        addPart(name, source, axis, begin);
        begin += shapes.get(name)![axis]!;
      }
    }
    if (call.kernel === "Slice") {
      const begin = call.attrs.begin as readonly number[];
      const whole = shapes.get(source)!;
      const size = shapes.get(makes[0]!)!;
      const cut = whole.flatMap((edge, axis) => (size[axis] !== edge ? [axis] : []));
      if (cut.length <= 1) addPart(makes[0]!, source, cut[0] ?? 0, begin[cut[0] ?? 0]!);
    }
  }
  return origins;
}

/** Zeros that convolutions read around their image, by the tensor it is a part of. */
function ownBorders(
  calls: readonly NetworkCall[],
  shapes: ReadonlyMap<string, TensorShape>,
  origins: ReadonlyMap<string, Origin>,
): Map<string, Border> {
  const borders = new Map<string, Border>();
  for (const { call, reads } of calls) {
    if (!CONVOLUTIONS.has(call.kernel)) continue;
    const border = borderOf(call, shapes.get(reads[0]!)!, shapes.get(reads[1]!)!);
    const origin = origins.get(reads[0]!);
    const image = origin?.kind === "part" && origin.axis === 3 ? origin.of : reads[0]!;
    if (!isNone(border)) borders.set(image, widest(borders.get(image) ?? NO_BORDER, border));
  }
  return borders;
}

/** The zeros a convolution reads around its image. */
export function borderOf(call: KernelCall, image: TensorShape, filter: TensorShape): Border {
  const window = windowOf(call, image, kernelSize(call, filter));
  const behind = (axis: 0 | 1) => {
    const last = (window.out[axis] - 1) * window.stride[axis] - window.before[axis];
    return Math.max(0, last + (window.kernel[axis] - 1) * window.dilation[axis] + 1 - image[axis + 1]!);
  };
  return { top: window.before[0], left: window.before[1], bottom: behind(0), right: behind(1) };
}

function widest(left: Border, right: Border): Border {
  return {
    top: Math.max(left.top, right.top),
    left: Math.max(left.left, right.left),
    bottom: Math.max(left.bottom, right.bottom),
    right: Math.max(left.right, right.right),
  };
}
