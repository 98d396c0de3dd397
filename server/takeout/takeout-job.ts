import { z } from "zod";
import type { Job } from "@/lib/contracts/jobs";
import { type TakeoutResult, takeoutParamsSchema, takeoutResultSchema } from "@/lib/contracts/takeout";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { transaction } from "@/server/db/transaction";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJobIn, getJob } from "@/server/jobs/service";
import { dataPath } from "@/server/storage/data-folder";
import type { OpenedFile } from "@/server/storage/file-store";
import { openShared, removeShared, shareFile } from "@/server/storage/shared-files";
import { writeTakeout } from "./write-takeout";

export const TAKEOUT = "takeout";
type TakeoutParams = z.infer<typeof takeoutParamsSchema>;

/** Beside the exports: the sweep removes it after a week. */
const archiveOf = (jobId: string) => dataPath("exports", `${z.uuid().parse(jobId)}.zip`);

/** Writes a team's data as one archive to be downloaded. One that was stopped starts over. */
export const takeoutJob: JobHandler<TakeoutParams, TakeoutResult> = {
  kind: TAKEOUT,
  params: takeoutParamsSchema,
  result: takeoutResultSchema,
  async run({ id, params, createdBy, teamId, signal, progress }) {
    const written = await writeTakeout({
      who: { userId: createdBy, teamId },
      team: params.team,
      path: archiveOf(id),
      signal,
      onPhoto: (done) => progress({ done, total: null, unit: "photos", note: "" }),
    });
    await shareFile(archiveOf(id));
    return { ...written, fileName: `forage-data-${new Date().toISOString().slice(0, 10)}.zip` };
  },
};

export function startTakeout(who: Who, team: string): Promise<Job> {
  return transaction(async (queries) => {
    const job = await enqueueJobIn(queries, TAKEOUT, { team }, who);
    await recordIn(queries, { action: "data/exported", facts: { job: job.id, everything: true } });
    return job;
  });
}

/**
 * The archive that a person asked for: it holds what only they ate and like, so that no other member gets it.
 * @throws AppError request/not-found when it is another's, not done, or removed
 */
export async function openTakeout(
  who: Who,
  jobId: string,
): Promise<OpenedFile & { readonly fileName: string }> {
  const job = await getJob(who.teamId, jobId);
  const result = takeoutResultSchema.safeParse(job.result);
  if (job.createdBy !== who.userId || job.kind !== TAKEOUT || !result.success) {
    throw new AppError("request/not-found");
  }
  const archive = await openShared(archiveOf(jobId));
  if (!archive) throw new AppError("request/not-found");
  return { ...archive, fileName: result.data.fileName };
}

/** Archives of jobs that are removed with their team. */
export async function removeTakeouts(jobIds: readonly string[]): Promise<void> {
  for (const id of jobIds) await removeShared(archiveOf(id));
}
