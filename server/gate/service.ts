import type { ModelMove, PromoteInput } from "@/lib/contracts/model-registry";
import type { PromotionVerdictRecord } from "@/lib/contracts/promotion-gate";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { promote } from "@/server/models/registry/registry";
import { findPhotoIds, findVerdict, findVerdicts } from "./repository";
import { requirePassed } from "./standing";

/** @throws AppError request/not-found */
export async function getVerdict(id: string): Promise<PromotionVerdictRecord> {
  const verdict = await findVerdict(connection(), id);
  if (!verdict) throw new AppError("request/not-found");
  return verdict;
}

/** A verdict, and where its photos can be seen: ids by SHA-256. @throws AppError request/not-found */
export async function showVerdict(id: string) {
  const verdict = await getVerdict(id);
  return { ...verdict, photoIds: await photoIdsOf(verdict) };
}

/** Newest first, without photos and classes. */
export async function listVerdicts(options: { readonly modelId?: string; readonly limit: number }) {
  return (await findVerdicts(connection(), options)).map(
    ({ report: { photos: _photos, classes: _classes, ...report }, ...verdict }) => ({ ...verdict, report }),
  );
}

/** Where the photos of a verdict can be seen: ids by SHA-256, of those that are stored here. */
function photoIdsOf({ report }: PromotionVerdictRecord): Promise<Readonly<Record<string, string>>> {
  return findPhotoIds(
    connection(),
    [...report.photos.better, ...report.photos.worse].map(({ sha256 }) => sha256),
  );
}

/**
 * Makes a model the champion: one that passed the gate against today's, or any other if the person confirms it.
 * @throws AppError model/not-passed, model/is-champion, model/missing, model/corrupt
 */
export async function promoteModel(
  { modelId, reason, anyway }: PromoteInput,
  movedBy: string,
): Promise<ModelMove> {
  if (!anyway) await requirePassed(modelId);
  return promote(modelId, { reason, movedBy });
}
