import type { GraphOperator } from "@/lib/contracts/graph-operators";
import { type ConstantTensor, elementCount } from "../onnx/graph";

/** Attribute of a TensorFlow node in the JSON form that TF.js reads. */
export type TfAttribute =
  | { readonly type: string }
  | { readonly s: string }
  | { readonly i: string }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly list: { readonly i: readonly string[] } | { readonly s: readonly string[] } }
  | { readonly shape: { readonly dim: readonly { readonly size: string }[] } }
  | {
      readonly tensor: {
        readonly dtype: string;
        readonly tensorShape: { readonly dim: readonly { readonly size: string }[] };
      };
    };

export interface TfNode {
  readonly name: string;
  readonly op: GraphOperator;
  readonly input?: readonly string[];
  readonly attr: Readonly<Record<string, TfAttribute>>;
}

/** A weight of the graph. `trained` ones belong to the network, the others to one input size. */
export interface TfWeight {
  readonly name: string;
  readonly tensor: ConstantTensor;
  readonly trained: boolean;
}

const dims = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size: String(size) })) });

export const attribute = {
  type: (value: "DT_FLOAT" | "DT_INT32"): TfAttribute => ({ type: value }),
  string: (value: string): TfAttribute => ({ s: Buffer.from(value).toString("base64") }),
  int: (value: number): TfAttribute => ({ i: String(value) }),
  float: (value: number): TfAttribute => ({ f: value }),
  bool: (value: boolean): TfAttribute => ({ b: value }),
  ints: (values: readonly number[]): TfAttribute => ({ list: { i: values.map(String) } }),
  strings: (values: readonly string[]): TfAttribute => ({
    list: { s: values.map((value) => Buffer.from(value).toString("base64")) },
  }),
  shape: (shape: readonly number[]): TfAttribute => ({ shape: dims(shape) }),
};

/** Constants up to this many elements are shared between the nodes that use equal ones. */
const SHARED_ELEMENTS = 16;

/** Collects nodes and weights of a TensorFlow graph under unique names. */
export class TfGraph {
  readonly nodes: TfNode[] = [];
  readonly weights: TfWeight[] = [];
  readonly #names = new Set<string>();
  readonly #shared = new Map<string, string>();

  /** A name TensorFlow accepts, not used before. */
  #unique(wanted: string): string {
    const base = wanted.replace(/^\/+/, "").replace(/[^A-Za-z0-9_\-./]/g, "_") || "node";
    let name = base;
    for (let i = 1; this.#names.has(name); i++) name = `${base}_${i}`;
    this.#names.add(name);
    return name;
  }

  /** Keeps names for the graph's outputs, so that no other node takes them. */
  constructor(outputs: readonly string[] = []) {
    for (const name of outputs) this.#names.add(name);
  }

  /** Ends the graph in an Identity of exactly this name, one that was given to the constructor. */
  output(name: string, source: string): void {
    this.nodes.push({ name, op: "Identity", input: [source], attr: { T: attribute.type("DT_FLOAT") } });
  }

  placeholder(name: string, shape: readonly number[]): string {
    const unique = this.#unique(name);
    this.nodes.push({
      name: unique,
      op: "Placeholder",
      attr: { dtype: attribute.type("DT_FLOAT"), shape: attribute.shape(shape) },
    });
    return unique;
  }

  /** @returns the node's name, which is also that of its first output */
  add(
    op: GraphOperator,
    name: string,
    input: readonly string[],
    attr: Readonly<Record<string, TfAttribute>> = {},
  ): string {
    const unique = this.#unique(name);
    this.nodes.push({ name: unique, op, input, attr: { T: attribute.type("DT_FLOAT"), ...attr } });
    return unique;
  }

  /** @returns the name of a Const node; equal small constants are one node */
  constant(tensor: ConstantTensor, name: string, trained = false): string {
    const type = tensor.data instanceof Float32Array ? "DT_FLOAT" : "DT_INT32";
    const small = !trained && elementCount(tensor.shape) <= SHARED_ELEMENTS;
    const key = `${type} ${tensor.shape.join("x")} ${small ? Array.from(tensor.data).join() : ""}`;
    const known = small ? this.#shared.get(key) : undefined;
    if (known !== undefined) return known;
    const unique = this.#unique(small ? `const/${name}` : name);
    const value: TfAttribute = { tensor: { dtype: type, tensorShape: dims(tensor.shape) } };
    this.nodes.push({ name: unique, op: "Const", attr: { dtype: attribute.type(type), value } });
    this.weights.push({ name: unique, tensor, trained });
    if (small) this.#shared.set(key, unique);
    return unique;
  }

  ints(values: readonly number[], name: string): string {
    return this.constant({ shape: [values.length], data: Int32Array.from(values) }, name);
  }

  int(value: number, name: string): string {
    return this.constant({ shape: [], data: Int32Array.of(value) }, name);
  }

  float(value: number, name: string): string {
    return this.constant({ shape: [], data: Float32Array.of(value) }, name);
  }
}
