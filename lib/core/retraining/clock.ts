import { Cron } from "croner";

/**
 * The next time that a cron line names, in UTC.
 * @param line minute, hour, day of the month, month, day of the week
 * @returns undefined for a line that cannot be read, or that names no time at all, such as the 30th of February
 */
export function nextTime(line: string, after: Date): Date | undefined {
  try {
    return new Cron(line, { mode: "5-part", timezone: "UTC" }).nextRun(after) ?? undefined;
  } catch {
    return undefined;
  }
}
