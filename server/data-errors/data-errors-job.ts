import {
  DATA_ERRORS_JOB,
  type DataErrorsParams,
  type DataErrorsResult,
  dataErrorReportSchema,
  dataErrorsParamsSchema,
  dataErrorsResultSchema,
} from "@/lib/contracts/data-errors";
import type { Job } from "@/lib/contracts/jobs";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJob } from "@/server/jobs/service";
import { getFileStore } from "@/server/storage/service";
import { comparePhotos } from "./compare-photos";
import { findDataErrors } from "./find-data-errors";
import { judgeVersion } from "./judged-version";
import { findVersionId, writeReport } from "./repository";

async function versionId(number: number): Promise<string> {
  const id = await findVersionId(connection(), number);
  if (id === undefined) throw new AppError("request/not-found");
  return id;
}

interface LookThrough extends DataErrorsParams {
  /** Of the report: one that is there is written anew. */
  readonly id: string;
  readonly createdBy: string;
  readonly signal: AbortSignal;
  /** First for looks that are to be made, then for the comparison of all photos. */
  readonly onProgress: (done: number, total: number, unit: "photos" | "comparisons") => void;
}

/**
 * Looks a version through and keeps what may be wrong in it. What a model saw of a photo is kept at once, so that a second
 * run does the rest.
 * @throws AppError request/not-found, dataset/…, model/…, detection/…
 */
export async function lookThrough(asked: LookThrough): Promise<DataErrorsResult> {
  const { id, number, createdBy, signal, onProgress } = asked;
  const version = await versionId(number);
  const judged = await judgeVersion(number, {
    signal,
    onProgress: (done, total) => onProgress(done, total, "photos"),
  });
  const compared = await comparePhotos(judged.entries, {
    signal,
    onProgress: (done, total) => onProgress(done, total, "comparisons"),
  });
  const { report, summary } = findDataErrors(judged, compared);
  const text = JSON.stringify(dataErrorReportSchema.parse(report));
  const reportSha256 = await (await getFileStore()).put(Buffer.from(text));
  await writeReport(connection(), { id, versionId: version, reportSha256, summary, createdBy });
  const { photos, failed } = summary;
  return { number, photos, failed, looked: judged.looked, doubts: report.doubts.length };
}

/** Needs no checkpoint: see `lookThrough`. */
export const dataErrorsJob: JobHandler<DataErrorsParams, DataErrorsResult> = {
  kind: DATA_ERRORS_JOB,
  params: dataErrorsParamsSchema,
  result: dataErrorsResultSchema,
  run: ({ id, params, createdBy, signal, progress }) =>
    lookThrough({
      ...params,
      id,
      createdBy,
      signal,
      onProgress: (done, total, unit) => progress({ done, total, unit, note: "" }),
    }),
};

/** Starts looking for errors in a version. @throws AppError request/not-found, team/quota */
export async function findErrorsOf(params: DataErrorsParams, who: Who): Promise<Job> {
  await versionId(params.number);
  return enqueueJob(DATA_ERRORS_JOB, params, who);
}
