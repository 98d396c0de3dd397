import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { GateReport, GateVerdict } from "@/lib/contracts/gate";
import { AppError } from "@/lib/core/errors";
import { getRegistryEntry, promote } from "@/server/models/registry/service";
import { championId } from "@/server/models/service";
import { readSetting, type Setting } from "@/server/settings/service";
import {
  findNewestVerdictOf,
  findPhotoIds,
  findVerdict,
  findVerdicts,
  insertVerdict,
  markPromoted,
} from "./repository";

export { type GateOptions, type GateProgress, runGate } from "./run-gate";

/** A candidate that passes the gate becomes champion without a click. */
export const AUTOMATIC_PROMOTION: Setting<boolean> = {
  name: "automatic-promotion",
  schema: z.boolean(),
  initial: false,
};

export const GATE_DEFAULTS = { split: "test", resamples: 2000, seed: 20_240_229 } as const;

/** Keeps a verdict for its page. */
export function keepVerdict(report: GateReport): Promise<GateVerdict> {
  return insertVerdict(randomUUID(), report);
}

/** @throws AppError request/not-found */
export async function getVerdict(id: string): Promise<GateVerdict> {
  const verdict = await findVerdict(id);
  if (!verdict) throw new AppError("request/not-found");
  return verdict;
}

/** Newest first. */
export function listVerdicts(options: { readonly modelId?: string; readonly limit: number }) {
  return findVerdicts(options);
}

/**
 * Promotes a candidate whose newest verdict is "passed" against today's champion, where automatic promotion is on.
 * @returns whether it is champion now
 */
export async function promoteIfPassed(modelId: string, movedBy: string): Promise<boolean> {
  const verdict = await findNewestVerdictOf(modelId);
  const isAllowed = await readSetting(AUTOMATIC_PROMOTION);
  if (!isAllowed || verdict?.report.verdict !== "passed") return false;
  const isRegistered = await getRegistryEntry(modelId).then(
    () => true,
    () => false,
  );
  // a verdict against another champion than today's says nothing of today
  if (!isRegistered || (await championId()) !== verdict.report.championId) return false;
  await promote(modelId, { reason: "Passed the gate; automatic promotion is on.", movedBy });
  await markPromoted(verdict.id);
  return true;
}

/** Where the photos of a verdict can be seen: ids by SHA-256, of those that are stored here. */
export function photoIdsOf({ report }: GateVerdict): Promise<Readonly<Record<string, string>>> {
  return findPhotoIds([...report.photos.better, ...report.photos.worse].map(({ sha256 }) => sha256));
}
