import type { Period } from "@/lib/contracts/monitoring";
import type { Days } from "./repository";

const DAY_MS = 86_400_000;

/** @param day `YYYY-MM-DD` */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function weekOf(day: string): string {
  // 1970-01-01 was a Thursday
  return addDays(day, -((Math.floor(Date.parse(day) / DAY_MS) + 3) % 7));
}

/** How many periods are compared, the newest last. */
export const SHOWN: Readonly<Record<Period, number>> = { day: 30, week: 13 };

export const startOf = (period: Period, day: string): string => (period === "day" ? day : weekOf(day));

/** All days of a period. */
export function daysOf(period: Period, startsOn: string): Days {
  return { from: startsOn, to: period === "day" ? startsOn : addDays(startsOn, 6) };
}

/** The first day of the oldest period that is shown. */
export function firstShown(period: Period, today: string): string {
  const newest = startOf(period, today);
  return addDays(newest, -(SHOWN[period] - 1) * (period === "day" ? 1 : 7));
}
