import { alertIdSchema, saveAlertSchema, silenceAlertSchema } from "@/lib/contracts/alerts";
import { procedure, router } from "@/server/api/trpc";
import {
  listAlertMessages,
  listAlerts,
  listRaised,
  removeAlert,
  saveAlert,
  silenceAlert,
  testAlert,
} from "./alerts";

export const alertsRouter = router({
  raised: procedure("monitoring:read").query(({ ctx }) => listRaised(ctx.team.id)),
  // addresses of webhooks are secrets
  list: procedure("alerts:read").query(({ ctx }) => listAlerts(ctx.team.id)),
  messages: procedure("alerts:read").query(({ ctx }) => listAlertMessages(ctx.team.id)),
  save: procedure("monitoring:write")
    .input(saveAlertSchema)
    .mutation(({ ctx, input }) => saveAlert(ctx.team.id, input)),
  remove: procedure("monitoring:write")
    .input(alertIdSchema)
    .mutation(({ ctx, input }) => removeAlert(ctx.team.id, input.id)),
  silence: procedure("monitoring:write")
    .input(silenceAlertSchema)
    .mutation(({ ctx, input }) => silenceAlert(ctx.team.id, input)),
  test: procedure("monitoring:write", "fetch")
    .input(alertIdSchema)
    .mutation(({ ctx, input }) => testAlert(ctx.team.id, input.id)),
});
