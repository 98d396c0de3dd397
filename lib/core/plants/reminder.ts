import { foldLine } from "../calendar/fold-line";

export interface Reminder {
  readonly uid: string;
  readonly title: string;
  readonly text: string;
  /** The day to look, as written on a wall calendar; the reminder is at nine in the morning, local time. */
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Epoch ms at which the file is made. */
  readonly madeAt: number;
}

const two = (value: number) => String(value).padStart(2, "0");

/**
 * An iCalendar file with one event and an alarm, lines ended by CRLF and folded at 75 octets.
 * Source: RFC 5545, sections 3.1, 3.3.5 (form 1: local time) and 3.6.6
 */
export function reminderFile(reminder: Reminder): string {
  const { year, month, day, madeAt } = reminder;
  const start = `${String(year).padStart(4, "0")}${two(month)}${two(day)}T090000`;
  const stamp = new Date(madeAt).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Forage//Care//EN",
    "BEGIN:VEVENT",
    `UID:${reminder.uid}`,
    `DTSTAMP:${stamp}`,
    `DTSTART:${start}`,
    "DURATION:PT15M",
    `SUMMARY:${escapeText(reminder.title)}`,
    `DESCRIPTION:${escapeText(reminder.text)}`,
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:PT0S",
    `DESCRIPTION:${escapeText(reminder.title)}`,
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines
    .flatMap(foldLine)
    .map((line) => `${line}\r\n`)
    .join("");
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}
