import { connection, transaction } from "@/server/db/transaction";
import { keptDays } from "../kept-days";
import * as repository from "./repository";

const DAY_MS = 86_400_000;
/** Partitions are there this many days ahead. */
const AHEAD_DAYS = 7;

/** A day in UTC, as `YYYY-MM-DD`. */
export const dayAt = (now: Date, offset = 0): string =>
  new Date(now.getTime() + offset * DAY_MS).toISOString().slice(0, 10);

export interface KeptSums {
  readonly made: number;
  readonly dropped: number;
  readonly summed: number;
}

/** Makes partitions ahead, drops those that are too old, and adds up every day that changed. */
export async function keepSums(signal: AbortSignal, now = new Date()): Promise<KeptSums> {
  const kept = keptDays();
  const made = await transaction((queries) =>
    repository.makePartitions(queries, dayAt(now, -1), dayAt(now, AHEAD_DAYS)),
  );
  const dropped = await transaction((queries) =>
    repository.dropPartitions(queries, dayAt(now, -kept.events)),
  );
  await transaction((queries) => repository.removeSums(queries, dayAt(now, -kept.sums)));
  const days = await repository.listChangedDays(connection());
  // a day whose events have gone by age keeps the sums it has
  const whole = days.filter(({ day }) => day >= dayAt(now, -kept.events));
  for (const day of whole) {
    signal.throwIfAborted();
    await transaction((queries) => repository.sumDay(queries, day));
  }
  return { made, dropped, summed: whole.length };
}
