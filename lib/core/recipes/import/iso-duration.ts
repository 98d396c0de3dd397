const DURATION =
  /^P(?:(\d+(?:[.,]\d+)?)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/i;

/**
 * Minutes of an ISO 8601 duration ("PT1H30M", "P0DT45M"), or of words as sites write them ("1 hour 10 min", "45").
 * @returns null for anything else, and for nothing at all ("PT0M" is a site's way to say unknown)
 */
export function readMinutes(value: unknown): number | null {
  if (typeof value === "number") return value > 0 ? Math.round(value) : null;
  if (typeof value !== "string") return null;
  const text = value.trim();
  const iso = DURATION.exec(text);
  const minutes = iso ? isoMinutes(iso) : wordMinutes(text);
  return minutes > 0 ? Math.round(minutes) : null;
}

function isoMinutes([, days, hours, minutes, seconds]: RegExpExecArray): number {
  const read = (part: string | undefined) => Number((part ?? "0").replace(",", "."));
  return read(days) * 1440 + read(hours) * 60 + read(minutes) + read(seconds) / 60;
}

function wordMinutes(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const of = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
  const days = of(/(\d+)\s*d(?:ays?)?\b/i);
  const hours = of(/(\d+(?:\.\d+)?)\s*h(?:ours?|rs?)?\b/i);
  return days * 1440 + hours * 60 + of(/(\d+)\s*m(?:in(?:ute)?s?)?\b/i);
}
