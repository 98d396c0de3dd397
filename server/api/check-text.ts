import { AppError } from "@/lib/core/errors";
import { readBody } from "./read-body";

/** Deeper than any input Forage has, and shallow enough that no later reader runs out of stack. */
const MAX_DEPTH = 64;
/** Half of a surrogate pair: text cut in the middle of a character. No database and no file can hold it. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** True for text that can be stored as it is: no NUL character, no half character. */
export function isStorable(text: string): boolean {
  return !text.includes("\u0000") && !LONE_SURROGATE.test(text);
}

function invalid(field: string): AppError {
  return new AppError("request/invalid", { facts: { field } });
}

/**
 * Checks every input that comes from outside, whatever its schema allows.
 * @param value as JSON gave it; not mutated
 * @throws AppError request/invalid for text or a key that cannot be stored, and for input nested too deep
 */
export function checkInput(value: unknown): void {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw invalid("it is nested too deep");
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item === "string" && !isStorable(item))
        throw invalid("text holds a character that cannot be stored");
      if (typeof item === "number" && !Number.isFinite(item)) throw invalid("a number is out of range");
      if (typeof item !== "object" || item === null) continue;
      if (Array.isArray(item)) for (const entry of item) next.push(entry);
      else for (const [key, entry] of Object.entries(item)) next.push(key, entry);
    }
    level = next;
  }
}

/** The same for an address: its query must not hold what cannot be stored. @throws AppError request/invalid */
export function checkQuery(address: string): void {
  checkInput([...new URL(address).searchParams].flat());
}

/**
 * A request's body as checked JSON.
 * @throws AppError request/too-large above `maxBytes`, request/invalid
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await readBody(request, maxBytes);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AppError("request/invalid", { facts: { field: "body" }, cause });
  }
  checkInput(body);
  return body;
}
