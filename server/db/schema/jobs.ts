import { index, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { users } from "./users";

/** Long work as people see it. pg-boss decides when it runs; this row is what it is, how far it got and how it ended. */
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
    /** Where a resumed job goes on; the kind's own. */
    checkpoint: jsonb("checkpoint"),
    result: jsonb("result"),
    /** Error code and facts of `lib/core/errors.ts`, when failed. */
    error: jsonb("error"),
    /** Starts since it last saved a checkpoint: one that ends its process again and again is given up. */
    attempts: integer("attempts").notNull().default(0),
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
  ],
);
