import { index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { jobs } from "./jobs";
import { teams } from "./teams";
import { trainingRuns } from "./training";
import { users } from "./users";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** When a team's model is trained again by itself. No row: never. */
export const retrainingRules = pgTable("retraining_rules", {
  teamId: uuid("team_id")
    .primaryKey()
    .references(() => teams.id, { onDelete: "cascade" }),
  /** `lib/contracts/retraining.ts`. */
  settings: jsonb("settings").notNull(),
  /** When the clock says so next. */
  nextAt: moment("next_at"),
  /** What a drift rule said that nothing was done about yet, and when. */
  drift: jsonb("drift"),
  driftAt: moment("drift_at"),
  /** Runs are theirs, and they are told. */
  setBy: uuid("set_by")
    .notNull()
    .references(() => users.id),
  setAt: moment("set_at").notNull().defaultNow(),
});

/** What became of each trigger, and why. */
export const retrainingDecisions = pgTable(
  "retraining_decisions",
  {
    id: uuid("id").primaryKey(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    /** The newest time, where the same happens again and again. */
    at: moment("at").notNull().defaultNow(),
    cause: text("cause", { enum: ["drift", "clock", "corrections"] }).notNull(),
    outcome: text("outcome").notNull(),
    /** Numbers and words of the outcome. */
    facts: jsonb("facts").notNull(),
    /** The one that makes the version and starts the run. */
    jobId: uuid("job_id").references(() => jobs.id, { onDelete: "set null" }),
    runId: uuid("run_id").references(() => trainingRuns.id, { onDelete: "cascade" }),
    /** When the person was told how it ended, or that there is something to mend; null while it is to be told. */
    toldAt: moment("told_at"),
  },
  (table) => [index("retraining_decisions_team").on(table.teamId, table.at)],
);
