import "@tensorflow/tfjs-backend-webgpu/dist/flags_webgpu";
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu";
import { env, registerBackend, setBackend } from "@tensorflow/tfjs-core";
import { createNetworkRuntime } from "@/lib/client/detection/runtime/network-runtime";
import { provideRuntime, RuntimeUnavailable } from "@/lib/client/detection/runtime/runtime";
import { SwishRewriter } from "@/lib/client/detection/runtime/swish";
import { registerKernels } from "@/lib/client/detection/runtime/webgpu/kernels-webgpu";
import { openGpu, watchErrors } from "@/lib/client/detection/runtime/webgpu/open-gpu";

const SIGMOID_LINE = "return 1.0 / (1.0 + exp(-1.0 * a));";
const SWISH_LINE = "return a / (1.0 + exp(-1.0 * a));";

provideRuntime("webgpu-stock", {
  async create(graph, { allowSoftware }) {
    const { adapter, device, detail, lost } = await openGpu(allowSoftware);
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
