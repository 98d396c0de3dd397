import {
  type VersionJobParams,
  type VersionJobResult,
  versionJobParamsSchema,
  versionJobResultSchema,
} from "@/lib/contracts/dataset-versions";
import type { Job } from "@/lib/contracts/jobs";
import type { Who } from "@/lib/contracts/who";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJob } from "@/server/jobs/service";
import { createVersion } from "./create-version";

/**
 * Job "dataset-version". It needs no checkpoint: measurements of photos are kept, so a second run starts where
 * the first one ended.
 */
export const versionJob: JobHandler<VersionJobParams, VersionJobResult> = {
  kind: "dataset-version",
  params: versionJobParamsSchema as JobHandler<VersionJobParams, VersionJobResult>["params"],
  result: versionJobResultSchema,
  run: ({ id, params, createdBy, signal, progress }) =>
    createVersion({
      ...params,
      checkId: id,
      createdBy,
      signal,
      onProgress: (done, total) => progress({ done, total, unit: "photos", note: "" }),
    }),
};

/** Starts making a version of the data set. */
export function startVersion(params: VersionJobParams, who: Who): Promise<Job> {
  return enqueueJob(versionJob.kind, params, who);
}
