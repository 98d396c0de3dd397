export const PERIODS = ["any", "today", "week", "month", "between"] as const;
export type Period = (typeof PERIODS)[number];

/** When a photo was saved, as a person chooses it. Days are this browser's. */
export interface SavedPeriod {
  readonly period: Period;
  /** "2026-01-31" or empty: open at that end. Only with `between`; the last day counts whole. */
  readonly firstDay: string;
  readonly lastDay: string;
}

export const ANY_TIME: SavedPeriod = { period: "any", firstDay: "", lastDay: "" };

function dayStart(now: Date, daysFromToday: number): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysFromToday).toISOString();
}

/** Midnight where the browser is, some days after a date field's day; undefined while the field is not filled. */
function fieldStart(day: string, daysAfter: number): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return undefined;
  const [year = 0, month = 1, date = 1] = match.slice(1).map(Number);
  return new Date(year, month - 1, date + daysAfter).toISOString();
}

/** The period as the server asks for it: from `from` on, before `until`. */
export function periodBounds(
  { period, firstDay, lastDay }: SavedPeriod,
  now: Date,
): { readonly from?: string; readonly until?: string } {
  switch (period) {
    case "any":
      return {};
    case "today":
      return { from: dayStart(now, 0) };
    case "week":
      return { from: dayStart(now, -6) };
    case "month":
      return { from: dayStart(now, -29) };
    case "between": {
      const from = fieldStart(firstDay, 0);
      const until = fieldStart(lastDay, 1);
      return { ...(from ? { from } : {}), ...(until ? { until } : {}) };
    }
  }
}
