import { createEvents, type EventAttributes } from "ics";
import { foldLine } from "@/lib/core/calendar/fold-line";

/** A meal as a calendar shows it. */
export interface CalendarMeal {
  readonly id: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly title: string;
  readonly text: string;
}

/**
 * The week as a calendar file (RFC 5545), a meal an event of a whole day. A meal keeps its id, so that a calendar that takes
 * the file again moves it instead of showing it twice.
 * @throws Error that says which meal cannot be written
 */
export function weekCalendar(meals: readonly CalendarMeal[], calName: string): string {
  const events = meals.map(({ id, day, title, text }): EventAttributes => {
    const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
    return {
      uid: `${id}@forage`,
      start: [year, month, date],
      duration: { days: 1 },
      title,
      description: text,
      productId: "-//Forage//Week//EN",
      calName,
      busyStatus: "FREE",
    };
  });
  const { value, error } = createEvents(events);
  if (error) throw error;
  return foldedAgain(value ?? "");
}

/** The library folds lines by characters; the format counts octets. */
function foldedAgain(file: string): string {
  const lines = file.replace(/\r\n[ \t]/g, "").split("\r\n");
  return lines.flatMap(foldLine).join("\r\n");
}
