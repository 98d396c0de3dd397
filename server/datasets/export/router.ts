import { exportParamsSchema } from "@/lib/contracts/dataset-import";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { exportChoices, startExport } from "./exports";

export const exportsRouter = router({
  choices: procedure("datasets:read").query(({ ctx }) => exportChoices(ctx.team.id)),
  start: procedure("datasets:write", "export")
    .input(exportParamsSchema)
    .mutation(({ ctx, input }) => startExport(whoOf(ctx), input)),
});
