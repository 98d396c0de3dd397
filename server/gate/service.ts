import type { PromotionVerdictRecord } from "@/lib/contracts/gate";
import { AppError } from "@/lib/core/errors";
import { findPhotoIds, findVerdict, findVerdicts } from "./repository";

export { gateJob, startGate } from "./gate-job";
export { AUTOMATIC_PROMOTION, GATE_DEFAULTS, keepVerdict, promoteIfPassed } from "./keep-verdict";
export { type GateOptions, type GateProgress, runGate } from "./run-gate";
export { requirePassed, standingOf } from "./standing";

/** @throws AppError request/not-found */
export async function getVerdict(id: string): Promise<PromotionVerdictRecord> {
  const verdict = await findVerdict(id);
  if (!verdict) throw new AppError("request/not-found");
  return verdict;
}

/** Newest first. */
export function listVerdicts(options: { readonly modelId?: string; readonly limit: number }) {
  return findVerdicts(options);
}

/** Where the photos of a verdict can be seen: ids by SHA-256, of those that are stored here. */
export function photoIdsOf({ report }: PromotionVerdictRecord): Promise<Readonly<Record<string, string>>> {
  return findPhotoIds([...report.photos.better, ...report.photos.worse].map(({ sha256 }) => sha256));
}
