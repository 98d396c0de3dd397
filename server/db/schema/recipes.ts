import { type SQL, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
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
import { users } from "./users";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** The food vocabulary. `facts` is a Food of `lib/core/recipes/food.ts`; the number is what recipes index it by. */
export const foods = pgTable("foods", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  slug: text("slug").notNull().unique(),
  facts: jsonb("facts").notNull(),
  contentHash: text("content_hash").notNull(),
});

/** One food in place of another. */
export const foodSubstitutions = pgTable(
  "food_substitutions",
  {
    wantedId: integer("wanted_id")
      .notNull()
      .references(() => foods.id, { onDelete: "cascade" }),
    useId: integer("use_id")
      .notNull()
      .references(() => foods.id, { onDelete: "cascade" }),
    ratio: doublePrecision("ratio").notNull(),
    note: text("note").notNull(),
  },
  (table) => [primaryKey({ columns: [table.wantedId, table.useId] })],
);

/** A recipe. `body` is a Recipe of `lib/core/recipes/recipe.ts`, the other columns follow from it and its foods. */
export const recipes = pgTable(
  "recipes",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    slug: text("slug").notNull().unique(),
    /** Null for the catalogue that ships with the app, which everybody may read and nobody may change. */
    ownerId: uuid("owner_id").references(() => users.id, { onDelete: "cascade" }),
    title: text("title").notNull(),
    cuisine: text("cuisine").notNull(),
    dishClass: text("dish_class"),
    minutes: smallint("minutes").notNull(),
    /** Every food in it, optional ones too. */
    foodIds: integer("food_ids").array().notNull(),
    /** The foods it cannot do without. */
    requiredFoodIds: integer("required_food_ids").array().notNull(),
    /** `safetyMask` of its foods. */
    safeMask: integer("safe_mask").notNull(),
    body: jsonb("body").notNull(),
    /** Title, summary, cuisine and food names, for the search. */
    words: text("words").notNull(),
    search: tsvector("search")
      .notNull()
      .generatedAlwaysAs(
        (): SQL =>
          sql`setweight(to_tsvector('english', ${recipes.title}), 'A') || to_tsvector('english', ${recipes.words})`,
      ),
    contentHash: text("content_hash").notNull(),
    /** Gone from the catalogue; kept so that every process hears of it. */
    removed: boolean("removed").notNull().default(false),
    /** The catalogue's revision in which this row last changed. */
    revision: bigint("revision", { mode: "number" }).notNull(),
    updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    index("recipes_food_ids").using("gin", table.foodIds),
    index("recipes_search").using("gin", table.search),
    index("recipes_revision").on(table.revision, table.id),
    index("recipes_dish_class").on(table.dishClass),
    index("recipes_owner").on(table.ownerId),
    check("recipes_minutes", sql`${table.minutes} >= 0`),
  ],
);

/** One row: counts the changes. Updated in each writing transaction, so revisions appear in the order of commits. */
export const recipeRevision = pgTable(
  "recipe_revision",
  { id: smallint("id").primaryKey(), value: bigint("value", { mode: "number" }).notNull() },
  (table) => [check("recipe_revision_single", sql`${table.id} = 1`)],
);
