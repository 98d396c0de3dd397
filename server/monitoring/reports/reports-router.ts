import { askReportSchema, reportsOfModelSchema } from "@/lib/contracts/monitor-reports";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { makeReport } from "./forage-report";
import { listReports } from "./open-report";
import { askOutside } from "./outside-job";

export const reportsRouter = router({
  list: procedure("monitoring:read")
    .input(reportsOfModelSchema)
    .query(({ ctx, input }) => listReports(ctx.team.id, input.modelId)),
  /** The newest week's, now. */
  make: procedure("jobs:write")
    .input(reportsOfModelSchema)
    .mutation(({ ctx, input }) => makeReport({ teamId: ctx.team.id, ...input })),
  /** Another program over the newest week. */
  ask: procedure("jobs:write")
    .input(askReportSchema)
    .mutation(({ ctx, input }) => askOutside(input.maker, input.modelId, whoOf(ctx))),
});
