import { bigserial, index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/**
 * Who did what, when and from where. Rows are added, never changed, and go when they are old: triggers hold that. No
 * foreign keys: what was done stays written when a person or a team is gone.
 */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    at: timestamp("at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    /** Null for what concerns the installation alone. */
    teamId: uuid("team_id"),
    /** Null for a job, a command, or somebody who did not sign in. */
    userId: uuid("user_id"),
    userName: text("user_name").notNull(),
    /** `lib/contracts/audit.ts`. */
    action: text("action").notNull(),
    /** What it was done to: ids, names and counts, never a password or a key. */
    facts: jsonb("facts").notNull(),
    address: text("address"),
  },
  (table) => [index("audit_log_team").on(table.teamId, table.id), index("audit_log_at").on(table.at)],
);
