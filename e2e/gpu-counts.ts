/** What a page or worker asked of WebGPU since the counting began. */
export interface GpuCounts {
  dispatches: number;
  /** Bytes that were mapped for reading. */
  readBytes: number;
  buffers: number;
  bindGroups: number;
  shaderModules: number;
  encoders: number;
}

/**
 * Counts the calls of WebGPU in the global scope it runs in, from now on or anew. Whole in itself: Playwright sends its text to
 * where it runs.
 */
export function countGpuCalls(): void {
  const none = (): GpuCounts => ({
    dispatches: 0,
    readBytes: 0,
    buffers: 0,
    bindGroups: 0,
    shaderModules: 0,
    encoders: 0,
  });
  if (globalThis.gpuCounts) {
    Object.assign(globalThis.gpuCounts, none());
    return;
  }
  const counts = none();
  globalThis.gpuCounts = counts;
  const before = (
    prototype: object,
    method: string,
    note: (target: unknown, given: readonly unknown[]) => void,
  ) => {
    const methods = prototype as Record<string, (...given: unknown[]) => unknown>;
    const original = methods[method]!;
    methods[method] = function (this: unknown, ...given: unknown[]) {
      note(this, given);
      return original.apply(this, given);
    };
  };
  const add = (name: keyof GpuCounts) => () => {
    counts[name]++;
  };
  before(GPUComputePassEncoder.prototype, "dispatchWorkgroups", add("dispatches"));
  before(GPUComputePassEncoder.prototype, "dispatchWorkgroupsIndirect", add("dispatches"));
  before(GPUDevice.prototype, "createBuffer", add("buffers"));
  before(GPUDevice.prototype, "createBindGroup", add("bindGroups"));
  before(GPUDevice.prototype, "createShaderModule", add("shaderModules"));
  before(GPUDevice.prototype, "createCommandEncoder", add("encoders"));
  before(GPUBuffer.prototype, "mapAsync", (buffer, [mode, offset = 0, size]) => {
    const { size: whole } = buffer as GPUBuffer;
    if (mode === GPUMapMode.READ) counts.readBytes += Number(size ?? whole - Number(offset));
  });
}

declare global {
  var gpuCounts: GpuCounts | undefined;
}
