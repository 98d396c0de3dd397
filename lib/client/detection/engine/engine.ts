import type { Graph } from "@/lib/client/detection/graph/graph-model";
import { assembleModule } from "@/lib/core/wasm/assembler";
import { type LoweredNetwork, lowerNetwork } from "./lower";
import { layOutMemory } from "./memory-layout";
import { EngineUnsupported, sizeOf } from "./shapes";
import { runPiece, type ThreadStep, threadSteps } from "./thread-steps";
import { denseStrides, type View } from "./view";
import { controlLength, runShared, wakeHelpers } from "./work-sharing";

const PAGE_FLOATS = 16_384;

export interface EngineOptions {
  /** Use relaxed fused multiply-add. */
  readonly fused: boolean;
  /** Threads that the steps are cut for; more than one needs shared memory. */
  readonly threads?: number;
  /** Work, in products, from which on threads share a step. */
  readonly smallestShared?: number;
}

/** What a step took, for measurements. */
export interface StepTime {
  readonly node: string;
  readonly kind: string;
  readonly ms: number;
  readonly multiplications: number;
}

/** What a helper's thread needs to take part. */
export interface SharedProgram {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  readonly steps: readonly ThreadStep[];
}

type KernelFunction = (...parameters: number[]) => void;

/**
 * One network as WebAssembly made for it: shapes are constants in the code, weights lie packed in its memory.
 * Not reentrant: one run at a time.
 */
export class Engine {
  readonly inputLength: number;
  /** Bytes of generated code. */
  readonly codeBytes: number;
  readonly memoryBytes: number;
  /** For helpers; undefined with one thread. */
  readonly shared: SharedProgram | undefined;
  /** Helpers' threads that take part now; set by who starts them. */
  helpers = 0;
  private readonly floats: Float32Array;
  private readonly network: LoweredNetwork;
  private readonly steps: readonly ThreadStep[];
  private readonly runs: readonly KernelFunction[];
  private isFilled = false;

  /**
   * Where the graph's weights are still arriving, they are zeros until `fill`: it runs as fast, and says nothing.
   * @throws EngineUnsupported if the network has something there is no code for, or the memory is too small
   */
  constructor(graph: Graph, { fused, threads = 1, smallestShared }: EngineOptions) {
    this.network = lowerNetwork(graph, fused, threads);
    const { functions, blocks, steps, input } = this.network;
    const pages = Math.ceil(layOutMemory(blocks) / PAGE_FLOATS);
    const memory = makeMemory(pages, threads > 1);
    this.floats = new Float32Array(memory.buffer);
    const bytes = assembleModule(
      [...functions].map(([name, code]) => ({ name, code })),
      { pages, shared: threads > 1 },
    );
    const module = new WebAssembly.Module(bytes);
    const { exports } = new WebAssembly.Instance(module, { e: { m: memory } });
    this.steps = threadSteps(steps, threads, smallestShared);
    this.runs = steps.map((step) =>
      step.kind === "plain" ? () => step.run(this.floats) : (exports[step.name] as KernelFunction),
    );
    if (threads > 1) {
      const control = new Int32Array(new SharedArrayBuffer(controlLength(steps.length) * 4));
      this.shared = { module, memory, control, steps: this.steps };
    }
    this.inputLength = sizeOf(input.shape);
    this.codeBytes = bytes.length;
    this.memoryBytes = memory.buffer.byteLength;
    if (!graph.whole) this.fill();
  }

  /** Writes the weights, once all of them are there. */
  fill(): void {
    if (this.isFilled) return;
    for (const { block, fill } of this.network.filled) {
      fill(this.floats.subarray(block.start, block.start + block.length));
    }
    this.isFilled = true;
  }

  /** Says that a run follows within some milliseconds, so that helpers are awake for it. */
  prepare(): void {
    if (this.shared && this.helpers > 0) wakeHelpers(this.shared.control);
  }

  /**
   * @param input NHWC values, not mutated
   * @returns copies of the outputs by name
   * @throws RangeError if the input has another length
   */
  run(input: Float32Array): Record<string, Float32Array> {
    this.write(input);
    if (this.shared && this.helpers > 0) {
      const pieces = this.steps.map((step) => ({ pieces: step.pieces, mine: step.name === "" }));
      runShared(this.shared.control, pieces, (step, piece) => this.runPart(step, piece));
    } else {
      for (let step = 0; step < this.steps.length; step++) this.runWhole(step);
    }
    return Object.fromEntries([...this.network.outputs].map(([name, view]) => [name, this.copyOut(view)]));
  }

  /** @throws RangeError for a name that is no output */
  outputShape(name: string): readonly number[] {
    const view = this.network.outputs.get(name);
    if (!view) throw new RangeError(`no output ${name}`);
    return view.shape;
  }

  /** As `run` with one thread, with the time of each step. */
  measure(input: Float32Array): StepTime[] {
    this.write(input);
    return this.network.steps.map((about, index) => {
      const start = performance.now();
      this.runWhole(index);
      const ms = performance.now() - start;
      const { node } = about;
      if (about.kind === "plain") return { node, ms, kind: about.kind, multiplications: 0 };
      return { node, ms, kind: about.name.replace(/\d+$/, ""), multiplications: about.multiplications };
    });
  }

  private runWhole(index: number): void {
    const step = this.steps[index]!;
    if (step.name === "") this.runs[index]!();
    else runPiece({ ...step, pieces: 1 }, this.runs[index]!, 0, 0);
  }

  private runPart(index: number, piece: number): void {
    const step = this.steps[index]!;
    if (step.name === "") this.runs[index]!();
    else runPiece(step, this.runs[index]!, piece, 0);
  }

  private write(values: Float32Array): void {
    const { block, offset, shape, strides } = this.network.input;
    if (values.length !== this.inputLength) throw new RangeError(`${values.length} values are not ${shape}`);
    const rows = shape.length === 4 ? shape[1]! : 1;
    const length = values.length / rows;
    for (let row = 0; row < rows; row++) {
      const at = block.start + offset + row * (strides[1] ?? 0);
      this.floats.set(values.subarray(row * length, (row + 1) * length), at);
    }
  }

  private copyOut({ block, offset, shape, strides }: View): Float32Array {
    const start = block.start + offset;
    const dense = denseStrides(shape);
    if (shape.every((edge, axis) => edge === 1 || strides[axis] === dense[axis])) {
      return this.floats.slice(start, start + sizeOf(shape));
    }
    const copy = new Float32Array(sizeOf(shape));
    for (let index = 0; index < copy.length; index++) {
      let [at, rest] = [start, index];
      shape.forEach((_, axis) => {
        at += Math.floor(rest / dense[axis]!) * strides[axis]!;
        rest %= dense[axis]!;
      });
      copy[index] = this.floats[at]!;
    }
    return copy;
  }
}

function makeMemory(pages: number, shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, ...(shared && { maximum: pages, shared }) });
  } catch (cause) {
    throw new EngineUnsupported(`no memory of ${pages} pages: ${String(cause)}`);
  }
}
