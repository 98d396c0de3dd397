import { boolean, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** The person at this computer, while nobody has an account. The first account takes this row over. */
export const LOCAL_USER_ID = "00000000-0000-4000-8000-000000000001";

/** Stands for everybody who deleted their account, where they did something in a team that stays. */
export const FORMER_MEMBER_ID = "00000000-0000-4000-8000-000000000002";

/** A person. What belongs to one person alone (likes, sessions, keys) and who did something refers to this. */
export const users = pgTable("users", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  /** `local` signs in nowhere. */
  kind: text("kind", { enum: ["local", "account", "former"] }).notNull(),
  /** In lower case; null for the local person. */
  email: text("email").unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  /** Keeps the installation; it opens nobody's photos. */
  isAdmin: boolean("is_admin").notNull().default(false),
  /** Since when an admin keeps them out; null for somebody who may sign in. */
  disabledAt: moment("disabled_at"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: moment("updated_at").notNull().defaultNow(),
});
