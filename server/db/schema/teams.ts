import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { TEAM_ROLES } from "../../../lib/contracts/people";
import { users } from "./users";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

const role = () => text("role", { enum: TEAM_ROLES }).notNull();

/** A household or a company: what it shares refers to this. A person's own team has the person's id. */
export const teams = pgTable("teams", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: moment("created_at").notNull().defaultNow(),
});

export const memberships = pgTable(
  "memberships",
  {
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: role(),
    joinedAt: moment("joined_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.userId] }),
    index("memberships_user").on(table.userId),
    check("memberships_role", sql`${table.role} in ('viewer', 'editor', 'reviewer', 'admin')`),
  ],
);

/** A link that lets people into a team. One that was taken back has no row. */
export const invitations = pgTable(
  "invitations",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    /** SHA-256 of the link's 256 random bits, in hex. */
    tokenSha256: text("token_sha256").notNull().unique(),
    role: role(),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull(),
    /** How many people may still come in by it. */
    usesLeft: integer("uses_left").notNull(),
  },
  (table) => [
    index("invitations_team").on(table.teamId),
    check("invitations_role", sql`${table.role} in ('viewer', 'editor', 'reviewer', 'admin')`),
    check("invitations_uses", sql`${table.usesLeft} >= 0`),
  ],
);
