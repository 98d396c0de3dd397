import { ENGLISH_AMOUNTS } from "../languages/english";

const ISO =
  /^P(?:([\d.,]+)Y)?(?:([\d.,]+)M)?(?:([\d.,]+)W)?(?:([\d.,]+)D)?(?:T(?:([\d.,]+)H)?(?:([\d.,]+)M)?(?:([\d.,]+)S)?)?$/i;

/**
 * Minutes of an ISO 8601 duration ("PT1H30M", "P0Y0M0DT0H45M"), or of words as sites write them ("1 hour 10 min", "an hour
 * and a half", "45").
 * @returns null for anything else, and for nothing at all ("PT0M" is a site's way to say unknown)
 */
export function readMinutes(value: unknown): number | null {
  if (typeof value === "number") return value > 0 && value < 1e6 ? Math.round(value) : null;
  if (typeof value !== "string") return null;
  const text = value.trim().slice(0, 100);
  const iso = ISO.exec(text);
  const minutes = iso ? isoMinutes(iso) : wordMinutes(text);
  return minutes > 0 && minutes < 1e6 ? Math.round(minutes) : null;
}

function isoMinutes([, years, months, weeks, days, hours, minutes, seconds]: RegExpExecArray): number {
  const read = (part: string | undefined) => Number((part ?? "0").replace(",", "."));
  // nothing cooks for months: such a page means something else, unknown to us
  if (read(years) > 0 || read(months) > 0) return 0;
  return read(weeks) * 10_080 + read(days) * 1440 + read(hours) * 60 + read(minutes) + read(seconds) / 60;
}

const NUMBERS: Readonly<Record<string, number>> = {
  ...ENGLISH_AMOUNTS.numbers.counts,
  thirty: 30,
  forty: 40,
  "forty-five": 45,
  fortyfive: 45,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  eine: 1,
  einer: 1,
  une: 1,
  una: 1,
  un: 1,
  en: 1,
};
const SIGNS: Readonly<Record<string, string>> = { "½": " 1/2", "¼": " 1/4", "¾": " 3/4" };
const DAY = /^(?:d|days?|tage?n?|jours?|d[ií]as?|dag|dagar|giorn[oi])$/;
const HOUR = /^(?:h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|tim|timm[ae]r?)$/;
const MINUTE = /^(?:m|mins?|minutes?|minuten?|minutos?|minut[oi]|minuter?|mn)$/;

/** Reads number and unit in turn; of a range the lower end counts. */
function wordMinutes(text: string): number {
  const clock = /^(\d{1,2}):([0-5]\d)(?::[0-5]\d)?(?: ?h)?$/.exec(text);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  const plain = text
    .toLowerCase()
    .replace(/[½¼¾]/g, (sign) => SIGNS[sign] ?? sign)
    .replace(/half an? /g, "0.5 ")
    .replace(/quarter of an /g, "0.25 ")
    .replace(/ and a half/g, " plus half");
  const words = plain.match(/\d+\/\d+|\d+(?:[.,]\d+)?|\p{L}+(?:-five)?|[-–—]/gu) ?? [];
  let minutes = 0;
  let number: number | null = null;
  let lastUnit = 0;
  let isUpper = false;
  for (const word of words) {
    const unit = DAY.test(word) ? 1440 : HOUR.test(word) ? 60 : MINUTE.test(word) ? 1 : 0;
    const value = numberOf(word);
    if (value !== null && !isUpper) {
      // "1 1/2 hours"
      number = number !== null && word.includes("/") ? number + value : value;
    } else if (unit > 0 && number !== null) {
      minutes += number * unit;
      number = null;
      lastUnit = unit;
      isUpper = false;
    } else if (word === "half" && lastUnit > 0) minutes += lastUnit / 2;
    else if (/^(?:-|–|—|to|or|bis|à|until)$/.test(word) && number !== null) isUpper = true;
  }
  // "1 h 30", "45"
  if (number !== null && (lastUnit === 60 || words.length === 1)) minutes += number;
  return minutes;
}

function numberOf(word: string): number | null {
  if (Object.hasOwn(NUMBERS, word)) return NUMBERS[word]!;
  if (!/^\d/.test(word)) return null;
  const [above = "0", below] = word.split("/");
  const value = Number(above.replace(",", ".")) / Number(below ?? 1);
  return Number.isFinite(value) ? value : null;
}
