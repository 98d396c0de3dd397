import { z } from "zod";

export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;
/** Each may do all that the one before may. */
export const TEAM_ROLES = ["viewer", "editor", "reviewer", "admin"] as const;
export const teamRoleSchema = z.enum(TEAM_ROLES);
export type TeamRole = z.infer<typeof teamRoleSchema>;

const name = z.string().trim().min(1).max(80);
const email = z.email().max(200).toLowerCase();
const newPassword = z.string().min(PASSWORD_LENGTH.min).max(PASSWORD_LENGTH.max);
/** Not checked for length: a short one is as wrong as any other. */
const password = z.string().max(PASSWORD_LENGTH.max);
const token = z.string().min(20).max(100);

export const signInSchema = z.object({ email, password });
export const firstAccountSchema = z.object({
  name,
  email,
  password: newPassword,
  /** From the server's terminal; asked for when this is not sent from the server's own computer. */
  code: z.string().max(40).optional(),
});
export const joinSchema = z.object({ token, name, email, password: newPassword });
export const resetSchema = z.object({
  token,
  password: newPassword,
  /** Whoever only forgot it: otherwise a thief's would stay. */
  keepsKeysAndPasskeys: z.boolean().default(false),
});
/** How many ways into an account ended with its old password. */
export const endedWaysSchema = z.object({ sessions: z.number(), keys: z.number(), passkeys: z.number() });
export const forgotSchema = z.object({ email });
/** Without one: their own. */
export const chooseTeamSchema = z.object({ teamId: z.uuid().optional() });

export const renameSchema = z.object({ name });
export const changePasswordSchema = z.object({
  current: password,
  next: newPassword,
  /** Also what a password does not touch. */
  endsKeysAndPasskeys: z.boolean().default(false),
});
export const sessionIdSchema = z.object({ sessionId: z.uuid() });
export const keyIdSchema = z.object({ keyId: z.uuid() });
export const makeKeySchema = z.object({
  name,
  scopes: z.array(z.string().max(40)).min(1).max(60),
  days: z.number().int().min(1).max(3_650).nullable(),
});
export const memberSchema = z.object({ userId: z.uuid() });
export const setRoleSchema = z.object({ userId: z.uuid(), role: teamRoleSchema });
export const makeInvitationSchema = z.object({
  role: teamRoleSchema,
  days: z.number().int().min(1).max(90).default(7),
  uses: z.number().int().min(1).max(100).default(1),
});
export const invitationIdSchema = z.object({ invitationId: z.uuid() });
export const invitationTokenSchema = z.object({ token });
export const mailInvitationSchema = z.object({ token, email });
export const setDisabledSchema = z.object({ userId: z.uuid(), isDisabled: z.boolean() });
export const setAdminSchema = z.object({ userId: z.uuid(), isAdmin: z.boolean() });

/** As it is typed: spaces, dashes and small letters do not matter. */
export const pairSchema = z.object({ code: z.string().max(40), name: z.string().trim().min(1).max(60) });
export const pairingIdSchema = z.object({ pairingId: z.uuid() });
