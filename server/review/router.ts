import { photoIdInputSchema } from "@/lib/contracts/library";
import { reviewInputSchema, reviewQueueInputSchema, undoReviewInputSchema } from "@/lib/contracts/review";
import { procedure, router } from "@/server/api/trpc";
import { review, reviewItem, reviewQueue, undoReview } from "./service";

export const reviewRouter = router({
  queue: procedure("review:read")
    .input(reviewQueueInputSchema)
    .query(({ input }) => reviewQueue(input)),
  item: procedure("review:read")
    .input(photoIdInputSchema)
    .query(({ input }) => reviewItem(input.photoId)),
  decide: procedure("review:write")
    .input(reviewInputSchema)
    .mutation(({ ctx, input }) => review(ctx.user.id, input)),
  undo: procedure("review:write")
    .input(undoReviewInputSchema)
    .mutation(({ ctx, input }) => undoReview(ctx.user.id, input.photoId, input.reviewId)),
});
