/** What a person may have typed wrong; each has its sentence on the page. */
export type FieldProblem = "not-a-number" | "not-above-zero" | "too-much" | "no-such-day" | "far-day";

export type FieldValue<T> = { readonly value: T } | { readonly problem: FieldProblem };

const MOST = 100_000;
const SIGNS: Readonly<Record<string, number>> = {
  "½": 1 / 2,
  "¼": 1 / 4,
  "¾": 3 / 4,
  "⅓": 1 / 3,
  "⅔": 2 / 3,
};

/** Reads an amount as people write it: 2, 1.5, 1,5, 1/2, 1 1/2, ½. Empty is "some". */
export function readQuantity(text: string): FieldValue<number | null> {
  const plain = text.trim().replace(/[½¼¾⅓⅔]/g, (sign) => ` ${SIGNS[sign]}`);
  if (plain.trim() === "") return { value: null };
  const [first = "", second, ...rest] = plain.trim().split(/\s+/);
  const parts = [readPart(first), second === undefined ? 0 : readPart(second)];
  const value = parts.reduce((sum, part) => sum + part, 0);
  if (rest.length > 0 || !Number.isFinite(value) || (second !== undefined && parts.some((part) => part < 0)))
    return { problem: "not-a-number" };
  if (value <= 0) return { problem: "not-above-zero" };
  if (value > MOST) return { problem: "too-much" };
  return { value: Math.round(value * 1000) / 1000 || value };
}

/** NaN for what is no number. "1.000" may be one or a thousand, so it is none. */
function readPart(text: string): number {
  const fraction = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  if (fraction) return Number(fraction[1]) / Number(fraction[2]);
  if (/^[1-9]\d{0,2}([.,])\d{3}$/.test(text)) return Number.NaN;
  return /^-?\d+(?:[.,]\d+)?$|^0?\.\d+$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
}

/** Reads a day from a date field. @param isIncomplete the field holds something that is no whole day */
export function readDay(text: string, isIncomplete: boolean): FieldValue<string | null> {
  if (isIncomplete) return { problem: "no-such-day" };
  if (text === "") return { value: null };
  const time = Date.parse(`${text}T00:00:00Z`);
  const isDay = /^\d{4,6}-\d{2}-\d{2}$/.test(text) && Number.isFinite(time);
  // a day that the calendar does not have is read as one of the next month
  if (!isDay || new Date(time).getUTCDate() !== Number(text.slice(-2))) return { problem: "no-such-day" };
  const year = Number(text.split("-")[0]);
  return year >= 2000 && year <= 2199 ? { value: text } : { problem: "far-day" };
}
