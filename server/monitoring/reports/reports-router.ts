import { reportsOfModelSchema } from "@/lib/contracts/monitor-reports";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { askEvidently } from "./evidently-job";
import { makeReport } from "./forage-report";
import { listReports } from "./open-report";

export const reportsRouter = router({
  list: procedure("monitoring:read")
    .input(reportsOfModelSchema)
    .query(({ ctx, input }) => listReports(ctx.team.id, input.modelId)),
  /** The newest week's, now. */
  make: procedure("jobs:write")
    .input(reportsOfModelSchema)
    .mutation(({ ctx, input }) => makeReport({ teamId: ctx.team.id, ...input })),
  askEvidently: procedure("jobs:write")
    .input(reportsOfModelSchema)
    .mutation(({ ctx, input }) => askEvidently(input.modelId, whoOf(ctx))),
});
