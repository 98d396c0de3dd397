import { correctionHistoryInputSchema, correctionInputSchema } from "@/lib/contracts/corrections";
import { procedure, router } from "@/server/api/trpc";
import { correctionHistory, saveCorrection } from "./service";

export const correctionsRouter = router({
  save: procedure("corrections:write")
    .input(correctionInputSchema)
    .mutation(({ ctx, input }) => saveCorrection(ctx.user.id, input)),
  history: procedure("corrections:read")
    .input(correctionHistoryInputSchema)
    .query(({ ctx, input }) => correctionHistory(ctx.user.id, input.photoId)),
});
