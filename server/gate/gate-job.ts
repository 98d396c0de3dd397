import { rm } from "node:fs/promises";
import path from "node:path";
import { isOpenJob, type Job } from "@/lib/contracts/jobs";
import {
  type GateJobParams,
  type GateJobResult,
  gateJobParamsSchema,
  gateJobResultSchema,
  type StartGate,
} from "@/lib/contracts/promotion-gate";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { exportFrozenSets } from "@/server/datasets/versions/export-version";
import { getVersion, listVersions } from "@/server/datasets/versions/read-version";
import type { JobHandler, RunningJob } from "@/server/jobs/job-handler";
import { enqueueJob, listJobs } from "@/server/jobs/service";
import { getRegistryEntry } from "@/server/models/registry/registry";
import { championId, resolveModel } from "@/server/models/service";
import { dataPath } from "@/server/storage/data-folder";
import { GATE_DEFAULTS, keepAndPromote } from "./keep-verdict";
import { runGate } from "./run-gate";

const KIND = "gate";
const PERCENT = 100;
/** Share of the work that is laying out the photos; measuring is the rest. */
const LAYING_OUT = 0.1;

async function versionFor(wanted: number | null): Promise<number> {
  if (wanted !== null) return (await getVersion(wanted)).number;
  const [newest] = await listVersions();
  if (!newest) throw new AppError("gate/no-version");
  return newest.number;
}

/** The job that measures this model with this version already, if one waits or works. */
async function openJobFor(teamId: string, { candidateId, version }: GateJobParams): Promise<Job | undefined> {
  const jobs = await listJobs(teamId, { kinds: [KIND], limit: 50 });
  return jobs.find((job) => {
    const params = gateJobParamsSchema.safeParse(job.params).data;
    return isOpenJob(job) && params?.candidateId === candidateId && params.version === version;
  });
}

/**
 * Measures a registered model against the champion on the frozen test sets of a data-set version, as a job. One that
 * is under way is not started twice.
 * @throws AppError model/missing, model/is-champion, gate/no-version, request/not-found (no such version)
 */
export async function startGate({ candidateId, version }: StartGate, who: Who): Promise<Job> {
  const { alias } = await getRegistryEntry(candidateId);
  if (alias === "champion") throw new AppError("model/is-champion", { facts: { model: candidateId } });
  const params: GateJobParams = { candidateId, version: await versionFor(version) };
  return (await openJobFor(who.teamId, params)) ?? enqueueJob(KIND, params, who);
}

/** Writes the version's frozen sets and compares on them. */
async function measure({ params, signal, progress }: RunningJob<GateJobParams>, folder: string) {
  const { candidateId, version } = params;
  const tell = (share: number, note: string) =>
    progress({ done: Math.floor(PERCENT * share), total: PERCENT, unit: "%", note });
  tell(0, `laying out the test photos of version ${version}`);
  const { sets } = await exportFrozenSets(version, folder, {
    signal,
    onProgress: (done, total) => tell((LAYING_OUT * done) / Math.max(1, total), `${done} of ${total} photos`),
  });
  if (sets.length === 0) throw new AppError("gate/no-test-photos", { facts: { version } });
  const champion = await championId();
  if (champion === candidateId) throw new AppError("model/is-champion", { facts: { model: candidateId } });
  return runGate({
    candidate: await resolveModel(candidateId),
    champion: await resolveModel(champion),
    sets: sets.map((set) => path.join(folder, set.folder)),
    ...GATE_DEFAULTS,
    signal,
    onProgress: ({ done, total, note }) => tell(LAYING_OUT + (1 - LAYING_OUT) * (done / total), note),
  });
}

async function run(job: RunningJob<GateJobParams>): Promise<GateJobResult> {
  const folder = dataPath("gate", job.id);
  try {
    const report = await measure(job, folder);
    job.signal.throwIfAborted();
    return { verdict: report.verdict, ...(await keepAndPromote(report, job.createdBy)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Job "gate". It keeps nothing before its last step, so a second run starts over. */
export const gateJob: JobHandler<GateJobParams, GateJobResult> = {
  kind: KIND,
  params: gateJobParamsSchema,
  result: gateJobResultSchema,
  run,
};
