import {
  driftEvidenceSchema,
  type Retraining,
  type RetrainingSettings,
  retrainingDecisionSchema,
  retrainingSettingsSchema,
  USUAL_RETRAINING,
} from "@/lib/contracts/retraining";
import type { Who } from "@/lib/contracts/who";
import { nextTime } from "@/lib/core/retraining/clock";
import { isFresh } from "@/lib/core/retraining/due";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import { trainableBeyond } from "@/server/review/trainable/trainable-photos";
import { newestTrainedVersionId } from "@/server/training/service";
import { type DecisionRow, findRule, listDecisions, type RuleRow, writeRule } from "./repository";

const SHOWN = 10;

/** When the clock is due next by these settings; null for never. */
export function nextBy({ isOn, cron }: RetrainingSettings, now: Date): Date | null {
  return (isOn && cron !== null && nextTime(cron, now)) || null;
}

/** What no training of the team that is worked for has seen yet. */
export async function freshPhotos() {
  return trainableBeyond((await newestTrainedVersionId(connection())) ?? null);
}

function driftOf(rule: RuleRow | undefined, now: Date): Retraining["drift"] {
  if (!rule?.driftAt || !isFresh(rule.driftAt, now)) return null;
  return { ...driftEvidenceSchema.parse(rule.drift), at: rule.driftAt.toISOString() };
}

const toDecision = ({ at, ...row }: DecisionRow) =>
  retrainingDecisionSchema.parse({ ...row, at: at.toISOString() });

/** A team's settings, what they wait for, and what became of the newest triggers. */
export async function getRetraining({ teamId }: Who, now = new Date()): Promise<Retraining> {
  const [rule, fresh, decisions] = await Promise.all([
    findRule(connection(), teamId),
    freshPhotos(),
    listDecisions(connection(), teamId, SHOWN),
  ]);
  return {
    settings: rule ? retrainingSettingsSchema.parse(rule.settings) : USUAL_RETRAINING,
    nextAt: rule?.nextAt?.toISOString() ?? null,
    fresh,
    drift: driftOf(rule, now),
    decisions: decisions.map(toDecision),
  };
}

/** From now on: a run that was started goes on. */
export async function saveRetraining(
  { teamId, userId }: Who,
  settings: RetrainingSettings,
  now = new Date(),
): Promise<void> {
  await transaction(async (queries) => {
    await writeRule(queries, { teamId, settings, nextAt: nextBy(settings, now), setBy: userId });
    const { isOn, afterCorrections, cron, onDrift, promote } = settings;
    const facts = { setting: "retraining", isOn, afterCorrections, cron, onDrift, promote };
    await recordIn(queries, { action: "setting/changed", facts, teamId });
  });
}
