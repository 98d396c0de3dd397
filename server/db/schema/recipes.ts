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
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { teams } from "./teams";
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
    ownerId: uuid("owner_id").references(() => teams.id, { onDelete: "cascade" }),
    title: text("title").notNull(),
    cuisine: text("cuisine").notNull(),
    dishClass: text("dish_class"),
    minutes: smallint("minutes").notNull(),
    /** People the recipe feeds as written; 0 where a row is older than this column. */
    servings: smallint("servings").notNull().default(0),
    /** Place in EFFORTS of `lib/core/recipes/effort.ts`. */
    effort: smallint("effort").notNull().default(0),
    /** Ingredient lines of an imported recipe that a person has yet to look at. */
    doubtfulLines: smallint("doubtful_lines").notNull().default(0),
    /** Every food in it, optional ones too. */
    foodIds: integer("food_ids").array().notNull(),
    /** The foods it cannot do without. */
    requiredFoodIds: integer("required_food_ids").array().notNull(),
    /** Those of them that are its main part; empty where a row is older than this column. */
    mainFoodIds: integer("main_food_ids").array().notNull().default([]),
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
    /** The rules and foods a person's own lines were read with; "" before that was written down. */
    readWith: text("read_with").notNull().default(""),
    /** Gone from the catalogue; kept so that every process learns of it. */
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
    // the list in its order, with what filters it: pages and counts are read from here alone
    index("recipes_listing")
      .on(
        table.title,
        table.id,
        table.ownerId,
        table.cuisine,
        table.minutes,
        table.safeMask,
        table.doubtfulLines,
        table.dishClass,
      )
      .where(sql`not removed`),
    index("recipes_to_check")
      .on(table.ownerId, table.title, table.id)
      .where(sql`not removed and doubtful_lines > 0`),
    check("recipes_minutes", sql`${table.minutes} >= 0`),
  ],
);

/**
 * Pictures of own recipes. One of a recipe is shown; the others were replaced or taken off, and stay for a day so that it
 * can be undone. The catalogue's recipes have drawn pictures and none here.
 */
export const recipePictures = pgTable(
  "recipe_pictures",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    recipeId: integer("recipe_id")
      .notNull()
      .references(() => recipes.id, { onDelete: "cascade" }),
    /** `waiting` to be fetched from its addresses, `kept` as two stored files, or `failed` to be fetched. */
    state: text("state", { enum: ["waiting", "kept", "failed"] }).notNull(),
    sha256: text("sha256"),
    thumbnailSha256: text("thumbnail_sha256"),
    /** px */
    width: integer("width"),
    height: integer("height"),
    /** Of the file as it came, so that the same file is recognised. */
    sourceSha256: text("source_sha256"),
    /** Where it may be fetched, the best first; empty for one that came as a file. */
    addresses: text("addresses").array().notNull().default([]),
    /** The page it is credited to; null for a person's own photo. */
    creditUrl: text("credit_url"),
    /** Why it could not be fetched: an error's code and facts. */
    problem: jsonb("problem"),
    isShown: boolean("is_shown").notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    index("recipe_pictures_recipe").on(table.recipeId),
    uniqueIndex("recipe_pictures_shown").on(table.recipeId).where(sql`is_shown`),
    index("recipe_pictures_waiting").on(table.id).where(sql`state = 'waiting'`),
    index("recipe_pictures_hidden").on(table.changedAt).where(sql`not is_shown`),
    index("recipe_pictures_sha256").on(table.sha256),
    index("recipe_pictures_thumbnail").on(table.thumbnailSha256),
    check("recipe_pictures_state", sql`${table.state} in ('waiting', 'kept', 'failed')`),
    check(
      "recipe_pictures_kept",
      sql`(${table.state} = 'kept') = (${table.sha256} is not null and ${table.thumbnailSha256} is not null)`,
    ),
  ],
);

/** One row: counts the changes. Updated in each writing transaction, so revisions appear in the order of commits. */
export const recipeRevision = pgTable(
  "recipe_revision",
  { id: smallint("id").primaryKey(), value: bigint("value", { mode: "number" }).notNull() },
  (table) => [check("recipe_revision_single", sql`${table.id} = 1`)],
);

/** What a person thinks of a recipe. One row a recipe. */
export const recipeOpinions = pgTable(
  "recipe_opinions",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    recipeId: integer("recipe_id")
      .notNull()
      .references(() => recipes.id, { onDelete: "cascade" }),
    opinion: text("opinion", { enum: ["favourite", "dislike"] }).notNull(),
    at: timestamp("at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.recipeId] }),
    check("recipe_opinions_opinion", sql`${table.opinion} in ('favourite', 'dislike')`),
  ],
);

/** Foods a person would rather not eat. */
export const foodDislikes = pgTable(
  "food_dislikes",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    foodId: integer("food_id")
      .notNull()
      .references(() => foods.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.userId, table.foodId] })],
);

/** Each time a person cooked a recipe. */
export const cookedRecipes = pgTable(
  "cooked_recipes",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    recipeId: integer("recipe_id")
      .notNull()
      .references(() => recipes.id, { onDelete: "cascade" }),
    servings: smallint("servings").notNull(),
    cookedAt: timestamp("cooked_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [index("cooked_recipes_user").on(table.userId, table.cookedAt)],
);

/** How many people a person cooks for, and how practised they are; no row until they say so. */
export const cookProfiles = pgTable(
  "cook_profiles",
  {
    userId: uuid("user_id")
      .primaryKey()
      .references(() => users.id, { onDelete: "cascade" }),
    household: smallint("household"),
    skill: text("skill", { enum: ["new", "practised", "keen"] }),
  },
  (table) => [
    check("cook_profiles_household", sql`${table.household} between 1 and 30`),
    check("cook_profiles_skill", sql`${table.skill} in ('new', 'practised', 'keen')`),
  ],
);
