import { auditListInputSchema } from "@/lib/contracts/audit";
import { procedure, router } from "@/server/api/trpc";
import { listAudit } from "@/server/audit/service";

export const auditRouter = router({
  /** Who did what in the team, newest first; the installation's admin also sees what concerns no team. */
  list: procedure("audit:read")
    .input(auditListInputSchema)
    .query(({ ctx, input }) =>
      listAudit({ teamId: ctx.team.id, userId: ctx.user.id, withInstallation: ctx.user.isAdmin }, input),
    ),
});
