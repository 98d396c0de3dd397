import "@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu";
import { env, registerBackend, setBackend } from "@tensorflow/tfjs-core";
import type { BackendReason } from "@/lib/client/detection/detector";
import { createNetworkRuntime } from "@/lib/client/detection/runtime/network-runtime";
import { provideRuntime, RuntimeUnavailable } from "@/lib/client/detection/runtime/runtime";
import { isSoftwareGpu } from "@/lib/client/detection/runtime/software-gpu";
import { SwishRewriter } from "@/lib/client/detection/runtime/swish";
import { registerKernels } from "@/lib/client/detection/runtime/webgpu/kernels-webgpu";

const SIGMOID_LINE = "return 1.0 / (1.0 + exp(-1.0 * a));";
const SWISH_LINE = "return a / (1.0 + exp(-1.0 * a));";

provideRuntime("webgpu", {
  async create(graph, { allowSoftware }) {
    const { adapter, detail } = await findAdapter(allowSoftware);
    const device = await adapter.requestDevice(deviceDescriptor(adapter));
    const lost = device.lost.then((): BackendReason => "device-lost");
    globalThis.forageGpuDevice = device;
    const backend = new WebGPUBackend(device, adapter.info);
    const swish = new SwishRewriter((code) => code.replace(SIGMOID_LINE, SWISH_LINE));
    const runProgram = backend.runWebGPUProgram.bind(backend);
    backend.runWebGPUProgram = (program, ...rest) => {
      swish.adapt(program);
      return runProgram(program, ...rest);
    };
    registerKernels();
    registerBackend("webgpu", () => backend);
    if (!(await setBackend("webgpu"))) throw new RuntimeUnavailable("init-failed", detail);
    return createNetworkRuntime(graph, {
      detail,
      lost,
      swish,
      watch: (run) => watchErrors(device, run),
      async compile(runOnce) {
        env().set("WEBGPU_ENGINE_COMPILE_ONLY", true);
        try {
          runOnce();
          await backend.checkCompileCompletionAsync();
        } finally {
          env().set("WEBGPU_ENGINE_COMPILE_ONLY", false);
        }
      },
    });
  },
});

async function watchErrors<T>(device: GPUDevice, run: () => Promise<T>): Promise<T> {
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

async function findAdapter(allowSoftware: boolean): Promise<{ adapter: GPUAdapter; detail: string }> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new RuntimeUnavailable("not-supported");
  const { vendor, architecture, device, description } = adapter.info;
  const detail = [...new Set([description, vendor, architecture, device])].filter(Boolean).join(" ");
  const fallback = adapter.info.isFallbackAdapter || isSoftwareGpu(detail);
  if (fallback && !allowSoftware) throw new RuntimeUnavailable("software-adapter", detail);
  return { adapter, detail };
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

declare global {
  /** The device in use, so that a test can really take it away. */
  var forageGpuDevice: GPUDevice | undefined;
}
