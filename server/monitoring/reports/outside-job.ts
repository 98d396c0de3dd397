import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import type { Job } from "@/lib/contracts/jobs";
import {
  type MonitorReport,
  OUTSIDE_JOBS,
  type OutsideMaker,
  outsideParamsSchema,
} from "@/lib/contracts/monitor-reports";
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
import { comparedWith, newestWeek } from "./forage-report";
import { driftOf } from "./open-report";
import { outsideColumns } from "./outside-columns";
import * as repository from "./repository";
import { installedMakers, notInstalled, runOutside } from "./run-outside";

const pack = promisify(gzip);
const resultSchema = z.object({ id: z.uuid(), drifted: z.number().int(), columns: z.number().int() });
type Params = z.output<typeof outsideParamsSchema>;
type Result = z.output<typeof resultSchema>;

/**
 * Lets another program look at the very rows that Forage compared of a week with the reference, and keeps what it makes.
 * @throws AppError monitoring/nothing-recorded, request/invalid where it is not installed
 */
export async function keepOutside(
  maker: OutsideMaker,
  { teamId, modelId, startsOn }: Params & { readonly teamId: string },
  signal: AbortSignal,
): Promise<Result> {
  const model = (await listModels(connection(), teamId)).find((one) => one.modelId === modelId);
  if (!model) throw new AppError("monitoring/nothing-recorded");
  const reference = await referenceOf(teamId, model, dayAt(new Date()));
  const days = daysOf("week", startsOn);
  const [before, now] = await tablesOf({ teamId, modelId, reference }, days);
  if (Math.min(before.rows, now.rows) < LEAST_SHOWN) throw new AppError("monitoring/nothing-recorded");
  const { page, said } = await runOutside(maker, outsideColumns(before, now, LEAST_SHOWN), signal);
  const content: MonitorReport = { ...said, modelId, ...days, reference: comparedWith(reference) };
  const id = await repository.writeReport(connection(), {
    id: randomUUID(),
    ...{ teamId, modelId, maker, startsOn, content },
    page: await pack(page),
  });
  const { drifted, judged } = driftOf(content);
  return { id, drifted, columns: judged };
}

const jobOf = (maker: OutsideMaker): JobHandler<Params, Result> => ({
  kind: OUTSIDE_JOBS[maker],
  params: outsideParamsSchema,
  result: resultSchema,
  run: ({ params, teamId, signal }) => keepOutside(maker, { ...params, teamId }, signal),
});

/** Job "evidently-report": one week of one model. */
export const evidentlyJob = jobOf("evidently");
/** Job "alibi-report": the same by Alibi Detect. */
export const alibiJob = jobOf("alibi");

/** Lets a program look at the newest week. @throws AppError request/invalid where it is not installed, monitoring/nothing-recorded, team/quota */
export async function askOutside(maker: OutsideMaker, modelId: string, who: Who): Promise<Job> {
  if (!installedMakers().includes(maker)) throw notInstalled(maker);
  const { startsOn } = await newestWeek(who.teamId, modelId);
  return enqueueJob(OUTSIDE_JOBS[maker], { modelId, startsOn }, who);
}
