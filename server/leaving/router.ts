import { deleteAccountSchema } from "@/lib/contracts/leaving";
import { AppError } from "@/lib/core/errors";
import { procedure, router } from "@/server/api/trpc";
import { deleteAccount, lookAtLeaving } from "./delete-account";

export const leavingRouter = router({
  look: procedure("account:read").query(({ ctx }) => lookAtLeaving(ctx.user.id)),
  /** By the person, signed in: no key deletes an account. */
  deleteAccount: procedure("account:write")
    .input(deleteAccountSchema)
    .mutation(({ ctx, input }) => {
      if (ctx.via !== "session") throw new AppError("request/forbidden");
      return deleteAccount(ctx.user.id, input.email);
    }),
});
