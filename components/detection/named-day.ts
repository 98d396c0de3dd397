const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long" });
const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const dateOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** The day a box was named, in this browser's time zone, as a sentence goes on with it: "today", "on Tuesday", "on 12 May". */
export function namedDay(namedAt: number, now: number): string {
  const [day, today] = [new Date(namedAt), new Date(now)];
  const days = Math.round((startOf(today) - startOf(day)) / 86_400_000);
  if (days <= 0) return "today";
  if (days === 1) return "yesterday";
  if (days < 7) return `on ${weekday.format(day)}`;
  return `on ${(day.getFullYear() === today.getFullYear() ? date : dateOfYear).format(day)}`;
}

const startOf = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
