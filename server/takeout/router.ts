import { bringInputSchema } from "@/lib/contracts/takeout";
import { AppError } from "@/lib/core/errors";
import { type Context, whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { startBringing, startLooking } from "./bring/bring-jobs";
import { startTakeout } from "./takeout-job";

/** A team's data go along, and come in, with its admin alone; one's own team has none but oneself. */
function adminOf(context: Context) {
  if (context.team.role !== "admin") throw new AppError("request/forbidden");
  return whoOf(context);
}

export const takeoutRouter = router({
  start: procedure("account:write", "export").mutation(({ ctx }) =>
    startTakeout(adminOf(ctx), ctx.team.name),
  ),

  /** Looks at an archive that was sent to `POST /api/v1/imports`, before any of it is written. */
  look: procedure("datasets:write", "import")
    .input(bringInputSchema)
    .mutation(({ ctx, input }) => startLooking(adminOf(ctx), input.uploadId)),

  /** Takes it in. */
  bring: procedure("datasets:write", "import")
    .input(bringInputSchema)
    .mutation(({ ctx, input }) => startBringing(adminOf(ctx), input.uploadId)),
});
