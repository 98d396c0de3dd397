import { isOpenJob } from "@/lib/contracts/jobs";
import type { RetrainingOutcome } from "@/lib/contracts/retraining";
import { retrainingMail } from "@/lib/contracts/retraining-sentences";
import { connection } from "@/server/db/transaction";
import { environmentValue } from "@/server/environment/environment-value";
import { isMailSet } from "@/server/mail/mail-settings";
import { sendMail } from "@/server/mail/send-mail";
import { getRun } from "@/server/training/service";
import { changeDecision, type DecisionRow, findAddress, findRule, listUntold } from "./repository";

/** What somebody must mend. "busy" and "too-few-new" mend themselves. */
const TO_MEND: readonly RetrainingOutcome[] = ["findings", "too-few-photos", "no-frozen", "failed"];
/** A mail that the server refuses is tried again so long. */
const TRIED_MS = 86_400_000;

/** How a run that was started ended; undefined while it waits or works. */
async function endOf({ runId }: DecisionRow) {
  if (runId === null) return undefined;
  const { job, outcome, modelId, failure } = await getRun(runId);
  if (job && isOpenJob(job)) return undefined;
  return { verdict: outcome.verdict, modelId, isPromoted: outcome.promoted, reason: failure?.reason ?? null };
}

/** Where the page is; a path where nobody said by which address Forage is reached. */
function address(page: string): string {
  const base = environmentValue("FORAGE_PUBLIC_URL") ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
  return `${base.replace(/\/$/, "")}${page}`;
}

async function tell(decision: DecisionRow, to: string | null, now: Date): Promise<void> {
  const end = decision.outcome === "started" ? await endOf(decision) : undefined;
  if (decision.outcome === "started" && !end) return;
  const link = address(decision.runId ? `/studio/training/${decision.runId}` : "/studio/training");
  try {
    if (to && isMailSet()) await sendMail({ to, ...retrainingMail({ ...decision, end, link }) });
  } catch (error) {
    console.warn(`retraining: nobody was told of ${decision.id}: ${error}`);
    if (now.getTime() - decision.at.getTime() < TRIED_MS) return;
  }
  await changeDecision(connection(), decision.id, { toldAt: now });
}

/**
 * Tells whoever set the rule how runs ended, and what they must mend: by mail, where a mail server is set and they have an
 * address. The training page says the same.
 */
export async function tellTeam(teamId: string, now: Date): Promise<void> {
  const untold = await listUntold(connection(), teamId, ["started", ...TO_MEND]);
  if (untold.length === 0) return;
  const rule = await findRule(connection(), teamId);
  const to = rule ? await findAddress(connection(), rule.setBy) : null;
  for (const decision of untold) await tell(decision, to, now);
}
