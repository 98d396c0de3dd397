import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import type { Job } from "@/lib/contracts/jobs";
import { EVIDENTLY_JOB, type EvidentlyReport, evidentlyParamsSchema } from "@/lib/contracts/monitor-reports";
import { LEAST_SHOWN } from "@/lib/contracts/monitoring";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJob } from "@/server/jobs/service";
import { daysOf } from "../drift/periods";
import { referenceOf } from "../drift/reference";
import { listModels } from "../drift/repository";
import { tablesOf } from "../drift/tables";
import { dayAt } from "../sums/keep-sums";
import { evidentlyColumns } from "./evidently-columns";
import { comparedWith, newestWeek } from "./forage-report";
import * as repository from "./repository";
import { isEvidentlyInstalled, notInstalled, runEvidently } from "./run-evidently";

const pack = promisify(gzip);
const resultSchema = z.object({ id: z.uuid(), drifted: z.number().int(), columns: z.number().int() });
type Params = z.output<typeof evidentlyParamsSchema>;
type Result = z.output<typeof resultSchema>;

/**
 * Lets Evidently look at the very rows that Forage compared of a week with the reference, and keeps what it makes.
 * @throws AppError monitoring/nothing-recorded, request/invalid where Evidently is not installed
 */
export async function keepEvidently(
  { teamId, modelId, startsOn }: Params & { readonly teamId: string },
  signal: AbortSignal,
): Promise<Result> {
  const model = (await listModels(connection(), teamId)).find((one) => one.modelId === modelId);
  if (!model) throw new AppError("monitoring/nothing-recorded");
  const reference = await referenceOf(teamId, model, dayAt(new Date()));
  const days = daysOf("week", startsOn);
  const [before, now] = await tablesOf({ teamId, modelId, reference }, days);
  if (Math.min(before.rows, now.rows) < LEAST_SHOWN) throw new AppError("monitoring/nothing-recorded");
  const { page, summary } = await runEvidently(evidentlyColumns(before, now, LEAST_SHOWN), signal);
  const content: EvidentlyReport = {
    maker: "evidently",
    ...{ modelId, ...days, summary },
    reference: comparedWith(reference),
  };
  const id = await repository.writeReport(connection(), {
    id: randomUUID(),
    ...{ teamId, modelId, maker: "evidently", startsOn, content },
    page: await pack(page),
  });
  return { id, drifted: summary.drifted.count, columns: summary.columns.length };
}

/** Job "evidently-report": one week of one model. */
export const evidentlyJob: JobHandler<Params, Result> = {
  kind: EVIDENTLY_JOB,
  params: evidentlyParamsSchema,
  result: resultSchema,
  run: ({ params, teamId, signal }) => keepEvidently({ ...params, teamId }, signal),
};

/** Lets Evidently look at the newest week. @throws AppError request/invalid where it is not installed, monitoring/nothing-recorded, team/quota */
export async function askEvidently(modelId: string, who: Who): Promise<Job> {
  if (!isEvidentlyInstalled()) throw notInstalled();
  const { startsOn } = await newestWeek(who.teamId, modelId);
  return enqueueJob(EVIDENTLY_JOB, { modelId, startsOn }, who);
}
