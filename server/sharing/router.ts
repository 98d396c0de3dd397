import { z } from "zod";
import { shareInputSchema, shareSettingsSchema } from "@/lib/contracts/sharing";
import { procedure, router } from "@/server/api/trpc";
import { createShare, listShares, revokeShare, setSharing, sharingSettings } from "./service";

export const sharingRouter = router({
  settings: procedure("recipes:read").query(() => sharingSettings()),
  setSettings: procedure("settings:write")
    .input(shareSettingsSchema)
    .mutation(({ input }) => setSharing(input)),
  list: procedure("recipes:read").query(({ ctx }) => listShares(ctx.team.id)),
  create: procedure("recipes:write")
    .input(shareInputSchema)
    .mutation(({ input, ctx }) => createShare(input, ctx.team.id)),
  revoke: procedure("recipes:write")
    .input(z.object({ id: z.uuid() }))
    .mutation(({ input, ctx }) => revokeShare(input.id, ctx.team.id)),
});
