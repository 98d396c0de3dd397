import type { Probe } from "@/lib/client/detection/runtime/probe";
import { isSoftwareGpu } from "@/lib/client/detection/runtime/software-gpu";

export const probeWebgpu: Probe = async () => {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return undefined;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const detail = [...new Set([description, vendor, architecture, device])].filter(Boolean).join(" ");
  return { detail, software: isFallbackAdapter || isSoftwareGpu(detail) };
};
