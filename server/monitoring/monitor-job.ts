import { z } from "zod";
import type { Who } from "@/lib/contracts/who";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJob, forgetEnded, paramsOf } from "@/server/jobs/service";
import { keepAlerts } from "./alerts/alerts";
import { keepLooks } from "./drift/looks";
import { keepPicks } from "./labelling/pick-photos";
import { keepReports } from "./reports/forage-report";
import { keepSums } from "./sums/keep-sums";

const noParamsSchema = z.object({});
const resultSchema = z.object({
  made: z.number(),
  dropped: z.number(),
  summed: z.number(),
  looks: z.number(),
  reports: z.number(),
  picked: z.number(),
  told: z.number(),
});
type MonitorResult = z.output<typeof resultSchema>;

const KIND = "monitor";
/** It runs every few minutes: what its runs of days ago did is of no use. */
const KEPT_DAYS = 2;

/** Job "monitor": keeps the store of figures in order, its sums and comparisons up to date, writes the reports of weeks that have ended, chooses what to label, and tells what moved. */
export const monitorJob: JobHandler<z.output<typeof noParamsSchema>, MonitorResult> = {
  kind: KIND,
  params: noParamsSchema,
  result: resultSchema,
  async run({ signal }) {
    await forgetEnded(KIND, KEPT_DAYS);
    const sums = await keepSums(signal);
    const looks = await keepLooks(signal);
    const reports = await keepReports(signal);
    const picked = await keepPicks(signal);
    return { ...sums, looks, reports, picked, told: await keepAlerts(signal) };
  },
};

/** Puts the job into its queue now, unless one waits already. */
export async function refresh(who: Who): Promise<void> {
  if ((await paramsOf([KIND], ["queued"])).length > 0) return;
  await enqueueJob(KIND, {}, who);
}
