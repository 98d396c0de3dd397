import type { BackendReason } from "@/lib/client/detection/detector";
import { RuntimeUnavailable } from "@/lib/client/detection/runtime/runtime";
import { isSoftwareGpu } from "@/lib/client/detection/runtime/software-gpu";

export interface OpenedGpu {
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
  /** Adapter, for the person to read. */
  readonly detail: string;
  readonly lost: Promise<BackendReason>;
}

/** @throws RuntimeUnavailable if there is no adapter, or an emulated one that the person did not choose */
export async function openGpu(allowSoftware: boolean): Promise<OpenedGpu> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new RuntimeUnavailable("not-supported");
  const { vendor, architecture, device: name, description } = adapter.info;
  const detail = [...new Set([description, vendor, architecture, name])].filter(Boolean).join(" ");
  const isSoftware = adapter.info.isFallbackAdapter || isSoftwareGpu(detail);
  if (isSoftware && !allowSoftware) throw new RuntimeUnavailable("software-adapter", detail);
  const device = await adapter.requestDevice(deviceDescriptor(adapter));
  globalThis.forageGpuDevice = device;
  return { adapter, device, detail, lost: device.lost.then((): BackendReason => "device-lost") };
}

/** As the stock backend asks: every limit the adapter has. */
function deviceDescriptor({ limits }: GPUAdapter): GPUDeviceDescriptor {
  return {
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  };
}

/** Does a piece of work and throws errors that the GPU reports: out of memory, it goes on with wrong results. */
export async function watchErrors<T>(device: GPUDevice, run: () => Promise<T>): Promise<T> {
  const scopes = ["validation", "internal", "out-of-memory"] as const;
  for (const scope of scopes) device.pushErrorScope(scope);
  const popAll = () => Promise.all(scopes.map(() => device.popErrorScope()));
  let result: T;
  try {
    result = await run();
  } catch (error) {
    void popAll().catch(() => {});
    throw error;
  }
  // The last pushed is popped first.
  const [memory, ...others] = await popAll();
  if (memory) throw new Error(`out of memory: ${memory.message}`);
  const other = others.find((error) => error !== null);
  if (other) throw new Error(other.message);
  return result;
}

declare global {
  /** The device in use, so that a test can really take it away. */
  var forageGpuDevice: GPUDevice | undefined;
}
