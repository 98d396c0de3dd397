import { decodeHTML } from "entities";

/**
 * Parses JSON as pages write it: with a byte-order mark, comments or CDATA around it, line breaks inside texts, a comma
 * too many, a semicolon behind, quotes inside texts, quotes written as entities. Looks at each character once.
 * @returns undefined where it is none
 */
export function parseLoosely(text: string): unknown {
  const inner = unwrapped(text);
  if (/^[[{]\s*&quot;/.test(inner)) return parseMended(decodeHTML(inner));
  if (!/^[[{"\d-]/.test(inner)) return undefined;
  return parse(inner) ?? (/^[[{]/.test(inner) ? parseMended(inner) : undefined);
}

/** What only one mending makes JSON of: several values one after the other are a list. */
function parseMended(text: string): unknown {
  const whole = mended(text);
  return parse(text) ?? parse(whole) ?? parse(`[${whole.replace(/\}\s*\{/g, "},{")}]`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const OPENINGS = ["<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA["];
const CLOSINGS = ["-->", "//]]>", "// ]]>", "/*]]>*/", "]]>", ";", "//"];

function unwrapped(text: string): string {
  let inner = text.replace(/^\uFEFF/, "").trim();
  for (let opening = true; opening; ) {
    const found = OPENINGS.find((sign) => inner.startsWith(sign));
    opening = found !== undefined;
    if (found) inner = inner.slice(found.length).trimStart();
  }
  for (let times = 0; times < 6; times++) {
    const found = CLOSINGS.find((sign) => inner.endsWith(sign));
    if (!found) break;
    inner = inner.slice(0, inner.length - found.length).trimEnd();
  }
  return inner;
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

const AFTER_TEXT = /\s*(?:[,:}\]]|$)/y;
function endsText(text: string, at: number): boolean {
  AFTER_TEXT.lastIndex = at;
  return AFTER_TEXT.test(text);
}

/** Breaks inside texts as JSON wants them, and no comma before a closing bracket. */
function mended(text: string): string {
  const parts: string[] = [];
  let isQuoted = false;
  let comma = -1;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (isQuoted) {
      if (sign === "\\") {
        const escaped = text[++at] ?? "";
        // JSON knows no other escapes; a page's "\'" means the sign itself
        parts.push(/["\\/bfnrtu]/.test(escaped) ? sign + escaped : escaped);
        continue;
      }
      // a quote that nothing follows which may follow a text is part of the text
      if (sign === '"' && !endsText(text, at + 1)) {
        parts.push('\\"');
        continue;
      }
      if (sign === '"') isQuoted = false;
      parts.push(ESCAPES[sign] ?? (sign < " " ? " " : sign));
      continue;
    }
    if (sign === '"') isQuoted = true;
    if (sign === ",") comma = parts.length;
    else if ((sign === "]" || sign === "}") && comma >= 0) parts[comma] = "";
    if (sign !== "," && !/\s/.test(sign)) comma = -1;
    parts.push(sign);
  }
  return parts.join("");
}
