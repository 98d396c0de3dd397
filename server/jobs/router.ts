import { jobInputSchema, jobListInputSchema } from "@/lib/contracts/jobs";
import { procedure, router } from "@/server/api/trpc";
import { cancelJob, getJob, listJobs, resumeJob } from "./service";

export const jobsRouter = router({
  list: procedure("jobs:read")
    .input(jobListInputSchema)
    .query(({ ctx, input }) => listJobs(ctx.team.id, input)),
  get: procedure("jobs:read")
    .input(jobInputSchema)
    .query(({ ctx, input }) => getJob(ctx.team.id, input.jobId)),
  cancel: procedure("jobs:write")
    .input(jobInputSchema)
    .mutation(({ ctx, input }) => cancelJob(ctx.team.id, input.jobId)),
  resume: procedure("jobs:write")
    .input(jobInputSchema)
    .mutation(({ ctx, input }) => resumeJob(ctx.team.id, input.jobId)),
});
