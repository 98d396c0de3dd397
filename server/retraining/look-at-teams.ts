import { randomUUID } from "node:crypto";
import { isOpenJob } from "@/lib/contracts/jobs";
import {
  type RetrainingOutcome,
  type RetrainingSettings,
  retrainingSettingsSchema,
} from "@/lib/contracts/retraining";
import { causeDue, LEAST_NEW_PHOTOS, type RetrainingCause } from "@/lib/core/retraining/due";
import { inTeam } from "@/server/db/own-team";
import { connection, type Transaction, transaction } from "@/server/db/transaction";
import { enqueueJobIn, getJobs } from "@/server/jobs/service";
import { hasOpenRun } from "@/server/training/service";
import {
  changeDecision,
  type DecisionRow,
  holdRule,
  insertDecision,
  listDecisions,
  listTeams,
  type RuleRow,
  repeatDecision,
  writeNext,
} from "./repository";
import { freshPhotos, nextBy } from "./settings";
import { tellTeam } from "./tell";

export const RETRAIN = "retrain";
const DAY_MS = 86_400_000;
/** Looked into again where nothing is new only after a day: making a version is work. */
const COSTLY: ReadonlySet<string> = new Set<RetrainingOutcome>([
  "findings",
  "too-few-photos",
  "no-frozen",
  "failed",
]);
/** Its run failed or was stopped, else there were fewer new photos: not again with the same ones. */
const STARTED: RetrainingOutcome = "started";

type Fresh = Awaited<ReturnType<typeof freshPhotos>>;

interface Look {
  readonly queries: Transaction;
  readonly rule: RuleRow;
  readonly settings: RetrainingSettings;
  readonly newest: DecisionRow | undefined;
  readonly fresh: Fresh;
  readonly now: Date;
}

/** Whether the same was tried with the same photos and came to nothing. */
function isSettled({ newest, fresh, now }: Look, cause: RetrainingCause): boolean {
  if (!newest || cause === "clock") return false;
  const { photos, corrections } = newest.facts as Partial<Fresh>;
  if (photos !== fresh.photos || corrections !== fresh.corrections) return false;
  const isRecent = now.getTime() - newest.at.getTime() < DAY_MS;
  return COSTLY.has(newest.outcome) ? isRecent : newest.outcome === STARTED && cause === "corrections";
}

async function decide(look: Look, cause: RetrainingCause): Promise<void> {
  const { queries, rule, newest, fresh } = look;
  const teamId = rule.teamId;
  const refuse = async (outcome: RetrainingOutcome) => {
    const isAgain = newest?.outcome === outcome && newest.cause === cause;
    if (isAgain) await repeatDecision(queries, newest.id, { ...fresh });
    else await insertDecision(queries, { id: randomUUID(), teamId, cause, outcome, facts: { ...fresh } });
  };
  if (await hasOpenRun(queries)) return refuse("busy");
  if (fresh.photos < LEAST_NEW_PHOTOS) return refuse("too-few-new");
  if (isSettled(look, cause)) return;
  const id = randomUUID();
  await insertDecision(queries, { id, teamId, cause, outcome: "preparing", facts: { ...fresh } });
  const who = { userId: rule.setBy, teamId };
  const job = await enqueueJobIn(queries, RETRAIN, { decisionId: id }, who, { lane: teamId });
  await changeDecision(queries, id, { jobId: job.id });
}

/** Whether the newest trigger is still at work; one whose job came to an end of its own is written down as failed. */
async function isPreparing(queries: Transaction, newest: DecisionRow | undefined): Promise<boolean> {
  if (newest?.outcome !== "preparing") return false;
  const job = newest.jobId === null ? undefined : (await getJobs([newest.jobId], queries)).get(newest.jobId);
  if (job && isOpenJob(job)) return true;
  const facts = { ...(newest.facts as object), code: job?.error?.code ?? "server/unexpected" };
  await changeDecision(queries, newest.id, { outcome: "failed", facts });
  return false;
}

async function lookAt(teamId: string, now: Date): Promise<void> {
  // counted before the row is held: it may take long
  const fresh = await freshPhotos();
  await transaction(async (queries) => {
    const rule = await holdRule(queries, teamId);
    if (!rule) return;
    const settings = retrainingSettingsSchema.parse(rule.settings);
    const [last] = await listDecisions(queries, teamId, 1);
    if ((await isPreparing(queries, last)) || !settings.isOn) return;
    const [newest] = await listDecisions(queries, teamId, 1);
    const { nextAt, driftAt } = rule;
    const cause = causeDue({ ...settings, nextAt, driftAt, newCorrections: fresh.corrections }, now);
    // a time that passes while a run is at work is not made up for
    if (nextAt && nextAt <= now) await writeNext(queries, teamId, nextBy(settings, now));
    if (cause) await decide({ queries, rule, settings, newest, fresh, now }, cause);
  });
}

/**
 * Looks, for each team that set something, whether a retraining is due, and tells how the ones before it ended. What fails
 * for one team stops no other.
 * @returns how many teams were looked at
 */
export async function lookAtAll(signal: AbortSignal, now = new Date()): Promise<number> {
  const teams = await listTeams(connection());
  for (const teamId of teams) {
    signal.throwIfAborted();
    try {
      await inTeam({ teamId }, async () => {
        await lookAt(teamId, now);
        await tellTeam(teamId, now);
      });
    } catch (error) {
      console.error(`retraining: team ${teamId} was not looked at:`, error);
    }
  }
  return teams.length;
}
