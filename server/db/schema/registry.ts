import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { photos } from "./photos";
import { teams } from "./teams";
import { users } from "./users";

/**
 * Models that came after installation: trained or imported here, by a team, which alone may use them. What ships lies in
 * `models/`, needs no row and is everybody's. Ids are unique in the installation, so that no file, address or cache can
 * mean two models.
 */
export const registeredModels = pgTable("registered_models", {
  /** "name/version", as a manifest has it. */
  id: text("id").primaryKey(),
  teamId: uuid("team_id")
    .notNull()
    .references(() => teams.id, { onDelete: "cascade" }),
  origin: text("origin", { enum: ["trained", "uploaded"] }).notNull(),
  /** The manifest; its files lie in storage under their SHA-256. */
  manifest: jsonb("manifest").notNull(),
  runId: uuid("run_id"),
  datasetVersionId: uuid("dataset_version_id"),
  /** Of the code that trained it; null where it is not known. */
  commit: text("commit"),
  createdBy: uuid("created_by")
    .notNull()
    .references(() => users.id),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
});

/** Who gave which model which role in a team, and why: append-only, the newest row of an alias counts. */
export const modelMoves = pgTable(
  "model_moves",
  {
    /** Counts up, so that browsers can ask for what came after. */
    id: bigserial("id", { mode: "number" }).primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    modelId: text("model_id").notNull(),
    alias: text("alias", { enum: ["champion", "candidate", "archived"] }).notNull(),
    /** The champion it replaced. */
    previousId: text("previous_id"),
    /** A return to the previous champion: the next rollback does not undo it. */
    isRollback: boolean("is_rollback").notNull().default(false),
    reason: text("reason").notNull(),
    movedBy: uuid("moved_by")
      .notNull()
      .references(() => users.id),
    movedAt: timestamp("moved_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    index("model_moves_alias").on(table.teamId, table.alias, table.id),
    index("model_moves_model").on(table.teamId, table.modelId),
  ],
);

/** Settings of the whole installation by name. */
export const settings = pgTable("settings", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
  updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
});

/** Settings of a team by name: automatic promotion, shadow share, default sharing. */
export const teamSettings = pgTable(
  "team_settings",
  {
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    value: jsonb("value").notNull(),
    updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.name] })],
);

/** A photo that a candidate saw in the shadow beside the champion: how far they differ, 0 where they agree. */
export const shadowDisagreements = pgTable(
  "shadow_disagreements",
  {
    id: uuid("id").primaryKey(),
    photoId: uuid("photo_id")
      .notNull()
      .references(() => photos.id, { onDelete: "cascade" }),
    championId: text("champion_id").notNull(),
    candidateId: text("candidate_id").notNull(),
    championBoxes: jsonb("champion_boxes").notNull(),
    candidateBoxes: jsonb("candidate_boxes").notNull(),
    /** 0 to 1: share of boxes without a partner of the same class. */
    disagreement: doublePrecision("disagreement").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [index("shadow_disagreements_photo").on(table.photoId)],
);
