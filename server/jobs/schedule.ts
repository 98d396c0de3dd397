import { randomUUID } from "node:crypto";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { jobSchedules, jobs } from "@/server/db/schema/jobs";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import type { Transaction } from "@/server/db/transaction";
import { insertJob, wakeWorkers } from "./repository";

/** Scheduled work. Listed in `handlers.ts`. */
export interface Schedule {
  readonly name: string;
  /** A handler has it. */
  readonly kind: string;
  readonly params: unknown;
  readonly everySeconds: number;
  /** Whether it is due each time a worker starts. */
  readonly isDueAtStart: boolean;
}

const after = (seconds: number) => sql`now() + ${seconds} * interval '1 second'`;

/** Updates the table from the code; tasks gone from the code are removed. Next due times stay. */
export async function declareSchedules(
  transaction: Transaction,
  schedules: readonly Schedule[],
): Promise<void> {
  for (const { name, kind, params, everySeconds, isDueAtStart } of schedules) {
    const nextAt = isDueAtStart ? sql`now()` : after(everySeconds);
    await transaction
      .insert(jobSchedules)
      .values({ name, kind, params, everySeconds, nextAt })
      .onConflictDoUpdate({
        target: jobSchedules.name,
        set: { kind, params, everySeconds, ...(isDueAtStart ? { nextAt } : {}) },
      });
  }
  const names = schedules.map(({ name }) => name);
  await transaction
    .delete(jobSchedules)
    .where(names.length > 0 ? sql`${jobSchedules.name} not in ${names}` : undefined);
}

/** Puts what is due into its queue, unless the same task still waits or works. Of several workers, one does it. */
export async function queueDueWork(transaction: Transaction): Promise<void> {
  const due = await transaction
    .select()
    .from(jobSchedules)
    .where(lte(jobSchedules.nextAt, sql`now()`))
    .for("update", { skipLocked: true });
  for (const { name, kind, params, everySeconds } of due) {
    await transaction
      .update(jobSchedules)
      .set({ nextAt: after(everySeconds) })
      .where(eq(jobSchedules.name, name));
    const [open] = await transaction
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(eq(jobs.kind, kind), inArray(jobs.state, ["queued", "running", "cancelling"])))
      .limit(1);
    if (open) continue;
    const who = { createdBy: LOCAL_USER_ID, teamId: LOCAL_USER_ID };
    await insertJob(transaction, { id: randomUUID(), kind, queue: kind, params, ...who });
  }
  if (due.length > 0) await wakeWorkers(transaction);
}
