import { Code, type Local, type VectorOperation } from "@/lib/core/wasm/assembler";
import { type Activation, activationScratch, emitActivation, emitExponential } from "./activation";

export type ElementwiseOperation =
  | "copy"
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "min"
  | "max"
  | "exp"
  | "sqrt"
  | Exclude<Activation, "linear">;

const PAIRS = new Set<ElementwiseOperation>(["add", "sub", "mul", "div", "min", "max"]);

/** How one operand is walked: floats from one index to the next, per outer dimension and within the innermost. */
export interface Walk {
  readonly steps: readonly number[];
  /** 1: side by side; 0: the same value again; else one float at a time. */
  readonly innerStep: number;
}

/** Everything the code of an element-by-element operation is made for. */
export interface StridedShape {
  readonly operation: ElementwiseOperation;
  /** Outer dimensions; the first is shared among threads. */
  readonly counts: readonly number[];
  readonly inner: number;
  readonly output: Walk;
  readonly left: Walk;
  /** Only where the operation has two operands. */
  readonly right?: Walk;
}

/** Parameters of the function, by position. */
const [OUTPUT, LEFT, RIGHT, FIRST, END] = [0, 1, 2, 3, 4];

/**
 * Writes an element-by-element operation on tensors with any layout in memory: parts of wider ones, transposed,
 * repeated. The function takes byte addresses and the part of the first dimension to do.
 */
export function writeStrided(shape: StridedShape, fused: boolean): Code {
  const code = new Code(5, fused);
  const walks = [shape.output, shape.left, ...(shape.right ? [shape.right] : [])];
  const bases = [OUTPUT, LEFT, RIGHT].slice(0, walks.length);
  const depth = shape.counts.length;
  // addresses at each depth, so that an inner loop can start again from the outer one's
  const places = Array.from({ length: depth + 1 }, () => walks.map(() => code.local("i32")));
  const counters = Array.from({ length: depth }, () => code.local("i32"));
  const inner = code.local("i32");
  const value = code.local("v128");
  const scratch = activationScratch(code);

  const writeInner = () => {
    const at = walks.map((_, index) => places[depth]![index]!);
    const single = walks.some(({ innerStep }) => innerStep !== 0 && innerStep !== 1);
    const some = (count: number) => {
      const read = (index: number) =>
        walks[index]!.innerStep === 1 && count > 1
          ? code.get(at[index]!).load()
          : code.get(at[index]!).loadSplat();
      read(1);
      if (walks.length > 2) {
        read(2);
        code.do(shape.operation as VectorOperation);
      }
      code.set(value);
      applyUnary(code, shape.operation, value, scratch);
      code.store(at[0]!, value, 0, count);
      walks.forEach(({ innerStep }, index) => {
        if (innerStep !== 0) code.advance(at[index]!, count * innerStep * 4);
      });
    };
    const width = single ? 1 : 4;
    const turns = Math.floor(shape.inner / width);
    if (turns > 0) {
      code.integer(turns).set(inner);
      code.repeat(
        () => some(width),
        () => code.get(inner).integer(1).subtract().tee(inner),
      );
    }
    if (shape.inner % width > 0) some(shape.inner % width);
  };

  const writeLoop = (dimension: number) => {
    const copyDown = () => {
      walks.forEach((_, index) => {
        code.advance(places[dimension + 1]![index]!, 0, places[dimension]![index]!);
      });
      if (dimension + 1 === depth) writeInner();
      else writeLoop(dimension + 1);
      walks.forEach(({ steps }, index) => {
        code.advance(places[dimension]![index]!, steps[dimension]! * 4);
      });
    };
    if (dimension === 0) {
      code.get(code.parameter(FIRST)).set(counters[0]!);
      code.countTo(counters[0]!, code.parameter(END), 1, copyDown);
      return;
    }
    const counter = counters[dimension]!;
    code.integer(shape.counts[dimension]!).set(counter);
    code.repeat(copyDown, () => code.get(counter).integer(1).subtract().tee(counter));
  };

  walks.forEach(({ steps }, index) => {
    code
      .get(code.parameter(FIRST))
      .integer(steps[0]! * 4)
      .multiply();
    code.get(code.parameter(bases[index]!)).add().set(places[0]![index]!);
  });
  writeLoop(0);
  return code;
}

function applyUnary(
  code: Code,
  operation: ElementwiseOperation,
  value: Local,
  scratch: ReturnType<typeof activationScratch>,
): void {
  if (operation === "copy" || PAIRS.has(operation)) return;
  if (operation === "exp") emitExponential(code, value, scratch);
  else if (operation === "sqrt") code.get(value).do("sqrt").set(value);
  else emitActivation(code, operation as Activation, value, scratch);
}
