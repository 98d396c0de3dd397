import { jobInputSchema, jobListInputSchema } from "@/lib/contracts/jobs";
import { procedure, router } from "@/server/api/trpc";
import { cancelJob, getJob, listJobs, resumeJob } from "./service";

export const jobsRouter = router({
  list: procedure("jobs:read")
    .input(jobListInputSchema)
    .query(({ input }) => listJobs(input)),
  get: procedure("jobs:read")
    .input(jobInputSchema)
    .query(({ input }) => getJob(input.jobId)),
  cancel: procedure("jobs:write")
    .input(jobInputSchema)
    .mutation(({ input }) => cancelJob(input.jobId)),
  resume: procedure("jobs:write")
    .input(jobInputSchema)
    .mutation(({ input }) => resumeJob(input.jobId)),
});
