"use client";

import { useFormatter } from "next-intl";

/** Writes a day of a calendar: "Monday, 9 March". */
export function useDayText(): (day: string, length?: "long" | "short") => string {
  const format = useFormatter();
  return (day, length = "long") =>
    format.dateTime(new Date(`${day}T00:00:00Z`), {
      weekday: length,
      day: "numeric",
      month: length,
      timeZone: "UTC",
    });
}
