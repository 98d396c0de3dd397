import { layOutMemory } from "@/lib/client/detection/engine/memory-layout";
import { EngineUnsupported, sizeOf } from "@/lib/client/detection/engine/shapes";
import { denseStrides, isDense, type View } from "@/lib/client/detection/engine/view";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
import { candidateShader, FOUND_LENGTH, readFound } from "./candidate-shader";
import { type GpuNetwork, lowerForGpu } from "./lower-gpu";
import { BINDINGS, shaderOf } from "./shader";
import { startOf } from "./step";

interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly workgroups: readonly [across: number, down: number];
}

/** What has a score from a floor up, and the features, which are few. */
export interface FoundOutputs {
  /** [4 + classes, found anchors] row-major; classes beyond an anchor's best are zero. */
  readonly detections: Float32Array;
  readonly features: Float32Array;
}

/**
 * One network as WebGPU shaders made for it: shapes and places are numbers in their text. One buffer holds all
 * tensors, one all filters, and nothing is created for a photo. Not reentrant: one run at a time.
 */
export class GpuEngine {
  readonly inputLength: number;
  private readonly network: GpuNetwork;
  private readonly dispatches: Dispatch[] = [];
  private candidates: Dispatch | undefined;
  private readonly buffers: GPUBuffer[] = [];
  private readonly memory: GPUBuffer;
  private readonly weights: GPUBuffer;
  private readonly found: GPUBuffer;
  private readonly foundCopy: GPUBuffer;
  /** For reading whole outputs; made when that is first asked for. */
  private wholeCopy: GPUBuffer | undefined;
  private readonly bindings: GPUBindGroup;
  private readonly layout: GPUPipelineLayout;
  /** The input with the zeros around it, as it lies in the memory. */
  private readonly image: Float32Array<ArrayBuffer>;
  private readonly header = new Uint32Array(4);

  /**
   * Buffers at once, shaders compiled beside one another, also while weights are still arriving.
   * @throws EngineUnsupported if the network has something there is no shader for, or the device too little memory;
   * GPUPipelineError if a shader is refused
   */
  static async create(graph: Graph, device: GPUDevice): Promise<GpuEngine> {
    const engine = new GpuEngine(graph, device);
    try {
      await engine.compile();
      await graph.whole;
      engine.fill();
      return engine;
    } catch (error) {
      engine.dispose();
      throw error;
    }
  }

  private constructor(
    graph: Graph,
    private readonly device: GPUDevice,
  ) {
    this.network = lowerForGpu(graph);
    const { blocks, weightsLength, input } = this.network;
    const bytes = layOutMemory(blocks) * 4;
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    if (Math.max(bytes, weightsLength * 4) > Math.min(maxStorageBufferBindingSize, maxBufferSize)) {
      throw new EngineUnsupported(`${bytes} bytes in one buffer`);
    }
    const { COPY_DST, COPY_SRC, STORAGE, MAP_READ } = GPUBufferUsage;
    this.memory = this.makeBuffer(bytes, STORAGE | COPY_DST | COPY_SRC);
    this.weights = this.makeBuffer(weightsLength * 4, STORAGE | COPY_DST);
    this.found = this.makeBuffer(FOUND_LENGTH * 4, STORAGE | COPY_DST | COPY_SRC);
    this.foundCopy = this.makeBuffer(FOUND_LENGTH * 4 + this.featureBytes, COPY_DST | MAP_READ);
    this.inputLength = sizeOf(input.shape);
    this.image = new Float32Array(spanOf(input));
    const storage = (binding: number, type: GPUBufferBindingType) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type },
    });
    const groupLayout = device.createBindGroupLayout({
      entries: [
        storage(BINDINGS.memory, "storage"),
        storage(BINDINGS.weights, "read-only-storage"),
        storage(BINDINGS.found, "storage"),
      ],
    });
    this.layout = device.createPipelineLayout({ bindGroupLayouts: [groupLayout] });
    this.bindings = device.createBindGroup({
      layout: groupLayout,
      entries: [
        { binding: BINDINGS.memory, resource: { buffer: this.memory } },
        { binding: BINDINGS.weights, resource: { buffer: this.weights } },
        { binding: BINDINGS.found, resource: { buffer: this.found } },
      ],
    });
  }

  /**
   * @param input NHWC values, not mutated
   * @returns copies of the outputs by name, whole
   * @throws RangeError if the input has another length
   */
  async run(input: Float32Array): Promise<Record<string, Float32Array>> {
    this.write(input);
    this.submit((encoder) => this.dispatchAll(encoder));
    return this.readWhole();
  }

  /**
   * As `run`, but only what has a score from `floor` up leaves the graphics card.
   * @returns undefined if the network has no detections, or the floor is none
   */
  async find(input: Float32Array, floor: number): Promise<FoundOutputs | undefined> {
    const { candidates, network } = this;
    const detections = network.outputs.get("detections");
    const least = new Uint32Array(Float32Array.of(floor).buffer)[0]!;
    if (!candidates || !detections || !(Math.fround(floor) > 0)) return undefined;
    this.header.set([0, least]);
    this.device.queue.writeBuffer(this.found, 0, this.header);
    this.write(input);
    const features = network.outputs.get("features");
    this.submit((encoder) => {
      this.dispatchAll(encoder, candidates);
      encoder.copyBufferToBuffer(this.found, 0, this.foundCopy, 0, FOUND_LENGTH * 4);
      if (this.featureBytes > 0) {
        const from = startOf(features!) * 4;
        encoder.copyBufferToBuffer(this.memory, from, this.foundCopy, FOUND_LENGTH * 4, this.featureBytes);
      }
    });
    const bytes = await readCopy(this.foundCopy);
    const found = readFound(new Uint32Array(bytes, 0, FOUND_LENGTH), detections.shape[1]! - 4);
    if (found) return { detections: found, features: new Float32Array(bytes.slice(FOUND_LENGTH * 4)) };
    // more than there is room for: all of it is still there
    const whole = await this.readWhole();
    return { detections: whole.detections!, features: whole.features ?? new Float32Array() };
  }

  /** Buffers alive now. */
  get liveBuffers(): number {
    return this.buffers.length;
  }

  /** Dispatches of a photo. */
  get dispatchCount(): number {
    return this.dispatches.length + (this.candidates ? 1 : 0);
  }

  dispose(): void {
    for (const buffer of this.buffers.splice(0)) buffer.destroy();
  }

  /** Writes weights and constants. */
  private fill(): void {
    const { queue } = this.device;
    queue.writeBuffer(this.weights, 0, this.network.weights());
    for (const { block, fill } of this.network.filled) {
      const values = new Float32Array(block.length);
      fill(values);
      queue.writeBuffer(this.memory, block.start * 4, values);
    }
  }

  private makeBuffer(size: number, usage: number): GPUBuffer {
    const buffer = this.device.createBuffer({ size, usage });
    this.buffers.push(buffer);
    return buffer;
  }

  /** Of features that are read with the candidates: they must be few and lie side by side. */
  private get featureBytes(): number {
    const features = this.network.outputs.get("features");
    return features && isDense(features) ? sizeOf(features.shape) * 4 : 0;
  }

  private async compile(): Promise<void> {
    const { levels, outputs } = this.network;
    const pipelines = new Map<string, Promise<GPUComputePipeline>>();
    const compileOnce = (code: string) => {
      const known = pipelines.get(code);
      if (known) return known;
      const module = this.device.createShaderModule({ code });
      const compute = { module, entryPoint: "main" };
      const made = this.device.createComputePipelineAsync({ layout: this.layout, compute });
      pipelines.set(code, made);
      return made;
    };
    const shaders = levels.map(shaderOf);
    const compiled = shaders.map(({ code }) => compileOnce(code));
    const detections = outputs.get("detections");
    const features = outputs.get("features");
    // features that are many or scattered are read whole with the rest
    const canFind = detections?.shape.length === 3 && (!features || this.featureBytes > 0);
    const candidates = canFind ? candidateShader({ detections }) : undefined;
    const pipeline = candidates && compileOnce(candidates.code);
    for (const [at, made] of (await Promise.all(compiled)).entries()) {
      this.dispatches.push({ pipeline: made, workgroups: shaders[at]!.workgroups });
    }
    if (pipeline) this.candidates = { pipeline: await pipeline, workgroups: [candidates!.groups, 1] };
  }

  private dispatchAll(encoder: GPUCommandEncoder, last?: Dispatch): void {
    const pass = encoder.beginComputePass();
    pass.setBindGroup(0, this.bindings);
    for (const { pipeline, workgroups } of last ? [...this.dispatches, last] : this.dispatches) {
      pass.setPipeline(pipeline);
      pass.dispatchWorkgroups(workgroups[0], workgroups[1]);
    }
    pass.end();
  }

  private submit(record: (encoder: GPUCommandEncoder) => void): void {
    const encoder = this.device.createCommandEncoder();
    record(encoder);
    this.device.queue.submit([encoder.finish()]);
  }

  private write(values: Float32Array): void {
    if (values.length !== this.inputLength) {
      throw new RangeError(`${values.length} values are not ${this.network.input.shape}`);
    }
    const { shape, strides } = this.network.input;
    const rows = shape.length === 4 ? shape[1]! : 1;
    const length = values.length / rows;
    for (let row = 0; row < rows; row++) {
      this.image.set(values.subarray(row * length, (row + 1) * length), row * (strides[1] ?? 0));
    }
    this.device.queue.writeBuffer(this.memory, startOf(this.network.input) * 4, this.image);
  }

  /** The outputs, which lie in the memory until the next run. */
  private async readWhole(): Promise<Record<string, Float32Array>> {
    const outputs = [...this.network.outputs];
    const spans = outputs.map(([, view]) => spanOf(view));
    const total = spans.reduce((sum, span) => sum + span, 0);
    this.wholeCopy ??= this.makeBuffer(total * 4, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
    const copy = this.wholeCopy;
    this.submit((encoder) => {
      let at = 0;
      outputs.forEach(([, view], index) => {
        encoder.copyBufferToBuffer(this.memory, startOf(view) * 4, copy, at, spans[index]! * 4);
        at += spans[index]! * 4;
      });
    });
    const bytes = await readCopy(copy);
    let at = 0;
    const named = outputs.map(([name, view], index) => {
      const values = inOrder(new Float32Array(bytes, at, spans[index]), view);
      at += spans[index]! * 4;
      return [name, values] as const;
    });
    return Object.fromEntries(named);
  }
}

/** Floats from a view's first value to behind its last. */
const spanOf = ({ shape, strides }: View): number =>
  shape.reduce((end, edge, axis) => end + (edge - 1) * strides[axis]!, 1);

/** @param values from a view's first value to its last */
function inOrder(values: Float32Array, { shape, strides }: View): Float32Array {
  const dense = denseStrides(shape);
  if (shape.every((edge, axis) => edge === 1 || strides[axis] === dense[axis])) return values.slice();
  const copy = new Float32Array(sizeOf(shape));
  for (let index = 0; index < copy.length; index++) {
    let [at, rest] = [0, index];
    for (let axis = 0; axis < shape.length; axis++) {
      at += Math.floor(rest / dense[axis]!) * strides[axis]!;
      rest %= dense[axis]!;
    }
    copy[index] = values[at]!;
  }
  return copy;
}

async function readCopy(buffer: GPUBuffer): Promise<ArrayBuffer> {
  await buffer.mapAsync(GPUMapMode.READ);
  try {
    return buffer.getMappedRange().slice(0);
  } finally {
    buffer.unmap();
  }
}
