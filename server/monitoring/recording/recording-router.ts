import { readSentInputSchema } from "@/lib/contracts/recording";
import { procedure, router } from "@/server/api/trpc";
import { agree, eraseSent, readSent, recordingState, withdraw } from "./recording";

/** What a person says of their own detections' figures, and sees of them. */
export const recordingRouter = router({
  state: procedure("account:read").query(({ ctx }) => recordingState(ctx.user.id)),
  sent: procedure("account:read")
    .input(readSentInputSchema)
    .query(({ ctx, input }) => readSent(ctx.user.id, input)),
  agree: procedure("account:write").mutation(({ ctx }) => agree(ctx.user.id)),
  withdraw: procedure("account:write").mutation(({ ctx }) => withdraw(ctx.user.id)),
  erase: procedure("account:write").mutation(({ ctx }) => eraseSent(ctx.user.id)),
});
