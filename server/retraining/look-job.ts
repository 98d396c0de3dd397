import { z } from "zod";
import type { JobHandler } from "@/server/jobs/job-handler";
import { forgetEnded } from "@/server/jobs/service";
import { lookAtAll } from "./look-at-teams";

const KIND = "retrain-look";
/** It runs every few minutes: what its runs of days ago did is of no use. */
const KEPT_DAYS = 2;
const noParamsSchema = z.object({});
const resultSchema = z.object({ teams: z.number() });

/** Job "retrain-look": starts what is due in any team, and tells how what was started ended. */
export const retrainLookJob: JobHandler<z.infer<typeof noParamsSchema>, z.infer<typeof resultSchema>> = {
  kind: KIND,
  params: noParamsSchema,
  result: resultSchema,
  async run({ signal }) {
    await forgetEnded(KIND, KEPT_DAYS);
    return { teams: await lookAtAll(signal) };
  },
};
