import type { Probe } from "@/lib/client/detection/runtime/probe";

export const probeWasm: Probe = async () =>
  typeof WebAssembly === "undefined" ? undefined : { detail: "", software: false };
