import { z } from "zod";

/** What is written down. */
export const AUDIT_ACTIONS = [
  "account/first",
  "account/signed-in",
  "account/sign-in-failed",
  "account/sign-in-throttled",
  "account/signed-out",
  "account/reset-link-made",
  "account/password-changed",
  "account/deleted",
  "account/admin-changed",
  "account/disabled-changed",
  "account/paired",
  "key/made",
  "key/revoked",
  "session/revoked",
  "passkey/added",
  "passkey/removed",
  "team/made",
  "team/renamed",
  "team/joined",
  "team/left",
  "team/role-changed",
  "team/member-removed",
  "team/handed-over",
  "invitation/made",
  "invitation/revoked",
  "photo/deleted",
  "recipe/deleted",
  "plant/erased",
  "kitchen/erased",
  "data/exported",
  "data/brought",
  "share/made",
  "share/revoked",
  "model/promoted",
  "model/rolled-back",
  "model/moved",
  "model/deployed",
  "model/deploy-failed",
  "recording/agreed",
  "recording/withdrawn",
  "recording/erased",
  "alert/made",
  "alert/changed",
  "alert/removed",
  "setting/changed",
  "class/changed",
] as const;
/** The first part of an action's name. */
export const AUDIT_KINDS = [
  "account",
  "session",
  "key",
  "passkey",
  "team",
  "invitation",
  "photo",
  "recipe",
  "plant",
  "kitchen",
  "data",
  "share",
  "model",
  "recording",
  "alert",
  "setting",
  "class",
] as const;

export const auditActionSchema = z.enum(AUDIT_ACTIONS);
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const auditFactsSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);
export type AuditFacts = Readonly<z.infer<typeof auditFactsSchema>>;

export const auditEntrySchema = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  userId: z.uuid().nullable(),
  /** As the person was called then; empty for a job or somebody unknown. */
  userName: z.string(),
  /** Their account is deleted, and nothing names them any more. */
  isDeleted: z.boolean(),
  action: z.string(),
  facts: auditFactsSchema,
  address: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditListInputSchema = z.object({
  /** From the last answer's `nextCursor`. */
  cursor: z.number().int().positive().nullable().default(null),
  /** The first part of an action's name, such as "team"; null for all. */
  kind: z.enum(AUDIT_KINDS).nullable().default(null),
  limit: z.number().int().min(1).max(200).default(50),
});
