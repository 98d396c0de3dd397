import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";

interface Fault {
  readonly code: ParseErrorCode;
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
}

function firstFault(text: string): Fault | undefined {
  let first: Fault | undefined;
  const options = { disallowComments: true, allowTrailingComma: false };
  visit(
    text,
    {
      onError: (code, offset, length, line, column) => {
        first ??= { code, offset, length, line: line + 1, column: column + 1 };
      },
    },
    options,
  );
  return first;
}

const NUMBERS = /^-?(NaN|Infinity)/;
const BEFORE = 12;
const AFTER = 20;

function whatIsThere(text: string, { code, offset, length }: Fault): string {
  const there = text.slice(offset, offset + Math.max(length, 1));
  const around = text
    .slice(Math.max(0, offset - BEFORE), offset + AFTER)
    .replace(/\s+/g, " ")
    .trim();
  // a sign before Infinity is a separate fault, just before it
  const number = NUMBERS.exec(text.slice(offset, offset + 9).trimStart())?.[0];
  if (number) return `${number} is no JSON number`;
  const isEmpty =
    /,\s*$/.test(text.slice(Math.max(0, offset - 40), offset)) && /^\s*[\]}]/.test(text.slice(offset));
  if (isEmpty || /^,\s*[\]}]/.test(text.slice(offset))) return `a comma has nothing after it, at ${around}`;
  if (/^(\/\/|\/\*)/.test(there)) return "it has a comment";
  if (there.startsWith("'")) return "a text is in single quotes";
  const words = printParseErrorCode(code)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return `${words}, at ${around}`;
}

/**
 * Where and why a text is not JSON, in a few words: the engine's own message leaves the place out as soon as a file is
 * long.
 * @param text of which `JSON.parse` failed
 */
export function whyNoJson(text: string): string {
  if (text.trim() === "") return "it is empty";
  const fault = firstFault(text);
  if (!fault) return "it is no JSON";
  const where = `line ${fault.line}, column ${fault.column}`;
  const isOpenText =
    printParseErrorCode(fault.code) === "UnexpectedEndOfString" && !text.slice(fault.offset).includes("\n");
  if (isOpenText || fault.offset >= text.trimEnd().length)
    return `it is no whole JSON: it ends in the middle (${where})`;
  return `it is no JSON: ${whatIsThere(text, fault)} (${where})`;
}
