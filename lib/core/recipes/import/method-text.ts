import { plainText } from "./plain-text";
import { isStepHeading } from "./step-groups";

const LINE_TAG = /<\/?(?:p|li|br|div|ol|ul|tr|td|h[1-6]|section|article)\b[^<>]*>/gi;
/** "1.", "2)", "Step 3:" at the beginning of a step; the "1." of "1.5" is none. */
const NUMBER = /^(?:(?:step|schritt|étape|paso|steg|passo)\s*)?\d{1,2}\s?[.):、．]\s*(?!\d)/iu;
export const ONLY_NUMBER = /^(?:(?:step|schritt|étape|paso|steg|passo)\s*)?\d{0,2}\s?[.):、．]?$/iu;

/** Splits a method written as one text, headings among its lines: it may hold paragraphs, list items, line breaks or "1. … 2. …". */
export function splitSteps(text: string): string[] {
  return text
    .replace(LINE_TAG, "\n")
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => plainText(line) ?? "")
    .flatMap(splitNumbered)
    .map((line) => line.replace(NUMBER, "").trim())
    .filter((line) => line !== "" && !ONLY_NUMBER.test(line));
}

/** The same, with a heading as a line of its own before the steps below it. */
export function splitStepLines(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const plain = plainText(line) ?? "";
    return /^[^.!?]{2,80}[:：]$/.test(plain) && !NUMBER.test(plain) ? [plain] : splitSteps(line);
  });
}

/** Parts a method that came as one step at its sentences; a method of several steps stays as it is parted. */
export function partMethod(steps: readonly string[]): string[] {
  const [only] = steps;
  if (steps.length === 1 && only) return splitSentences(only);
  // below headings as well: a part of the method in one text
  const isEveryPart = steps.every(
    (step, place) => isStepHeading(step) !== isStepHeading(steps[place + 1] ?? ":"),
  );
  return isEveryPart
    ? steps.flatMap((step) => (isStepHeading(step) ? step : splitSentences(step)))
    : [...steps];
}

/** "1.Chop 2.Fry 3.Serve": parted where the numbers count up from one. */
function splitNumbered(line: string): string[] {
  if (!/^(?:step\s*)?1\s?[.):、．]/i.test(line)) return [line];
  const parts: string[] = [];
  let from = 0;
  let next = 2;
  for (const match of line.matchAll(/(?:step\s*)?(\d{1,2})\s?[.):、．](?!\d)/gi)) {
    const at = match.index;
    const before = line[at - 1];
    // "bake 20. 2." counts, "1.2." and "a2." do not
    if (Number(match[1]) !== next || before === undefined || /[\p{Ll}\p{Lu}\d.,]/u.test(before) === true)
      if (!(Number(match[1]) === next && before !== undefined && /[.,]/.test(before))) continue;
    parts.push(line.slice(from, at));
    from = at;
    next++;
  }
  parts.push(line.slice(from));
  return parts;
}

const SHORTENED = new Set(
  "approx ca min mins sec secs hr hrs tbsp tsp tbs oz lb lbs pkg pt qt gal no nr st dr mr mrs ms vs etc eg ie incl excl z.b d.h bzw ca. evtl ggf usw inkl min std el tl ungef env".split(
    " ",
  ),
);

/** Parts where a sentence surely ends: before a capital, and not behind a shortened word or an initial. */
function splitSentences(text: string): string[] {
  const steps: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/[.!?。！？]+["'”’)\]]*/g)) {
    const end = match.index + match[0].length;
    if (end >= text.length || !endsSentence(text, match.index, end, match[0])) continue;
    steps.push(text.slice(from, end).trim());
    from = end;
  }
  steps.push(text.slice(from).trim());
  return steps.filter((step) => step !== "");
}

function endsSentence(text: string, at: number, end: number, signs: string): boolean {
  if (/[。！？]/.test(signs)) return true;
  const isSpaced = /\s/.test(text[end] ?? "");
  const next = text.slice(end, end + 4).trimStart();
  if (!(isSpaced ? /^[\p{Lu}\p{Lo}¿¡]/u : /^(?:\p{Lu}\p{Ll}|\p{Lo})/u).test(next)) return false;
  if (signs.startsWith("...")) return false;
  const before = text.slice(Math.max(0, at - 24), at);
  const word = /[\p{L}\p{N}.]+$/u.exec(before)?.[0] ?? "";
  if (SHORTENED.has(word.toLowerCase())) return false;
  // "200 C." ends, the initial of a name does not
  return word.length > 1 || !/\p{L}/u.test(word) || /[\d°]\s?\p{L}$/u.test(before);
}

/**
 * A step's heading and its text as one: "Cook the meat: Pat dry." A heading that only counts ("Step 1"), or begins the
 * text, is left out.
 */
export function withHeading(heading: string | null, text: string | null): string | null {
  if (text === null) return heading;
  if (heading === null || ONLY_NUMBER.test(heading)) return text;
  const title = heading.replace(/[.:…\s]+$/u, "");
  const begins = text.toLowerCase().startsWith(title.toLowerCase());
  return title === "" || begins ? text : `${title}: ${text}`;
}
