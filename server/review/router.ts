import { photoIdInputSchema } from "@/lib/contracts/library";
import { settleInputSchema } from "@/lib/contracts/opinions";
import { reviewInputSchema, reviewQueueInputSchema, undoReviewInputSchema } from "@/lib/contracts/review";
import {
  askOpinionsInputSchema,
  assignInputSchema,
  holdInputSchema,
  opinionRuleSchema,
  pageInputSchema,
} from "@/lib/contracts/review-people";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { connection } from "@/server/db/transaction";
import { measureFeatures } from "./features/features-job";
import { listToSettle, readAgreement, readPair } from "./opinions/opinion-pairs";
import { askOpinions, opinionRule, setOpinionRule, teamPhotos } from "./opinions/rules";
import { settle } from "./opinions/settle";
import { assign } from "./people/assign";
import { hold, leave } from "./people/hold";
import { reviewPeople } from "./people/people-now";
import { review, undoReview } from "./queue/decide";
import { reviewItem, reviewQueue } from "./queue/review-queue";

export const reviewRouter = router({
  queue: procedure("review:read")
    .input(reviewQueueInputSchema)
    .query(({ ctx, input }) => reviewQueue(whoOf(ctx), input)),
  item: procedure("review:read")
    .input(photoIdInputSchema)
    .query(({ ctx, input }) => reviewItem(whoOf(ctx), input.photoId)),
  /** Runs the champion on the photos without its features. */
  measure: procedure("jobs:write").mutation(({ ctx }) => measureFeatures(whoOf(ctx))),
  decide: procedure("review:write")
    .input(reviewInputSchema)
    .mutation(({ ctx, input }) => review(whoOf(ctx), input)),
  undo: procedure("review:write")
    .input(undoReviewInputSchema)
    .mutation(({ ctx, input }) => undoReview(whoOf(ctx), input.photoId, input.reviewId)),

  /** Everybody in the team, who has which photo in front, and how much waits to be settled. */
  people: procedure("review:read").query(({ ctx }) => reviewPeople(whoOf(ctx))),
  /** A page says that it is there and what it shows, and takes the photos it is to review next. */
  hold: procedure("review:write")
    .input(holdInputSchema)
    .mutation(({ ctx, input }) => hold(whoOf(ctx), input)),
  leave: procedure("review:write")
    .input(pageInputSchema)
    .mutation(({ ctx, input }) => leave(whoOf(ctx), input.pageId)),
  photos: procedure("review:read").query(({ ctx }) => teamPhotos(whoOf(ctx))),
  assign: procedure("review:write")
    .input(assignInputSchema)
    .mutation(({ ctx, input }) => assign(whoOf(ctx), input)),

  opinionRule: procedure("review:read").query(({ ctx }) => opinionRule(whoOf(ctx))),
  setOpinionRule: procedure("review:write")
    .input(opinionRuleSchema)
    .mutation(({ ctx, input }) => setOpinionRule(whoOf(ctx), input)),
  askOpinions: procedure("review:write")
    .input(askOpinionsInputSchema)
    .mutation(({ ctx, input }) => askOpinions(whoOf(ctx), input)),
  toSettle: procedure("review:read").query(({ ctx }) => listToSettle(whoOf(ctx))),
  opinions: procedure("review:read")
    .input(photoIdInputSchema)
    .query(({ ctx, input }) => readPair(connection(), whoOf(ctx), input.photoId)),
  settle: procedure("review:write")
    .input(settleInputSchema)
    .mutation(({ ctx, input }) => settle(whoOf(ctx), input)),
  agreement: procedure("review:read").query(({ ctx }) => readAgreement(whoOf(ctx))),
});
