import { retrainingSettingsSchema } from "@/lib/contracts/retraining";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { getRetraining, saveRetraining } from "./settings";

export const retrainingRouter = router({
  get: procedure("training:read").query(({ ctx }) => getRetraining(whoOf(ctx))),
  save: procedure("training:write")
    .input(retrainingSettingsSchema)
    .mutation(({ ctx, input }) => saveRetraining(whoOf(ctx), input)),
});
