import { env, setBackend } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm/dist/base";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm";
import { registerKernels } from "@/lib/client/detection/runtime/kernels-wasm";
import { createNetworkRuntime } from "@/lib/client/detection/runtime/network-runtime";
import { provideRuntime, RuntimeUnavailable } from "@/lib/client/detection/runtime/runtime";

provideRuntime("wasm", {
  async create(graph, { assetBase }) {
    if (typeof WebAssembly === "undefined") throw new RuntimeUnavailable("not-supported");
    registerKernels();
    setWasmPaths(assetBase);
    // One thread: with several the pages' cores are shared with the interface, and it was no faster.
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    const simd = await env().getAsync("WASM_HAS_SIMD_SUPPORT");
    if (!(await setBackend("wasm"))) throw new RuntimeUnavailable("init-failed");
    return createNetworkRuntime(graph, { detail: simd ? "SIMD" : "", lost: new Promise(() => {}) });
  },
});
