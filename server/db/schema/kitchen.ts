import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import type { LineContent, Tick } from "@/lib/core/recipes/shopping/shared-list";
import { foods, recipes } from "./recipes";
import { teams } from "./teams";

const removedAt = () => timestamp("removed_at", { withTimezone: true, precision: 3 });

/** One row for a team that keeps a pantry or a week. Locked while either is changed, so that changes come one after another. */
export const kitchens = pgTable("kitchens", {
  teamId: uuid("user_id")
    .primaryKey()
    .references(() => teams.id, { onDelete: "cascade" }),
  isPantryOn: boolean("is_pantry_on").notNull().default(false),
});

/** A food of the pantry that lasts. A row that was taken away stays for a while, so that a change sent twice is known. */
export const stockedFoods = pgTable(
  "stocked_foods",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("user_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    foodId: integer("food_id")
      .notNull()
      .references(() => foods.id, { onDelete: "cascade" }),
    /** Null for "some". */
    quantity: doublePrecision("quantity"),
    unit: text("unit"),
    place: text("place", { enum: ["fridge", "freezer", "cupboard"] }).notNull(),
    bestBefore: date("best_before", { mode: "string" }),
    /** The change that wrote it last. */
    changeId: uuid("change_id").notNull(),
    removedAt: removedAt(),
  },
  (table) => [
    index("stocked_foods_user").on(table.teamId, table.removedAt),
    check("stocked_foods_quantity", sql`${table.quantity} > 0`),
    check("stocked_foods_amount", sql`(${table.quantity} is null) = (${table.unit} is null)`),
    check("stocked_foods_place", sql`${table.place} in ('fridge', 'freezer', 'cupboard')`),
  ],
);

/** A meal of a team's week: a recipe on a day, or what is left of one. */
export const plannedMeals = pgTable(
  "planned_meals",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("user_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    recipeId: integer("recipe_id")
      .notNull()
      .references(() => recipes.id, { onDelete: "cascade" }),
    day: date("day", { mode: "string" }).notNull(),
    /** Servings that are cooked; 0 for a leftover. */
    cooked: smallint("cooked").notNull(),
    /** Servings that are eaten that day. */
    eaten: smallint("eaten").notNull(),
    /** The meal that it is left of. */
    leftoverOf: uuid("leftover_of"),
    changeId: uuid("change_id").notNull(),
    removedAt: removedAt(),
  },
  (table) => [
    index("planned_meals_user").on(table.teamId, table.day),
    check("planned_meals_eaten", sql`${table.eaten} between 1 and 99`),
    check("planned_meals_cooked", sql`${table.cooked} between 0 and 99`),
    check("planned_meals_leftover", sql`(${table.cooked} = 0) = (${table.leftoverOf} is not null)`),
  ],
);

/** Changes of pantry and list that were made lately: one that is sent twice is made once. */
export const kitchenChanges = pgTable(
  "kitchen_changes",
  {
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    id: uuid("id").notNull(),
    /** By row of the pantry, how much was taken that was not there, in a base unit. */
    short: jsonb("short").$type<Readonly<Record<string, number>>>().notNull().default({}),
    madeAt: timestamp("made_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.id] })],
);

/** A line of a team's shopping list. One that was taken away stays for a while, so that a late tick finds it. */
export const shoppingLines = pgTable(
  "shopping_lines",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    content: jsonb("content").$type<LineContent>().notNull(),
    /** What is ticked on it, with the rows of the pantry that this made. */
    ticked: jsonb("ticked").$type<readonly Tick[]>().notNull().default([]),
    /** The change that wrote its content last. */
    changeId: uuid("change_id").notNull(),
    addedAt: timestamp("added_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    removedAt: removedAt(),
  },
  (table) => [index("shopping_lines_team").on(table.teamId, table.removedAt)],
);
