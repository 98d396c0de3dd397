import { runInputSchema, startTrainingSchema } from "@/lib/contracts/training";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { contactSheet } from "./contact-sheet";
import { trainingEnvironment } from "./python";
import {
  estimateTraining,
  getReport,
  getRun,
  listRuns,
  listWaiting,
  startTraining,
  trainableVersions,
  watchLog,
} from "./service";

export const trainingRouter = router({
  environment: procedure("training:read").query(() => trainingEnvironment()),
  versions: procedure("training:read").query(() => trainableVersions()),
  list: procedure("training:read").query(() => listRuns()),
  get: procedure("training:read")
    .input(runInputSchema)
    .query(({ input }) => getRun(input.runId)),
  report: procedure("training:read")
    .input(runInputSchema)
    .query(({ input }) => getReport(input.runId)),
  estimate: procedure("training:read")
    .input(startTrainingSchema)
    .query(({ input }) => estimateTraining(input)),
  waiting: procedure("training:read").query(() => listWaiting()),
  start: procedure("training:write")
    .input(startTrainingSchema)
    .mutation(({ ctx, input }) => startTraining(input, whoOf(ctx))),
  contactSheet: procedure("training:write")
    .input(startTrainingSchema.pick({ version: true, configs: true }))
    .mutation(({ input, signal }) => contactSheet(input, signal)),
  log: procedure("training:read")
    .input(runInputSchema)
    .subscription(({ input, signal }) => watchLog(input.runId, signal)),
});
