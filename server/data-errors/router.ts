import {
  browseInputSchema,
  correctInputSchema,
  dataErrorsParamsSchema,
  doubtsInputSchema,
  keepInputSchema,
  mendInputSchema,
  takeKeptBackInputSchema,
  undoMendInputSchema,
} from "@/lib/contracts/data-errors";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { undoMend } from "@/server/review/queue/mend";
import { browse, confusionFigures, photoMap } from "./browse";
import { findErrorsOf } from "./data-errors-job";
import { correctPhoto, keepLabel, takeKeptBack, takeModels } from "./decide";
import { dataErrorsOverview } from "./report";
import { showDoubts } from "./show-doubts";

export const dataErrorsRouter = router({
  overview: procedure("datasets:read")
    .input(dataErrorsParamsSchema)
    .query(({ input }) => dataErrorsOverview(input.number)),
  doubts: procedure("datasets:read")
    .input(doubtsInputSchema)
    .query(({ input }) => showDoubts(input)),
  browse: procedure("datasets:read")
    .input(browseInputSchema)
    .query(({ input }) => browse(input)),
  map: procedure("datasets:read")
    .input(dataErrorsParamsSchema)
    .query(({ input }) => photoMap(input.number)),
  confusion: procedure("datasets:read")
    .input(dataErrorsParamsSchema)
    .query(({ input }) => confusionFigures(input.number)),
  find: procedure("datasets:write")
    .input(dataErrorsParamsSchema)
    .mutation(({ ctx, input }) => findErrorsOf(input, whoOf(ctx))),
  keep: procedure("datasets:write")
    .input(keepInputSchema)
    .mutation(({ ctx, input }) => keepLabel(input, ctx.user.id)),
  takeKeptBack: procedure("datasets:write")
    .input(takeKeptBackInputSchema)
    .mutation(({ input }) => takeKeptBack(input.id)),
  /** The model's answer in the label's place. */
  takeModels: procedure("review:write")
    .input(mendInputSchema)
    .mutation(({ ctx, input }) => takeModels(input, whoOf(ctx))),
  /** A person's own boxes. */
  correct: procedure("review:write")
    .input(correctInputSchema)
    .mutation(({ ctx, input }) => correctPhoto(input, whoOf(ctx))),
  undo: procedure("review:write")
    .input(undoMendInputSchema)
    .mutation(({ ctx, input }) => undoMend(whoOf(ctx), input.photoId, input.reviewId)),
});
