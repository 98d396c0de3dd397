import { z } from "zod";
import { type RetrainingOutcome, retrainingSettingsSchema } from "@/lib/contracts/retraining";
import { TRAINING_PRESETS } from "@/lib/contracts/training";
import type { Who } from "@/lib/contracts/who";
import { AppError, isAppError } from "@/lib/core/errors";
import { GATE_RULES } from "@/lib/core/gate/rules";
import { type RetrainingCause, tooLittle } from "@/lib/core/retraining/due";
import { createVersion } from "@/server/datasets/versions/create-version";
import { getVersion } from "@/server/datasets/versions/read-version";
import { connection } from "@/server/db/transaction";
import type { JobHandler, RunningJob } from "@/server/jobs/job-handler";
import { requirePython } from "@/server/training/python";
import { hasOpenRun, startTraining } from "@/server/training/service";
import { RETRAIN } from "./look-at-teams";
import { changeDecision, type DecisionRow, findDecision, findRule, holdRule, writeDrift } from "./repository";

const paramsSchema = z.object({ decisionId: z.uuid() });
const resultSchema = z.object({ outcome: z.string() });
type Params = z.infer<typeof paramsSchema>;

/** What the version's and the run's notes say. */
const WHY: Readonly<Record<RetrainingCause, string>> = {
  drift: "Trained again by itself: a drift rule fired",
  clock: "Trained again by itself: by the clock",
  corrections: "Trained again by itself: enough new corrections",
};

interface End {
  readonly outcome: RetrainingOutcome;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** The version's number, or why there is none to train on. */
async function prepare(job: RunningJob<Params>, cause: RetrainingCause): Promise<number | End> {
  const { id, createdBy, signal, progress } = job;
  const made = await createVersion({
    checkId: id,
    note: WHY[cause],
    createdBy,
    signal,
    onProgress: (done, total) => progress({ done, total, unit: "photos", note: "" }),
  });
  if (made.version === null) return { outcome: "findings", facts: { errors: made.errors } };
  const { splits, sources } = (await getVersion(made.version)).summary;
  const frozen = Math.max(0, ...sources.map(({ photos }) => photos.test));
  const { train, val } = splits;
  const wrong = tooLittle({ train, val, frozen }, GATE_RULES.minPhotosOfSet);
  return wrong ? { outcome: wrong, facts: { version: made.version, train, val, frozen } } : made.version;
}

/** Starts the run and writes down that it is started: both, or neither. */
async function start(decision: DecisionRow, version: number, who: Who): Promise<End | undefined> {
  const { teamId } = who;
  const settings = retrainingSettingsSchema.parse((await findRule(connection(), teamId))?.settings);
  if (!settings.isOn) return { outcome: "off" };
  const { config, epochs, device, tracker, promote } = settings;
  const configs = TRAINING_PRESETS.filter(({ name }) => name === config).map(({ name, values }) => {
    return { name, values: { ...values, ...settings.values } };
  });
  const note = WHY[decision.cause];
  const facts = { ...(decision.facts as object), version };
  await startTraining(
    { version, configs, epochs, device, tracker, promote, note },
    who,
    async (queries, runId) => {
      // with the rule held, no second retraining gets here
      await holdRule(queries, teamId);
      if (await hasOpenRun(queries, runId)) throw new AppError("request/conflict");
      await changeDecision(queries, decision.id, { outcome: "started", runId, facts });
      await writeDrift(queries, teamId, null);
    },
  );
  return undefined;
}

async function attempt(job: RunningJob<Params>, decision: DecisionRow): Promise<End | undefined> {
  try {
    requirePython();
    const version = await prepare(job, decision.cause);
    if (typeof version !== "number") return version;
    return await start(decision, version, { userId: job.createdBy, teamId: job.teamId });
  } catch (error) {
    job.signal.throwIfAborted();
    if (!isAppError(error)) throw error;
    if (error.code === "request/conflict") return { outcome: "busy" };
    return { outcome: "failed", facts: { code: error.code } };
  }
}

/**
 * Job "retrain": makes a version of what may be trained on, sees whether it is enough, and starts the run. A second run of
 * the job after a kill finds the version made, or the run started, and goes on from there.
 */
export const retrainJob: JobHandler<Params, z.infer<typeof resultSchema>> = {
  kind: RETRAIN,
  params: paramsSchema,
  result: resultSchema,
  async run(job) {
    const decision = await findDecision(connection(), job.params.decisionId);
    if (decision?.outcome !== "preparing") return { outcome: decision?.outcome ?? "gone" };
    const end = await attempt(job, decision);
    if (!end) return { outcome: "started" };
    const { outcome, facts = {} } = end;
    const all = { ...(decision.facts as object), ...facts };
    await changeDecision(connection(), decision.id, { outcome, facts: all });
    return { outcome };
  },
};
