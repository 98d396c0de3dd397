import {
  correctionHistoryInputSchema,
  restoreRevisionInputSchema,
  saveCorrectionInputSchema,
} from "@/lib/contracts/corrections";
import { procedure, router } from "@/server/api/trpc";
import { correctionHistory, listRevisions } from "@/server/corrections/service";
import { restoreWhole, saveWhole } from "./service";

export const correctionsRouter = router({
  save: procedure("corrections:write")
    .input(saveCorrectionInputSchema)
    .mutation(({ ctx, input }) => saveWhole(ctx.user.id, input)),
  history: procedure("corrections:read")
    .input(correctionHistoryInputSchema)
    .query(({ ctx, input }) => correctionHistory(ctx.user.id, input.photoId)),
  /** The history with who, when, what changed and its review. */
  revisions: procedure("corrections:read")
    .input(correctionHistoryInputSchema)
    .query(({ ctx, input }) => listRevisions(ctx.user.id, input.photoId)),
  /** Saves an earlier state again, as a new one. */
  restore: procedure("corrections:write")
    .input(restoreRevisionInputSchema)
    .mutation(({ ctx, input }) => restoreWhole(ctx.user.id, input)),
});
