import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { recipes } from "./recipes";
import { users } from "./users";

/** Links by which somebody without an account may read a recipe or a list. A link that was taken back has no row. */
export const shareLinks = pgTable(
  "share_links",
  {
    id: uuid("id").primaryKey(),
    /** 192 random bits, as the address has them. */
    token: text("token").notNull().unique(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["recipe", "list"] }).notNull(),
    /** The recipe, shown as it is now; null for a list. */
    recipeId: integer("recipe_id").references(() => recipes.id, { onDelete: "cascade" }),
    title: text("title").notNull(),
    /** The list as it was when it was shared; null for a recipe. */
    list: jsonb("list"),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    expiresAt: timestamp("expires_at", { withTimezone: true, precision: 3 }),
  },
  (table) => [
    index("share_links_owner").on(table.ownerId, table.createdAt),
    index("share_links_recipe").on(table.recipeId),
    check("share_links_kind", sql`${table.kind} in ('recipe', 'list')`),
    check(
      "share_links_content",
      sql`(${table.kind} = 'recipe') = (${table.recipeId} is not null) and (${table.kind} = 'list') = (${table.list} is not null)`,
    ),
  ],
);
