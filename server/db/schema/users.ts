import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Until accounts exist there is one: the person at this computer. */
export const LOCAL_USER_ID = "00000000-0000-4000-8000-000000000001";

export const users = pgTable("users", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  kind: text("kind", { enum: ["local"] }).notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
