import { environmentValue } from "@/server/environment/environment-value";

const EVENT_DAYS = 90;
const SUM_DAYS = 730;

function daysOf(name: string, usual: number): number {
  const days = Number(environmentValue(name) ?? usual);
  return Number.isFinite(days) && days >= 1 ? Math.floor(days) : usual;
}

/** How long detections are kept one by one (`FORAGE_MONITORING_DAYS`), and their daily sums (`FORAGE_MONITORING_SUM_DAYS`). */
export function keptDays(): { readonly events: number; readonly sums: number } {
  const events = daysOf("FORAGE_MONITORING_DAYS", EVENT_DAYS);
  return { events, sums: Math.max(events, daysOf("FORAGE_MONITORING_SUM_DAYS", SUM_DAYS)) };
}
