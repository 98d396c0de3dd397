import { sql } from "drizzle-orm";
import { boolean, index, jsonb, pgTable, primaryKey, real, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { datasetVersions } from "./datasets";
import { photos } from "./photos";
import { teams } from "./teams";
import { users } from "./users";

/** What a model saw of a photo, kept so that no model looks at the same photo twice. Goes with the photo. */
export const photoLooks = pgTable(
  "photo_looks",
  {
    photoId: uuid("photo_id")
      .notNull()
      .references(() => photos.id, { onDelete: "cascade" }),
    modelId: text("model_id").notNull(),
    /** `lib/core/data-errors/places.ts`. */
    places: jsonb("places").notNull(),
    /** Pooled features; empty when the model has none. */
    features: real("features").array().notNull(),
    lookedAt: timestamp("looked_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.photoId, table.modelId] })],
);

/** What may be wrong in a data-set version, each time that it was looked through; the newest counts. */
export const dataErrorReports = pgTable(
  "data_error_reports",
  {
    /** Of the job that wrote it. */
    id: uuid("id").primaryKey(),
    versionId: uuid("version_id")
      .notNull()
      .references(() => datasetVersions.id, { onDelete: "cascade" }),
    /** Of the report, in storage: `lib/contracts/data-errors.ts`. */
    reportSha256: text("report_sha256").notNull(),
    /** How many were found of each kind, and who judged: what lists show without the report. */
    summary: jsonb("summary").notNull(),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [index("data_error_reports_version").on(table.versionId, table.createdAt)],
);

/** A person looked at a doubt and found the data right: it is not asked again, in no later version. By the photo's content. */
export const keptLabels = pgTable(
  "kept_labels",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    sha256: text("sha256").notNull(),
    kind: text("kind").notNull(),
    /** Class and box of the label that is right, and what the model would have had; null where there was none. */
    label: jsonb("label"),
    model: jsonb("model"),
    /** The copies that it was compared with. */
    others: text("others").array().notNull().default(sql`'{}'::text[]`),
    keptBy: uuid("kept_by")
      .notNull()
      .references(() => users.id),
    keptAt: timestamp("kept_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    /** Taken back later: the row stays as history. */
    revoked: boolean("revoked").notNull().default(false),
  },
  (table) => [index("kept_labels_photo").on(table.teamId, table.sha256)],
);
