import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { photos } from "./photos";
import { teams } from "./teams";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A plant of a team, which somebody named, to look at again and again. */
export const plants = pgTable(
  "plants",
  {
    id: uuid("id").primaryKey(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => teams.id),
    name: text("name").notNull(),
    note: text("note").notNull().default(""),
    /** The day to look again, on a wall calendar. */
    remindOn: date("remind_on", { mode: "string" }),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** Since when it is in the bin, to be restored or erased; null for a plant that is not. */
    deletedAt: moment("deleted_at"),
  },
  (table) => [index("plants_owner").on(table.ownerId, table.deletedAt)],
);

/** One look at a plant: the combined result of its leaves. `answer` is what `lib/contracts/plants.ts` parsed. */
export const plantLooks = pgTable(
  "plant_looks",
  {
    id: uuid("id").primaryKey(),
    plantId: uuid("plant_id")
      .notNull()
      .references(() => plants.id, { onDelete: "cascade" }),
    lookedAt: moment("looked_at").notNull(),
    modelId: text("model_id"),
    answer: jsonb("answer").notNull(),
    note: text("note").notNull().default(""),
    deletedAt: moment("deleted_at"),
  },
  (table) => [index("plant_looks_plant").on(table.plantId, table.lookedAt)],
);

/** The photos of a look, in its order. A photo deleted from the library leaves the look without it. */
export const plantLookPhotos = pgTable(
  "plant_look_photos",
  {
    lookId: uuid("look_id")
      .notNull()
      .references(() => plantLooks.id, { onDelete: "cascade" }),
    photoId: uuid("photo_id")
      .notNull()
      .references(() => photos.id, { onDelete: "cascade" }),
    position: integer("position").notNull(),
    /** Leaves found in it, boxes in source px. */
    leaves: jsonb("leaves").notNull(),
    /** The look brought the photo into the library, so that erasing the look may take it out again. */
    broughtPhoto: boolean("brought_photo").notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.lookId, table.photoId] }),
    index("plant_look_photos_photo").on(table.photoId),
  ],
);
