import type { BackendReason } from "@/lib/client/detection/detector";

const OUT_OF_MEMORY =
  /out of memory|\boom\b|allocation failed|cannot enlarge memory|abort\(oom\)|not enough memory/i;
const LOST = /context lost|context_lost|device (is |was )?(lost|destroyed)|device.*lost/i;

/** What an exception from a backend means for the person. */
export function describeFailure(
  error: unknown,
  fallback: BackendReason,
): { readonly reason: BackendReason; readonly detail: string } {
  const detail = error instanceof Error ? error.message : String(error);
  if (OUT_OF_MEMORY.test(detail)) return { reason: "out-of-memory", detail };
  if (LOST.test(detail)) return { reason: "device-lost", detail };
  return { reason: fallback, detail };
}
