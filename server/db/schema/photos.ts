import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { teams } from "./teams";

/** One photo of one team. Its two files lie in storage under their SHA-256; equal files are shared between rows. */
export const photos = pgTable(
  "photos",
  {
    id: uuid("id").primaryKey(),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => teams.id),
    name: text("name").notNull(),
    /** px after EXIF orientation. */
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    sha256: text("sha256").notNull(),
    bytes: integer("bytes").notNull(),
    contentType: text("content_type", { enum: ["image/jpeg", "image/png"] }).notNull(),
    thumbnailSha256: text("thumbnail_sha256").notNull(),
    thumbnailBytes: integer("thumbnail_bytes").notNull(),
    /** Of the file as it came, so that the same file is recognised without decoding it again. */
    sourceSha256: text("source_sha256").notNull(),
    /** Since when its owner lets it be used for training; null keeps it private. */
    sharedAt: timestamp("shared_at", { withTimezone: true, precision: 3 }),
    /** Name of the labelled set it was imported with, and the split it had there; null for photos saved in the app. */
    importedFrom: text("imported_from"),
    importedSplit: text("imported_split", { enum: ["train", "val", "test"] }),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    /** When it or its newest correction was saved: the library's order. */
    savedAt: timestamp("saved_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("photos_owner_sha256").on(table.ownerId, table.sha256),
    index("photos_owner_source").on(table.ownerId, table.sourceSha256),
    index("photos_owner_saved").on(table.ownerId, table.savedAt, table.id),
    index("photos_sha256").on(table.sha256),
    index("photos_shared").on(table.sharedAt),
    index("photos_imported_from").on(table.importedFrom),
    index("photos_thumbnail").on(table.thumbnailSha256),
    check("photos_size", sql`${table.width} > 0 and ${table.height} > 0`),
  ],
);

/** Every labelled set a photo was imported with: the first, whose split counts, is in `photos` too. */
export const photoSources = pgTable(
  "photo_sources",
  {
    photoId: uuid("photo_id")
      .notNull()
      .references(() => photos.id, { onDelete: "cascade" }),
    source: text("source").notNull(),
    /** As this set has it; null when it has none. */
    split: text("split", { enum: ["train", "val", "test"] }),
    importedAt: timestamp("imported_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.photoId, table.source] }),
    index("photo_sources_source").on(table.source),
  ],
);
/**
 * Stored files that a deleted photo named, written with its deletion: they go when they can, at once or by the sweep. Not
 * there any longer when the file is gone or another photo names it.
 */
export const fileRemovals = pgTable("file_removals", {
  sha256: text("sha256").primaryKey(),
  askedAt: timestamp("asked_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
});

/** Boxes that stand in a photo's newest correction, counted by class: what the library filters by. */
export const photoClasses = pgTable(
  "photo_classes",
  {
    photoId: uuid("photo_id")
      .notNull()
      .references(() => photos.id, { onDelete: "cascade" }),
    classId: integer("class_id").notNull(),
    boxCount: integer("box_count").notNull(),
    /** How many of them a person drew, moved or relabelled. */
    editedCount: integer("edited_count").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.photoId, table.classId] }),
    index("photo_classes_class").on(table.classId),
  ],
);
