import { AppError } from "@/lib/core/errors";
import { whoOf } from "@/server/api/context";
import { procedure, router } from "@/server/api/trpc";
import { startTakeout } from "./takeout-job";

export const takeoutRouter = router({
  /** A team's data go along with its admin alone; one's own team has none but oneself. */
  start: procedure("account:write", "export").mutation(({ ctx }) => {
    if (ctx.team.role !== "admin") throw new AppError("request/forbidden");
    return startTakeout(whoOf(ctx));
  }),
});
