import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { teams } from "./teams";
import { users } from "./users";

/**
 * Every class that ever existed. An id never changes meaning and is never given again: a class that is merged into
 * another keeps its row, and `mergedInto` is the class its boxes count as.
 */
export const classes = pgTable("classes", {
  id: integer("id").primaryKey(),
  /** Canonical English name. */
  name: text("name").notNull().unique(),
  displayName: text("display_name").notNull(),
  kind: text("kind", { enum: ["ingredient", "dish", "leaf"] }).notNull(),
  species: text("species"),
  condition: text("condition"),
  synonyms: text("synonyms").array().notNull(),
  mergedInto: integer("merged_into"),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
});

/** What a foreign class name meant the last time somebody was asked; null: its boxes are left out. */
export const classMappings = pgTable(
  "class_mappings",
  {
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    foreignName: text("foreign_name").notNull(),
    classId: integer("class_id").references(() => classes.id),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.foreignName] })],
);

/**
 * Where a photo counts, decided once: one that has been in test never trains, and what is nearly the same photo
 * follows it. By content, so that deleting and adding the photo again changes nothing.
 */
export const splitAssignments = pgTable(
  "split_assignments",
  {
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    sha256: text("sha256").notNull(),
    split: text("split", { enum: ["train", "val", "test"] }).notNull(),
    /** Name of the set it came with, e.g. "ingredients"; "corrections" for photos saved in the app. */
    source: text("source").notNull(),
    /** Equal for near-duplicates: the SHA-256 of the group's first photo. */
    groupKey: text("group_key").notNull(),
    /** The test photo that this one looks nearly the same as: it neither trains nor is measured. */
    heldOutFor: text("held_out_for"),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.sha256] }),
    index("split_assignments_group").on(table.teamId, table.groupKey),
    index("split_assignments_sha256").on(table.sha256),
  ],
);

/**
 * What the pixels of a stored photo say, by content, so that they are decoded once: size, light, sharpness, or why it
 * cannot be read, and the print by which near-duplicates are found. Goes with the photo when it is deleted.
 */
export const photoChecks = pgTable("photo_checks", {
  sha256: text("sha256").primaryKey(),
  /** Of the way they are measured: others are measured again. */
  revision: integer("revision").notNull(),
  facts: jsonb("facts").notNull(),
  checkedAt: timestamp("checked_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
});

/** What a person decided about a finding of the quality gate, on one photo or on the whole set. */
export const findingDecisions = pgTable(
  "finding_decisions",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    /** Of the photo; empty for a finding about the whole set. */
    sha256: text("sha256").notNull(),
    /** Code of the finding, from the checks. */
    code: text("code").notNull(),
    /** What distinguishes it from findings with the same code: class names, or a box of the photo; may be empty. */
    subject: text("subject").notNull().default(""),
    decision: text("decision", { enum: ["waived", "excluded"] }).notNull(),
    reason: text("reason").notNull(),
    decidedBy: uuid("decided_by")
      .notNull()
      .references(() => users.id),
    decidedAt: timestamp("decided_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    /** Taken back later: the row stays as history. */
    revoked: boolean("revoked").notNull().default(false),
  },
  (table) => [index("finding_decisions_photo").on(table.teamId, table.sha256, table.code)],
);

/** An immutable data-set version: a manifest in storage, named by its SHA-256, over photos that lie there by theirs. */
export const datasetVersions = pgTable(
  "dataset_versions",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    /** Counts from 1 within the team. */
    number: integer("number").notNull(),
    parentId: uuid("parent_id"),
    manifestSha256: text("manifest_sha256").notNull(),
    /** Of the quality gate's findings on it, in storage. */
    reportSha256: text("report_sha256").notNull(),
    note: text("note").notNull(),
    /** Photos and boxes by split and by class, and the findings' summary: what lists show without the manifest. */
    summary: jsonb("summary").notNull(),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("dataset_versions_number").on(table.teamId, table.number),
    uniqueIndex("dataset_versions_manifest").on(table.teamId, table.manifestSha256),
  ],
);

/** A run of the quality gate over what would be the next version; the newest is what people work through. */
export const datasetChecks = pgTable(
  "dataset_checks",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    manifestSha256: text("manifest_sha256").notNull(),
    reportSha256: text("report_sha256").notNull(),
    summary: jsonb("summary").notNull(),
    /** The version it became; null when errors blocked it or nobody asked for one. */
    versionId: uuid("version_id").references(() => datasetVersions.id),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [index("dataset_checks_created").on(table.teamId, table.createdAt)],
);

/** Which photos a version holds, to say so when one is deleted, and to trace a model back to them. */
export const datasetVersionPhotos = pgTable(
  "dataset_version_photos",
  {
    versionId: uuid("version_id")
      .notNull()
      .references(() => datasetVersions.id, { onDelete: "cascade" }),
    sha256: text("sha256").notNull(),
    split: text("split", { enum: ["train", "val", "test"] }).notNull(),
    source: text("source").notNull(),
    /** The correction its boxes were read from; not a foreign key, since the photo may be deleted later. */
    correctionId: uuid("correction_id"),
    /** When the photo was deleted by its owner: it is gone from storage and from every later version. */
    deletedAt: timestamp("deleted_at", { withTimezone: true, precision: 3 }),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.sha256] }),
    index("dataset_version_photos_sha256").on(table.sha256),
  ],
);
