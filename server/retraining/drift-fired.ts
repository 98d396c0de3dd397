import {
  type DriftEvidence,
  driftEvidenceSchema,
  retrainingSettingsSchema,
} from "@/lib/contracts/retraining";
import type { Transaction } from "@/server/db/transaction";
import { holdRule, writeDrift } from "./repository";

/**
 * A drift rule of a team fired: where the team trains again for that, it is kept until a run is started for it, or for two
 * weeks. What comes of it is decided within minutes, and shown on the training page.
 * @param queries the transaction that writes that the rule fired
 * @returns whether the team asked for it
 */
export async function driftFired(
  queries: Transaction,
  teamId: string,
  evidence: DriftEvidence,
): Promise<boolean> {
  const rule = await holdRule(queries, teamId);
  const settings = rule && retrainingSettingsSchema.parse(rule.settings);
  if (!settings?.isOn || !settings.onDrift) return false;
  await writeDrift(queries, teamId, driftEvidenceSchema.parse(evidence));
  return true;
}
