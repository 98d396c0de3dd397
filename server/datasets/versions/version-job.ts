import {
  type VersionJobParams,
  type VersionJobResult,
  versionJobParamsSchema,
  versionJobResultSchema,
} from "@/lib/contracts/dataset-versions";
import type { JobHandler } from "@/server/jobs/job-handler";
import { createVersion } from "./create-version";

/**
 * Job "dataset-version". It needs no checkpoint: what was measured of a photo is kept, so a second run starts where
 * the first one ended.
 */
export const versionJob: JobHandler<VersionJobParams, VersionJobResult> = {
  kind: "dataset-version",
  params: versionJobParamsSchema as JobHandler<VersionJobParams, VersionJobResult>["params"],
  result: versionJobResultSchema,
  run: ({ params, createdBy, signal, progress }) =>
    createVersion({
      ...params,
      createdBy,
      signal,
      onProgress: (done, total) => progress({ done, total, unit: "photos", note: "" }),
    }),
};
