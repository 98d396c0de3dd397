import { backend, env, setBackend } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm/dist/base";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm";
import type { SwishFusion } from "@/lib/client/detection/graph/graph-runner";
import { registerKernels } from "@/lib/client/detection/runtime/kernels-wasm";
import { createNetworkRuntime } from "@/lib/client/detection/runtime/network-runtime";
import { provideRuntime, RuntimeUnavailable } from "@/lib/client/detection/runtime/runtime";
import { createSwish } from "@/lib/client/detection/runtime/wasm-swish";

provideRuntime("wasm", {
  async create(graph, { assetBase }) {
    if (typeof WebAssembly === "undefined") throw new RuntimeUnavailable("not-supported");
    registerKernels();
    setWasmPaths(assetBase);
    // One thread: with several the pages' cores are shared with the interface, and it was no faster.
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    const simd = await env().getAsync("WASM_HAS_SIMD_SUPPORT");
    if (!(await setBackend("wasm"))) throw new RuntimeUnavailable("init-failed");
    const detail = simd ? "SIMD" : "";
    return createNetworkRuntime(graph, { detail, lost: new Promise(() => {}), ...(simd && swishInPlace()) });
  },
});

/** What the backend keeps to itself: its memory and where in it a tensor lies. */
interface WasmInternals {
  readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
}

function swishInPlace(): { readonly swish: SwishFusion } {
  const { wasm, dataIdMap } = backend() as unknown as WasmInternals;
  const swish = createSwish(wasm.asm.memory);
  return {
    swish: {
      activation: "linear",
      run(convolve) {
        const result = convolve();
        swish(dataIdMap.get(result.dataId).memoryOffset, result.size);
        return result;
      },
    },
  };
}
