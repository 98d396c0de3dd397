import {
  correctionHistoryInputSchema,
  restoreRevisionInputSchema,
  saveCorrectionInputSchema,
} from "@/lib/contracts/corrections";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { correctionHistory, listRevisions } from "@/server/corrections/service";
import { restoreWhole, saveWhole } from "./service";

export const correctionsRouter = router({
  save: procedure("corrections:write")
    .input(saveCorrectionInputSchema)
    .mutation(({ ctx, input }) => saveWhole(whoOf(ctx), input)),
  history: procedure("corrections:read")
    .input(correctionHistoryInputSchema)
    .query(({ ctx, input }) => correctionHistory(ctx.team.id, input.photoId)),
  /** The history with who, when, what changed and its review. */
  revisions: procedure("corrections:read")
    .input(correctionHistoryInputSchema)
    .query(({ ctx, input }) => listRevisions(ctx.team.id, input.photoId)),
  /** Saves an earlier state again, as a new one. */
  restore: procedure("corrections:write")
    .input(restoreRevisionInputSchema)
    .mutation(({ ctx, input }) => restoreWhole(whoOf(ctx), input)),
});
