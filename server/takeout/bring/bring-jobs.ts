import type { Job } from "@/lib/contracts/jobs";
import {
  type BringParams,
  type Brought,
  bringParamsSchema,
  broughtSchema,
  type TakeoutLook,
  takeoutLookSchema,
} from "@/lib/contracts/takeout";
import type { Who } from "@/lib/contracts/who";
import { recordIn } from "@/server/audit/service";
import { bringUpload, findUpload, removeUploadedFiles } from "@/server/datasets/import/uploads";
import { transaction } from "@/server/db/transaction";
import type { JobHandler, RunningJob } from "@/server/jobs/job-handler";
import { enqueueJob, enqueueJobIn } from "@/server/jobs/service";
import { bringTakeout } from "./bring-takeout";
import { type OpenedTakeout, openTakeout } from "./open-takeout";

const TAKEOUT_LOOK = "takeout-look";
const TAKEOUT_BRING = "takeout-bring";

async function withArchive<T>(
  { params, teamId }: RunningJob<BringParams>,
  work: (archive: OpenedTakeout) => Promise<T>,
): Promise<T> {
  const archive = await openTakeout(await bringUpload(await findUpload(teamId, params.uploadId)));
  try {
    return await work(archive);
  } finally {
    await archive.close();
  }
}

function bring(job: RunningJob<BringParams>, archive: OpenedTakeout, isTrial: boolean): Promise<Brought> {
  return bringTakeout({
    archive,
    who: { userId: job.createdBy, teamId: job.teamId },
    isTrial,
    signal: job.signal,
    onPhoto: (done, total) => job.progress({ done, total, unit: "photos", note: "" }),
  });
}

/** Says what an archive holds and what would become of it; writes nothing. */
export const takeoutLookJob: JobHandler<BringParams, TakeoutLook> = {
  kind: TAKEOUT_LOOK,
  params: bringParamsSchema,
  result: takeoutLookSchema,
  run: (job) =>
    withArchive(job, async (archive) => {
      const { writtenAt, team } = archive.manifest;
      return { ...(await bring(job, archive, true)), writtenAt, team };
    }),
};

/** Takes an archive in. One that was stopped starts over: what is here by then stays. */
export const takeoutBringJob: JobHandler<BringParams, Brought> = {
  kind: TAKEOUT_BRING,
  params: bringParamsSchema,
  result: broughtSchema,
  run: (job) => withArchive(job, (archive) => bring(job, archive, false)),
  tidy: async ({ uploadId }, teamId) => removeUploadedFiles(await findUpload(teamId, uploadId)),
};

/** @throws AppError import/gone */
export async function startLooking(who: Who, uploadId: string): Promise<Job> {
  const { name } = await findUpload(who.teamId, uploadId);
  return enqueueJob(TAKEOUT_LOOK, { uploadId, label: name }, who);
}

/** @throws AppError import/gone */
export async function startBringing(who: Who, uploadId: string): Promise<Job> {
  const { name } = await findUpload(who.teamId, uploadId);
  return transaction(async (queries) => {
    const job = await enqueueJobIn(queries, TAKEOUT_BRING, { uploadId, label: name }, who);
    await recordIn(queries, { action: "data/brought", facts: { job: job.id, name } });
    return job;
  });
}
