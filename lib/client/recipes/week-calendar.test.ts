import fc from "fast-check";
import ICAL from "ical.js";
import { expect, it } from "vitest";
import { weekCalendar } from "./week-calendar";

const read = (file: string) =>
  new ICAL.Component(ICAL.parse(file)).getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
const soup = { id: "m1", day: "2026-03-29", title: "Leek soup", text: "2 leeks" };

it("has each meal as an event of its whole day, as another program reads it", () => {
  const events = read(weekCalendar([soup, { ...soup, id: "m2", day: "2026-12-31", title: "Stew" }], "Week"));
  expect(
    events.map(({ uid, summary, startDate, endDate }) => [uid, summary, String(startDate), String(endDate)]),
  ).toEqual([
    ["m1@forage", "Leek soup", "2026-03-29", "2026-03-30"],
    ["m2@forage", "Stew", "2026-12-31", "2027-01-01"],
  ]);
  expect(events[0]?.startDate.isDate).toBe(true);
});

it("ends lines as the format wants, none longer than 75 octets", () => {
  const lines = weekCalendar([{ ...soup, text: "crème fraîche, ".repeat(30) }], "Week").split("\r\n");
  for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
});

it("keeps any title and text", () => {
  const text = fc
    .string({ unit: "grapheme", maxLength: 80 })
    .map((value) => value.replace(/[\r\t\p{C}]/gu, "").trim());
  fc.assert(
    fc.property(text, text, (title, description) => {
      fc.pre(title !== "" && description !== "");
      const [event] = read(
        weekCalendar([{ ...soup, title, text: `${description}\n2 eggs; 1 l, milk \\` }], "Week"),
      );
      expect(event?.summary).toBe(title);
      expect(event?.description).toBe(`${description}\n2 eggs; 1 l, milk \\`);
    }),
  );
});
