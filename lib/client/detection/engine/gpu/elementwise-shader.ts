import type { ElementwiseOperation } from "@/lib/client/detection/engine/strided-kernel";
import type { View } from "@/lib/client/detection/engine/view";
import { activated } from "./activation-shader";
import { type GpuStep, GROUP_SIZE, startOf, walk, walkedTogether } from "./step";

const SIGNS: Readonly<Record<string, string>> = { add: "+", sub: "-", mul: "*", div: "/" };

function formula(operation: ElementwiseOperation): string {
  switch (operation) {
    case "copy":
      return "a";
    case "add":
    case "sub":
    case "mul":
    case "div":
      return `a ${SIGNS[operation]} b`;
    case "min":
    case "max":
      return `${operation}(a, b)`;
    case "exp":
    case "sqrt":
      return `${operation}(a)`;
    default:
      return activated(operation, "a");
  }
}

/** One or two operands, already spread to the output's shape. A thread makes one value, or four where they lie so. */
export function elementwiseStep(
  node: string,
  operation: ElementwiseOperation,
  output: View,
  inputs: readonly View[],
): GpuStep {
  const views = [output, ...inputs];
  const { shape, strides } = walkedTogether(output.shape, views);
  const canFour = (view: View, own: readonly number[], mayRepeat: boolean) => {
    const last = own.at(-1);
    if (mayRepeat && last === 0) return true;
    return last === 1 && view.offset % 4 === 0 && own.slice(0, -1).every((step) => step % 4 === 0);
  };
  const isWide = shape.at(-1)! % 4 === 0 && views.every((view, at) => canFour(view, strides[at]!, at > 0));
  const counts = isWide ? [...shape.slice(0, -1), shape.at(-1)! / 4] : shape;
  const items = counts.reduce((product, edge) => product * edge, 1);
  const names = ["out", "left", "right"].slice(0, views.length);
  const steps = strides.map((own) => (isWide ? [...own.slice(0, -1), own.at(-1)! * 4] : own));
  const read = (at: number) => {
    const isRepeated = strides[at]!.at(-1) === 0;
    if (!isWide) return `load(${names[at]})`;
    return isRepeated ? `vec4f(load(${names[at]}))` : `load4(${names[at]})`;
  };
  return {
    node,
    kind: operation,
    reads: inputs,
    writes: [output],
    groups: Math.ceil(items / GROUP_SIZE),
    single: !isWide,
    shared: 0,
    body: () => `
let item = group * ${GROUP_SIZE}u + lane;
if (item >= ${items}u) { return; }
${walk("item", counts, Object.fromEntries(names.map((name, at) => [name, { start: startOf(views[at]!), strides: steps[at]! }])))}
let a = ${read(1)};
${views.length > 2 ? `let b = ${read(2)};` : ""}
${isWide ? "store4" : "store"}(out, ${formula(operation)});`,
  };
}
