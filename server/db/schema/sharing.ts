import { sql } from "drizzle-orm";
import { check, date, index, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { recipes } from "./recipes";
import { teams } from "./teams";

/** Links by which somebody without an account may read a recipe, a list or a week. A link that was taken back has no row. */
export const shareLinks = pgTable(
  "share_links",
  {
    id: uuid("id").primaryKey(),
    /** 192 random bits, as the address has them. */
    token: text("token").notNull().unique(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["recipe", "list", "week"] }).notNull(),
    /** The recipe, shown as it is now; null for anything else. */
    recipeId: integer("recipe_id").references(() => recipes.id, { onDelete: "cascade" }),
    title: text("title").notNull(),
    /** The list as it was when it was shared; null for anything else. */
    list: jsonb("list"),
    /** The Monday of the owner's week, shown as it is now; null for anything else. */
    week: date("week", { mode: "string" }),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    expiresAt: timestamp("expires_at", { withTimezone: true, precision: 3 }),
  },
  (table) => [
    index("share_links_owner").on(table.ownerId, table.createdAt),
    index("share_links_recipe").on(table.recipeId),
    check("share_links_kind", sql`${table.kind} in ('recipe', 'list', 'week')`),
    check(
      "share_links_content",
      sql`(${table.kind} = 'recipe') = (${table.recipeId} is not null) and (${table.kind} = 'list') = (${table.list} is not null) and (${table.kind} = 'week') = (${table.week} is not null)`,
    ),
  ],
);
