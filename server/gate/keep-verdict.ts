import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { PromotionGateReport, PromotionVerdictRecord } from "@/lib/contracts/promotion-gate";
import { isAppError } from "@/lib/core/errors";
import { ownTeam } from "@/server/db/own-team";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import { checkPromotable, getRegistryEntry, promoteIn } from "@/server/models/registry/registry";
import { championId } from "@/server/models/service";
import { changeTeamSetting, readTeamSetting, type Setting } from "@/server/settings/service";
import { findNewestVerdictOf, insertVerdict, markPromoted } from "./repository";

/** A candidate that passes the gate becomes champion automatically. */
export const AUTOMATIC_PROMOTION: Setting<boolean> = {
  name: "automatic-promotion",
  schema: z.boolean(),
  initial: false,
};

/** Whether a candidate that passes becomes champion automatically. */
export function promotesAutomatically(): Promise<boolean> {
  return readTeamSetting(AUTOMATIC_PROMOTION, ownTeam());
}

export async function setAutomaticPromotion(isOn: boolean): Promise<void> {
  await changeTeamSetting(AUTOMATIC_PROMOTION, ownTeam(), isOn);
}

export const GATE_DEFAULTS = { split: "test", resamples: 2000, seed: 20_240_229 } as const;

/** Keeps a verdict for its page. */
export function keepVerdict(report: PromotionGateReport): Promise<PromotionVerdictRecord> {
  return insertVerdict(connection(), randomUUID(), report);
}

/** Whether a verdict promotes its candidate: it passed against today's champion, and automatic promotion is on. */
async function isPromoting({ candidateId, championId: against, verdict }: PromotionGateReport) {
  if (verdict !== "passed" || !(await promotesAutomatically())) return false;
  const isRegistered = await getRegistryEntry(candidateId).then(
    () => true,
    (error: unknown) => {
      // a database that does not answer says nothing about the model
      if (isAppError(error) && error.code === "model/missing") return false;
      throw error;
    },
  );
  // a verdict against an earlier champion says nothing about today's
  if (!isRegistered || (await championId()) !== against) return false;
  await checkPromotable(candidateId);
  return true;
}

async function promoteBy(
  queries: Transaction,
  { id, report }: PromotionVerdictRecord,
  movedBy: string,
): Promise<void> {
  await promoteIn(queries, report.candidateId, {
    reason: "Passed the gate; automatic promotion is on.",
    movedBy,
  });
  await markPromoted(queries, id);
}

/**
 * Keeps a verdict, and promotes its candidate where automatic promotion is on and it passed: both or neither.
 * @returns the verdict's id, and whether the candidate is champion now
 */
export async function keepAndPromote(
  report: PromotionGateReport,
  movedBy: string,
): Promise<{ readonly verdictId: string; readonly promoted: boolean }> {
  const promoted = await isPromoting(report);
  return transaction(async (queries) => {
    const verdict = await insertVerdict(queries, randomUUID(), report);
    if (promoted) await promoteBy(queries, verdict, movedBy);
    return { verdictId: verdict.id, promoted };
  });
}

/**
 * Promotes a candidate whose newest verdict is "passed" against today's champion, where automatic promotion is on.
 * @returns whether it is champion now
 */
export async function promoteIfPassed(modelId: string, movedBy: string): Promise<boolean> {
  const verdict = await findNewestVerdictOf(connection(), modelId);
  if (!verdict || !(await isPromoting(verdict.report))) return false;
  await transaction((queries) => promoteBy(queries, verdict, movedBy));
  return true;
}
