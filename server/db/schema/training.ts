import { boolean, index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { datasetVersions } from "./datasets";
import { jobs } from "./jobs";
import { teams } from "./teams";
import { users } from "./users";

/** A training run: what was asked, what its flow reported, and how it ended. The job row says whether it runs. */
export const trainingRuns = pgTable(
  "training_runs",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    jobId: uuid("job_id").references(() => jobs.id),
    datasetVersionId: uuid("dataset_version_id")
      .notNull()
      .references(() => datasetVersions.id),
    /** Model it starts from, e.g. "forage-n/1". */
    baseModelId: text("base_model_id").notNull(),
    /** `lib/contracts/training.ts`: configs to train, device, epochs, augmentation, tracker, gate. */
    config: jsonb("config").notNull(),
    note: text("note").notNull(),
    /** Steps with their state and times, newest report wins. */
    steps: jsonb("steps").notNull(),
    /** Loss and mAP by epoch. */
    curves: jsonb("curves").notNull(),
    /** The results so far: chosen config, candidate with parity, figures, verdict, places deployed to. */
    outcome: jsonb("outcome").notNull().default({}),
    /** Step and reason of a failed run. */
    failure: jsonb("failure"),
    /** The model it registered. */
    modelId: text("model_id"),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    endedAt: timestamp("ended_at", { withTimezone: true, precision: 3 }),
  },
  (table) => [index("training_runs_created").on(table.teamId, table.createdAt)],
);

/** Gate verdicts: candidate against champion, on frozen sets. Append-only. */
export const gateVerdicts = pgTable(
  "gate_verdicts",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    candidateId: text("candidate_id").notNull(),
    championId: text("champion_id").notNull(),
    verdict: text("verdict", { enum: ["passed", "rejected", "inconclusive"] }).notNull(),
    /** Whether the champion was replaced automatically. */
    promoted: boolean("promoted").notNull().default(false),
    /** `lib/contracts/promotion-gate.ts`: intervals per set and class, budgets, photos that got better and worse. */
    report: jsonb("report").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [index("gate_verdicts_candidate").on(table.teamId, table.candidateId)],
);

/** What a person thinks of one training: a config of a run, or a trial of its sweep. No row: nothing yet. */
export const experimentMarks = pgTable(
  "experiment_marks",
  {
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    runId: uuid("run_id")
      .notNull()
      .references(() => trainingRuns.id, { onDelete: "cascade" }),
    config: text("config").notNull(),
    isStarred: boolean("is_starred").notNull().default(false),
    isArchived: boolean("is_archived").notNull().default(false),
    note: text("note").notNull().default(""),
    updatedBy: uuid("updated_by")
      .notNull()
      .references(() => users.id),
    updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.config] })],
);
