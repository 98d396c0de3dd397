import { inputName, type OnnxNode, outputName, unsupported } from "../../onnx/graph";
import type { ConversionContext, OperatorWriter } from "../context";
import type { Layout } from "../layout";
import { attribute } from "../tf-graph";

interface Activation {
  readonly context: ConversionContext;
  readonly node: OnnxNode;
  /** The input, and what the steps on the way are called. */
  readonly x: string;
  readonly name: string;
}

/** An operator of one tensor, written as one or several that keep every element where it is. */
function activation(write: (one: Activation) => string): OperatorWriter {
  return (node, context) => {
    const input = inputName(node, 0);
    const name = outputName(node);
    const layout: Layout = context.layout(input);
    context.put(name, layout, write({ context, node, x: context.get(input, layout), name }));
  };
}

function floatAttribute(node: OnnxNode, name: string, fallback: number): number {
  const value = node.attributes.get(name);
  return typeof value === "number" ? value : fallback;
}

/** max(0, min(1, alpha × x + beta)) */
function hardSigmoid({ context: { tf }, x, name }: Activation, alpha: number, beta: number): string {
  const scaled = tf.add("Mul", `${name}/scaled`, [x, tf.float(alpha, "alpha")]);
  const moved = tf.add("AddV2", `${name}/moved`, [scaled, tf.float(beta, "beta")]);
  const above = tf.add("Maximum", `${name}/above`, [moved, tf.float(0, "zero")]);
  return tf.add("Minimum", name, [above, tf.float(1, "one")]);
}

/** HardSigmoid, by its own slope and offset. */
export const writeHardSigmoid: OperatorWriter = activation((one) =>
  hardSigmoid(one, floatAttribute(one.node, "alpha", 0.2), floatAttribute(one.node, "beta", 0.5)),
);

/** HardSwish: x × max(0, min(1, x ÷ 6 + 0.5)). */
export const writeHardSwish: OperatorWriter = activation((one) => {
  const gate = hardSigmoid({ ...one, name: `${one.name}/gate` }, 1 / 6, 0.5);
  return one.context.tf.add("Mul", one.name, [one.x, gate]);
});

/** LeakyRelu: x, or alpha × x below zero. */
export const writeLeakyRelu: OperatorWriter = activation(({ context, node, x, name }) =>
  context.tf.add("LeakyRelu", name, [x], { alpha: attribute.float(floatAttribute(node, "alpha", 0.01)) }),
);

/** Tanh, as 2 × sigmoid(2 × x) − 1. */
export const writeTanh: OperatorWriter = activation(({ context: { tf }, x, name }) => {
  const two = tf.float(2, "two");
  const gate = tf.add("Sigmoid", `${name}/gate`, [tf.add("Mul", `${name}/twice`, [x, two])]);
  return tf.add("Sub", name, [tf.add("Mul", `${name}/wide`, [gate, two]), tf.float(1, "one")]);
});

/** Neg: −1 × x. */
export const writeNeg: OperatorWriter = activation(({ context: { tf }, x, name }) =>
  tf.add("Mul", name, [x, tf.float(-1, "minus")]),
);

/** Abs: the larger of x and −x. */
export const writeAbs: OperatorWriter = activation(({ context: { tf }, x, name }) =>
  tf.add("Maximum", name, [x, tf.add("Mul", `${name}/minus`, [x, tf.float(-1, "minus")])]),
);

/** A bound of Clip: an input since opset 11, an attribute before; undefined where it is left out. */
function bound({ context, node }: Activation, index: 1 | 2): number | undefined {
  const value = node.attributes.get(index === 1 ? "min" : "max");
  if (typeof value === "number") return value;
  return node.inputs[index] ? context.requireConstant(node, index).data[0] : undefined;
}

/** Clip between constant bounds, either of which may be left out. */
export const writeClip: OperatorWriter = activation((one) => {
  const { tf } = one.context;
  const [low, high] = [bound(one, 1), bound(one, 2)];
  const above =
    low === undefined ? one.x : tf.add("Maximum", `${one.name}/above`, [one.x, tf.float(low, "low")]);
  return high === undefined ? above : tf.add("Minimum", one.name, [above, tf.float(high, "high")]);
});

/** Whole powers up to this are written as products. */
const HIGHEST_POWER = 4;

/** Pow with a constant exponent that is a small whole number, or a half. */
export const writePow: OperatorWriter = activation(({ context, node, x, name }) => {
  const { data } = context.requireConstant(node, 1);
  const [exponent = Number.NaN] = data;
  if (data.length === 1 && exponent === 0.5) return context.tf.add("Sqrt", name, [x]);
  const isSmall =
    data.length === 1 && Number.isInteger(exponent) && exponent >= 1 && exponent <= HIGHEST_POWER;
  if (!isSmall) throw unsupported(node, "an exponent that is neither 0.5 nor a whole number from 1 to 4");
  let product = x;
  for (let power = 2; power <= exponent; power++) {
    product = context.tf.add("Mul", power === exponent ? name : `${name}/power`, [product, x]);
  }
  return product;
});
