import { sizeOf } from "@/lib/client/detection/engine/shapes";
import type { View } from "@/lib/client/detection/engine/view";
import { type GpuStep, GROUP_SIZE, startOf, walk } from "./step";

/** What the steps of this file have in common: a thread goes through one row and writes floats one by one. */
const rowStep = (
  about: Pick<GpuStep, "node" | "kind" | "reads" | "writes">,
  items: number,
  body: () => string,
): GpuStep => ({
  ...about,
  groups: Math.ceil(items / GROUP_SIZE),
  single: true,
  shared: 0,
  body: () => `
let item = group * ${GROUP_SIZE}u + lane;
if (item >= ${items}u) { return; }
${body()}`,
});

/** Over the last dimension. */
export function softmaxStep(node: string, source: View, target: View): GpuStep {
  const length = source.shape.at(-1)!;
  const lead = source.shape.slice(0, -1);
  const [step, outStep] = [source.strides.at(-1), target.strides.at(-1)];
  const shape = lead.length > 0 ? lead : [1];
  const leading = (view: View) => ({
    start: startOf(view),
    strides: lead.length > 0 ? view.strides.slice(0, -1) : [0],
  });
  return rowStep({ node, kind: "softmax", reads: [source], writes: [target] }, sizeOf(lead), () => {
    return `${walk("item", shape, { begin: leading(source), result: leading(target) })}
var greatest = load(begin);
for (var at = 1u; at < ${length}u; at++) { greatest = max(greatest, load(begin + at * ${step}u)); }
var sum = 0.0;
for (var at = 0u; at < ${length}u; at++) {
  let value = exp(load(begin + at * ${step}u) - greatest);
  store(result + at * ${outStep}u, value);
  sum += value;
}
for (var at = 0u; at < ${length}u; at++) { store(result + at * ${outStep}u, load(result + at * ${outStep}u) / sum); }`;
  });
}

/**
 * Products of matrices, one for each index of the leading dimensions.
 * @param left [..., rows, depth], spread to the output's leading dimensions
 * @param right [..., depth, columns], spread likewise
 */
export function matrixProductStep(node: string, left: View, right: View, output: View): GpuStep {
  const depth = left.shape.at(-1)!;
  const [toRow, toColumn] = [output.strides.at(-2)!, output.strides.at(-1)!];
  const lead = output.strides.slice(0, -2);
  const items = sizeOf(output.shape);
  return rowStep({ node, kind: "product", reads: [left, right], writes: [output] }, items, () => {
    const walked = {
      a: { start: startOf(left), strides: [...left.strides.slice(0, -2), left.strides.at(-2)!, 0] },
      b: { start: startOf(right), strides: [...right.strides.slice(0, -2), 0, right.strides.at(-1)!] },
      out: { start: startOf(output), strides: [...lead, toRow, toColumn] },
    };
    return `${walk("item", output.shape, walked)}
var sum = 0.0;
for (var at = 0u; at < ${depth}u; at++) {
  sum = fma(load(a + at * ${left.strides.at(-1)}u), load(b + at * ${right.strides.at(-2)}u), sum);
}
store(out, sum);`;
  });
}

/** Mean, sum or greatest over some dimensions, which the target has with one element or not at all. */
export function reduceStep(
  node: string,
  kernel: "Mean" | "Sum" | "Max",
  { source, target, axes }: { source: View; target: View; axes: readonly number[] },
): GpuStep {
  const all = source.shape.map((_, axis) => axis);
  const kept = all.filter((axis) => !axes.includes(axis));
  const isWhole = target.shape.length === source.shape.length;
  const pick = (list: readonly number[], which: readonly number[]) => which.map((axis) => list[axis]!);
  const orOne = (list: readonly number[], one: number) => (list.length > 0 ? list : [one]);
  const outer = orOne(pick(source.shape, kept), 1);
  const inner = orOne(pick(source.shape, axes), 1);
  const targetStrides = isWhole ? pick(target.strides, kept) : target.strides;
  const count = sizeOf(inner);
  return rowStep({ node, kind: "reduce", reads: [source], writes: [target] }, sizeOf(outer), () => {
    const walked = {
      begin: { start: startOf(source), strides: orOne(pick(source.strides, kept), 0) },
      result: { start: startOf(target), strides: orOne(targetStrides, 0) },
    };
    const each = walk("at", inner, { further: { start: 0, strides: orOne(pick(source.strides, axes), 0) } });
    const isMax = kernel === "Max";
    return `${walk("item", outer, walked)}
var value = ${isMax ? "-3.4028234e38" : "0.0"};
for (var at = 0u; at < ${count}u; at++) {
  ${each}
  value = ${isMax ? "max(value, load(begin + further))" : "value + load(begin + further)"};
}
store(result, value${kernel === "Mean" ? ` / ${count}.0` : ""});`;
  });
}
