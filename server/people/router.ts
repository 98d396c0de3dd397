import { passkeyIdSchema, renamePasskeySchema } from "@/lib/contracts/passkeys";
import {
  changePasswordSchema,
  invitationIdSchema,
  invitationTokenSchema,
  keyIdSchema,
  makeInvitationSchema,
  makeKeySchema,
  memberSchema,
  pairingIdSchema,
  renameSchema,
  sessionIdSchema,
  setAdminSchema,
  setDisabledSchema,
  setRoleSchema,
} from "@/lib/contracts/people";
import * as account from "@/server/accounts/account";
import { doorState } from "@/server/accounts/door";
import * as pairing from "@/server/accounts/pairing/pairing";
import * as passkeys from "@/server/accounts/passkeys/passkeys";
import * as teams from "@/server/accounts/teams";
import { type Context, whoOf } from "@/server/api/context";
import { requirePresent } from "@/server/api/present";
import { procedure, router } from "@/server/api/trpc";
import { teamUsage } from "@/server/quotas/service";
import { phonePlaces } from "./phone-places";

const sessionOf = (ctx: Context) => ctx.sessionId ?? null;

const sessionsRouter = router({
  list: procedure("account:read").query(({ ctx }) => account.listSessions(ctx.user.id, sessionOf(ctx))),
  revoke: procedure("account:write")
    .input(sessionIdSchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return account.revokeSession(ctx.user.id, input.sessionId);
    }),
  revokeOthers: procedure("account:write").mutation(({ ctx }) => {
    requirePresent(ctx);
    return account.revokeOtherSessions(ctx.user.id, sessionOf(ctx));
  }),
});

const pairingRouter = router({
  places: procedure("account:read").query(() => phonePlaces()),
  start: procedure("account:write").mutation(({ ctx }) => {
    requirePresent(ctx);
    return pairing.startPairing(whoOf(ctx), sessionOf(ctx));
  }),
  end: procedure("account:write").mutation(({ ctx }) => {
    requirePresent(ctx);
    return pairing.endPairing(ctx.user.id);
  }),
  state: procedure("account:read")
    .input(pairingIdSchema)
    .query(({ ctx, input }) => pairing.pairingState(ctx.user.id, input.pairingId)),
});

const passkeysRouter = router({
  list: procedure("account:read").query(({ ctx }) => passkeys.listPasskeys(ctx.user.id)),
  rename: procedure("account:write")
    .input(renamePasskeySchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return passkeys.renamePasskey(ctx.user.id, input.passkeyId, input.name);
    }),
  remove: procedure("account:write")
    .input(passkeyIdSchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return passkeys.removePasskey(ctx.user.id, input.passkeyId);
    }),
});

const keysRouter = router({
  list: procedure("account:read").query(({ ctx }) => account.listKeys(ctx.user.id)),
  make: procedure("account:write")
    .input(makeKeySchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return account.makeKey({ ...whoOf(ctx), sessionId: sessionOf(ctx) }, ctx.permissions, input);
    }),
  revoke: procedure("account:write")
    .input(keyIdSchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return account.revokeKey(ctx.user.id, input.keyId);
    }),
});

const teamRouter = router({
  /** What the team has, and what it may have. */
  usage: procedure("team:read").query(({ ctx }) => teamUsage(ctx.team.id)),
  get: procedure("team:read").query(({ ctx }) => teams.teamOf(ctx.team)),
  make: procedure("account:write")
    .input(renameSchema)
    .mutation(({ ctx, input }) => teams.makeTeam(ctx.user.id, input.name)),
  rename: procedure("team:write")
    .input(renameSchema)
    .mutation(({ ctx, input }) => teams.renameTeam(ctx.team.id, input.name)),
  setRole: procedure("team:write")
    .input(setRoleSchema)
    .mutation(({ ctx, input }) => teams.setRole({ userId: input.userId, teamId: ctx.team.id }, input.role)),
  remove: procedure("team:write")
    .input(memberSchema)
    .mutation(({ ctx, input }) => teams.removeMember({ userId: input.userId, teamId: ctx.team.id })),
  leave: procedure("account:write").mutation(({ ctx }) => teams.leaveTeam(whoOf(ctx))),
  handOver: procedure("team:write")
    .input(memberSchema)
    .mutation(({ ctx, input }) => teams.handOver(whoOf(ctx), input.userId)),
});

const invitationsRouter = router({
  list: procedure("invitations:read").query(({ ctx }) => teams.listInvitations(ctx.team.id)),
  make: procedure("team:write")
    .input(makeInvitationSchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return teams.makeInvitation(whoOf(ctx), input);
    }),
  revoke: procedure("team:write")
    .input(invitationIdSchema)
    .mutation(({ ctx, input }) => teams.revokeInvitation(ctx.team.id, input.invitationId)),
  /** Public: who holds the link sees where it leads before they make an account. */
  look: procedure("public")
    .input(invitationTokenSchema)
    .query(({ input }) => teams.lookAtInvitation(input.token)),
  accept: procedure("account:write")
    .input(invitationTokenSchema)
    .mutation(({ ctx, input }) => teams.acceptInvitation(ctx.user.id, input.token)),
});

/** For whoever keeps the installation: people, not what they have. */
const adminRouter = router({
  list: procedure("admin:read").query(() => account.listPeople()),
  resetLink: procedure("admin:write")
    .input(memberSchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return account.makeResetLink(input.userId);
    }),
  setAdmin: procedure("admin:write")
    .input(setAdminSchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return account.setAdmin(input.userId, input.isAdmin);
    }),
  setDisabled: procedure("admin:write")
    .input(setDisabledSchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return account.setDisabled(input.userId, input.isDisabled);
    }),
});

export const peopleRouter = router({
  /** Public: what a browser that is not signed in is shown. */
  door: procedure("public").query(({ ctx }) => doorState(ctx.via)),
  me: procedure("account:read").query(async ({ ctx }) => ({
    user: { ...ctx.user, email: await account.emailOf(ctx.user.id) },
    team: ctx.team,
    teams: await teams.teamsOf(ctx.user.id),
    permissions: [...ctx.permissions],
    via: ctx.via,
    isOutOfTeam: ctx.isOutOfTeam ?? false,
  })),
  rename: procedure("account:write")
    .input(renameSchema)
    .mutation(({ ctx, input }) => account.rename(ctx.user.id, input.name)),
  changePassword: procedure("account:write")
    .input(changePasswordSchema)
    .mutation(({ ctx, input }) => {
      requirePresent(ctx);
      return account.changePassword({ userId: ctx.user.id, sessionId: sessionOf(ctx) }, input);
    }),
  sessions: sessionsRouter,
  pairing: pairingRouter,
  passkeys: passkeysRouter,
  keys: keysRouter,
  team: teamRouter,
  invitations: invitationsRouter,
  admin: adminRouter,
});
