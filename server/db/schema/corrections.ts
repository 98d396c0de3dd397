import { index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { photos } from "./photos";
import { users } from "./users";

/**
 * What was saved, by whom, on top of which model: append-only, nothing is ever updated. The JSON columns hold what
 * `lib/contracts/corrections.ts` parsed, and are parsed by it again when read.
 */
export const corrections = pgTable(
  "corrections",
  {
    id: uuid("id").primaryKey(),
    photoId: uuid("photo_id")
      .notNull()
      .references(() => photos.id, { onDelete: "cascade" }),
    authorId: uuid("author_id")
      .notNull()
      .references(() => users.id),
    /** Counts from 1 within the photo. */
    revision: integer("revision").notNull(),
    modelId: text("model_id"),
    backend: text("backend"),
    filter: jsonb("filter").notNull(),
    modelBoxes: jsonb("model_boxes").notNull(),
    labels: jsonb("labels").notNull(),
    /** The revision this one brought back; null for a save. */
    restoredFrom: integer("restored_from"),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("corrections_photo_revision").on(table.photoId, table.revision),
    index("corrections_model").on(table.modelId),
    index("corrections_author").on(table.authorId),
  ],
);
