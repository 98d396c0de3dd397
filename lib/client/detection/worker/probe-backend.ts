import type { BackendReason } from "@/lib/client/detection/detector";
import type { Probe } from "@/lib/client/detection/runtime/probe";
import { probeWasm } from "@/lib/client/detection/runtime/wasm/probe";
import { probeWebgl } from "@/lib/client/detection/runtime/webgl/probe";
import { probeWebgpu } from "@/lib/client/detection/runtime/webgpu/probe";
import type { WorkerBackend } from "@/lib/core/detection/backends";

/** How each backend of `lib/core/detection/backends.ts` is looked for. */
const PROBES: Readonly<Record<WorkerBackend, Probe>> = {
  webgpu: probeWebgpu,
  webgl: probeWebgl,
  wasm: probeWasm,
};

export type ProbeVerdict =
  | { readonly usable: true; readonly detail: string }
  | { readonly usable: false; readonly reason: BackendReason; readonly detail: string };

/**
 * Whether this device has a backend, before its script is loaded. An emulated GPU counts only if the person chose it:
 * it is many times slower than WASM.
 */
export async function probeBackend(backend: WorkerBackend, allowSoftware: boolean): Promise<ProbeVerdict> {
  const found = await PROBES[backend]();
  if (!found) return { usable: false, reason: "not-supported", detail: "" };
  const { detail, software } = found;
  if (software && !allowSoftware) return { usable: false, reason: "software-adapter", detail };
  return { usable: true, detail };
}
