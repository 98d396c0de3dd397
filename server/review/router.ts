import { photoIdInputSchema } from "@/lib/contracts/library";
import { reviewInputSchema, reviewQueueInputSchema, undoReviewInputSchema } from "@/lib/contracts/review";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { measureFeatures } from "./features/features-job";
import { review, undoReview } from "./queue/decide";
import { reviewItem, reviewQueue } from "./queue/review-queue";

export const reviewRouter = router({
  queue: procedure("review:read")
    .input(reviewQueueInputSchema)
    .query(({ input }) => reviewQueue(input)),
  item: procedure("review:read")
    .input(photoIdInputSchema)
    .query(({ input }) => reviewItem(input.photoId)),
  /** Runs the champion on the photos without its features. */
  measure: procedure("jobs:write").mutation(({ ctx }) => measureFeatures(whoOf(ctx))),
  decide: procedure("review:write")
    .input(reviewInputSchema)
    .mutation(({ ctx, input }) => review(ctx.user.id, input)),
  undo: procedure("review:write")
    .input(undoReviewInputSchema)
    .mutation(({ ctx, input }) => undoReview(ctx.user.id, input.photoId, input.reviewId)),
});
