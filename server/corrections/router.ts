import {
  correctionHistoryInputSchema,
  restoreRevisionInputSchema,
  saveCorrectionInputSchema,
} from "@/lib/contracts/corrections";
import { procedure, router } from "@/server/api/trpc";
import { recordSignals } from "@/server/review/service";
import { correctionHistory, listRevisions, restoreRevision, saveCorrection } from "./service";

export const correctionsRouter = router({
  save: procedure("corrections:write")
    .input(saveCorrectionInputSchema)
    .mutation(async ({ ctx, input: { features, ...input } }) => {
      const saved = await saveCorrection(ctx.user.id, input);
      await recordSignals(saved.photoId, features);
      return saved;
    }),
  history: procedure("corrections:read")
    .input(correctionHistoryInputSchema)
    .query(({ ctx, input }) => correctionHistory(ctx.user.id, input.photoId)),
  /** The history with who, when, what changed and what was said of it in review. */
  revisions: procedure("corrections:read")
    .input(correctionHistoryInputSchema)
    .query(({ ctx, input }) => listRevisions(ctx.user.id, input.photoId)),
  /** Saves an earlier state again, as a new one. */
  restore: procedure("corrections:write")
    .input(restoreRevisionInputSchema)
    .mutation(async ({ ctx, input }) => {
      const saved = await restoreRevision(ctx.user.id, input.photoId, input.revision);
      await recordSignals(saved.photoId);
      return saved;
    }),
});
