import fc from "fast-check";
import { expect, it } from "vitest";
import { type Reminder, reminderFile } from "./reminder";

const reminder = (over: Partial<Reminder> = {}): Reminder => ({
  uid: "1@forage",
  title: "Look at the tomato",
  text: "Undersides, lowest leaves first",
  year: 2026,
  month: 3,
  day: 7,
  madeAt: Date.UTC(2026, 2, 4, 12, 30, 5),
  ...over,
});

it("sets the day at nine, local time, and the moment it was made in UTC", () => {
  const file = reminderFile(reminder());
  expect(file).toContain("DTSTART:20260307T090000\r\n");
  expect(file).toContain("DTSTAMP:20260304T123005Z\r\n");
});

it("escapes what has a meaning in the format", () => {
  expect(reminderFile(reminder({ title: "a;b,c\\d", text: "x\ny" }))).toContain("SUMMARY:a\\;b\\,c\\\\d\r\n");
  expect(reminderFile(reminder({ text: "x\ny" }))).toContain("DESCRIPTION:x\\ny\r\n");
});

it("writes no line of more than 75 octets, and unfolds to the same text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const clean = text.replace(/[\r\n\\;,]/g, "");
      const file = reminderFile(reminder({ text: clean }));
      for (const line of file.split("\r\n"))
        expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      expect(file.replaceAll("\r\n ", "")).toContain(`DESCRIPTION:${clean}\r\n`);
    }),
  );
});
