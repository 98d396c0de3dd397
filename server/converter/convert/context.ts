import { type ConstantTensor, elementCount, type OnnxGraph, type OnnxNode, unsupported } from "../onnx/graph";
import type { OnnxShape, ShapeContext } from "../onnx/infer-shapes";
import {
  CHANNELS_LAST,
  identityLayout,
  isSameMemory,
  type Layout,
  permute,
  storedShape,
  transposition,
} from "./layout";
import { attribute, TfGraph } from "./tf-graph";

interface Variant {
  readonly layout: Layout;
  readonly tfName: string;
}

/**
 * The graph being written, and where each ONNX tensor is in it: under one or more layouts, made on demand. An
 * operator asks for its inputs in the layout it wants and says in which it leaves its output.
 */
export class ConversionContext implements ShapeContext {
  readonly tf: TfGraph;
  readonly #graph: OnnxGraph;
  readonly #shapes: ReadonlyMap<string, OnnxShape>;
  readonly #variants = new Map<string, Variant[]>();

  constructor(graph: OnnxGraph, shapes: ReadonlyMap<string, OnnxShape>) {
    this.tf = new TfGraph(graph.outputs);
    this.#graph = graph;
    this.#shapes = shapes;
  }

  get opset(): number {
    return this.#graph.opset;
  }

  shape(tensor: string): OnnxShape {
    const shape = this.#shapes.get(tensor);
    if (!shape) throw new RangeError(`no shape is known for ${tensor}`);
    return shape;
  }

  constant(tensor: string): ConstantTensor | undefined {
    return this.#graph.constants.get(tensor);
  }

  /** @throws AppError model/unsupported-operator when input `index` is computed at run time */
  requireConstant(node: OnnxNode, index: number): ConstantTensor {
    const tensor = this.constant(node.inputs[index] ?? "");
    if (!tensor) throw unsupported(node, `input ${index} is computed; only constants are supported there`);
    return tensor;
  }

  /** Records that `tensor` is available under `layout` as TensorFlow output `tfName`. */
  put(tensor: string, layout: Layout, tfName: string): void {
    this.#variants.set(tensor, [...(this.#variants.get(tensor) ?? []), { layout, tfName }]);
  }

  /** The layouts a computed tensor is already in; a constant is in none and takes any. */
  layouts(tensor: string): readonly Layout[] {
    return (this.#variants.get(tensor) ?? []).map((variant) => variant.layout);
  }

  /** True when a computed tensor is already stored in this layout, ignoring axes of size 1. */
  isStoredAs(tensor: string, layout: Layout): boolean {
    return this.layouts(tensor).some((own) => isSameMemory(this.shape(tensor), own, layout));
  }

  /** The layout a tensor was left in by the node that made it. */
  layout(tensor: string): Layout {
    return this.layouts(tensor)[0] ?? identityLayout(this.shape(tensor).length);
  }

  /** The layout that leaves the fewest elements of these tensors to be moved; all of them have one rank. */
  cheapestLayout(tensors: readonly string[]): Layout {
    const computed = tensors.filter((tensor) => !this.constant(tensor));
    const cost = (layout: Layout) =>
      computed
        .filter((tensor) => !this.isStoredAs(tensor, layout))
        .reduce((sum, tensor) => sum + elementCount(this.shape(tensor)), 0);
    const options = computed.flatMap((tensor) => this.layouts(tensor));
    // Convolutions follow more often than not, and they want channels last.
    const usual = options.find((layout) => layout.join() === CHANNELS_LAST.join());
    const best = options.reduce<Layout | undefined>(
      (least, layout) => (least === undefined || cost(layout) < cost(least) ? layout : least),
      usual,
    );
    return best ?? identityLayout(this.shape(tensors[0] ?? "").length);
  }

  /** Name of the TensorFlow output that holds `tensor` under `layout`, adding a Transpose where none does yet. */
  get(tensor: string, layout: Layout): string {
    const key = layout.join();
    const exact = this.#variants.get(tensor)?.find((variant) => variant.layout.join() === key);
    if (exact) return exact.tfName;
    const tfName = this.#make(tensor, layout);
    this.put(tensor, layout, tfName);
    return tfName;
  }

  #make(tensor: string, layout: Layout): string {
    const shape = this.shape(tensor);
    const constant = this.constant(tensor);
    if (constant) {
      const data = permute(constant.data, shape, layout);
      return this.tf.constant({ shape: storedShape(shape, layout), data }, tensor);
    }
    const variants = this.#variants.get(tensor) ?? [];
    const same = variants.find((variant) => isSameMemory(shape, variant.layout, layout));
    if (same) return this.reshape(same.tfName, storedShape(shape, layout), tensor);
    const source = variants[0];
    if (!source) throw new RangeError(`${tensor} is used before it is computed`);
    return this.transpose(source.tfName, transposition(source.layout, layout), tensor);
  }

  reshape(input: string, shape: OnnxShape, name: string): string {
    return this.tf.add("Reshape", name, [input, this.tf.ints(shape, "shape")], {
      Tshape: attribute.type("DT_INT32"),
    });
  }

  transpose(input: string, permutation: readonly number[], name: string): string {
    return this.tf.add("Transpose", name, [input, this.tf.ints(permutation, "permutation")], {
      Tperm: attribute.type("DT_INT32"),
    });
  }
}

/** Writes one ONNX node into the context's graph. */
export type OperatorWriter = (node: OnnxNode, context: ConversionContext) => void;
