import { z } from "zod";
import type { Job } from "@/lib/contracts/jobs";
import { FEATURES_JOB, type FeaturesJobResult, featuresJobResultSchema } from "@/lib/contracts/review";
import type { Who } from "@/lib/contracts/who";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJob } from "@/server/jobs/service";
import { measureAll } from "./measure-features";

const noParamsSchema = z.object({});

/** Needs no checkpoint: what is measured is kept, and a second run does the rest. */
export const featuresJob: JobHandler<z.output<typeof noParamsSchema>, FeaturesJobResult> = {
  kind: FEATURES_JOB,
  params: noParamsSchema,
  result: featuresJobResultSchema,
  run: ({ signal, progress }) =>
    measureAll({
      signal,
      onProgress: (done, total) => progress({ done, total, unit: "photos", note: "" }),
    }),
};

export function measureFeatures(who: Who): Promise<Job> {
  return enqueueJob(FEATURES_JOB, {}, who);
}
