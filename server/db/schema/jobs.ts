import { sql } from "drizzle-orm";
import {
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { teams } from "./teams";
import { users } from "./users";

/** Long work: its kind, its place in its queue, its worker, its progress and its end. */
export const jobs = pgTable(
  "jobs",
  {
    id: uuid("id").primaryKey(),
    /** "import", "export", "dataset-version", "train", …: which handler runs it. */
    kind: text("kind").notNull(),
    /** Jobs of one queue run one after the other: the kind, or the kind and a device. */
    queue: text("queue").notNull(),
    state: text("state", {
      enum: ["queued", "running", "cancelling", "cancelled", "failed", "done"],
    }).notNull(),
    /** What to do; parsed by the kind's own schema. */
    params: jsonb("params").notNull(),
    /** `{ done, total, unit, note }` of `lib/contracts/jobs.ts`. */
    progress: jsonb("progress"),
    /** Where a resumed job continues; in the kind's own form. */
    checkpoint: jsonb("checkpoint"),
    result: jsonb("result"),
    /** Error code and facts of `lib/core/errors.ts`, when failed. */
    error: jsonb("error"),
    /** Starts since it last saved a checkpoint: one that ends its process again and again is given up. */
    attempts: integer("attempts").notNull().default(0),
    /** Order in its queue: given when it is put there, kept when its worker dies, and new when it is resumed. */
    position: bigserial("position", { mode: "number" }).notNull(),
    /** Number of the worker that has it: the key of a lock that worker holds as long as it lives. */
    worker: integer("worker"),
    /** Whose work it is: its people see it. */
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    startedAt: timestamp("started_at", { withTimezone: true, precision: 3 }),
    endedAt: timestamp("ended_at", { withTimezone: true, precision: 3 }),
    updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    index("jobs_kind_created").on(table.kind, table.createdAt),
    index("jobs_state").on(table.state),
    index("jobs_created").on(table.createdAt, table.id),
    index("jobs_team").on(table.teamId, table.createdAt),
    index("jobs_waiting").on(table.position).where(sql`${table.state} = 'queued'`),
    // taking a second job of a queue with one at work is an error
    uniqueIndex("jobs_one_at_work").on(table.queue).where(sql`${table.state} in ('running', 'cancelling')`),
  ],
);

/** Scheduled work. When it is due, one of the workers puts it into its queue. */
export const jobSchedules = pgTable("job_schedules", {
  name: text("name").primaryKey(),
  kind: text("kind").notNull(),
  params: jsonb("params").notNull(),
  everySeconds: integer("every_seconds").notNull(),
  nextAt: timestamp("next_at", { withTimezone: true, precision: 3 }).notNull(),
});
