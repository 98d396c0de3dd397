import type { BackendAttempt, BackendName, BackendPreference } from "@/lib/client/detection/detector";
import { WORKER_BACKEND_IDS, type WorkerBackend } from "@/lib/core/detection/backends";

/**
 * Backends of this device still worth trying: the chosen one first, then the automatic order.
 * @param failed backends that broke since the person last chose
 */
export function backendOrder(
  preference: BackendPreference,
  failed: ReadonlySet<BackendName>,
): readonly WorkerBackend[] {
  if (preference === "server") return [];
  const others = WORKER_BACKEND_IDS.filter((backend) => backend !== preference);
  const order = preference === "auto" ? WORKER_BACKEND_IDS : [preference, ...others];
  return order.filter((backend) => !failed.has(backend));
}

const FAILURES: readonly BackendAttempt["reason"][] = [
  "init-failed",
  "device-lost",
  "out-of-memory",
  "worker-crashed",
];

/** Why a backend that could be taken was taken, given what was tried before it. */
export function reasonTaken(
  backend: BackendName,
  preference: BackendPreference,
  attempts: readonly BackendAttempt[],
): BackendAttempt["reason"] {
  if (backend === preference) return "chosen-by-person";
  return attempts.some(({ reason }) => FAILURES.includes(reason)) ? "previous-failed" : "best-available";
}
