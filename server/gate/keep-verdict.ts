import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { PromotionGateReport, PromotionVerdictRecord } from "@/lib/contracts/promotion-gate";
import { getRegistryEntry, promote } from "@/server/models/registry/registry";
import { championId } from "@/server/models/service";
import { readSetting, type Setting, writeSetting } from "@/server/settings/service";
import { findNewestVerdictOf, insertVerdict, markPromoted } from "./repository";

/** A candidate that passes the gate becomes champion without a click. */
export const AUTOMATIC_PROMOTION: Setting<boolean> = {
  name: "automatic-promotion",
  schema: z.boolean(),
  initial: false,
};

/** Whether a candidate that passes becomes champion by itself. */
export function promotesAutomatically(): Promise<boolean> {
  return readSetting(AUTOMATIC_PROMOTION);
}

export async function setAutomaticPromotion(isOn: boolean): Promise<void> {
  await writeSetting(AUTOMATIC_PROMOTION, isOn);
}

export const GATE_DEFAULTS = { split: "test", resamples: 2000, seed: 20_240_229 } as const;

/** Keeps a verdict for its page. */
export function keepVerdict(report: PromotionGateReport): Promise<PromotionVerdictRecord> {
  return insertVerdict(randomUUID(), report);
}

/**
 * Promotes a candidate whose newest verdict is "passed" against today's champion, where automatic promotion is on.
 * @returns whether it is champion now
 */
export async function promoteIfPassed(modelId: string, movedBy: string): Promise<boolean> {
  const verdict = await findNewestVerdictOf(modelId);
  const isAllowed = await promotesAutomatically();
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
