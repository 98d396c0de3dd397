/**
 * Parses JSON as pages write it: with a byte-order mark, comments or CDATA around it, line breaks inside texts, a comma
 * too many, a semicolon behind. Looks at each character once.
 * @returns undefined where it is none
 */
export function parseLoosely(text: string): unknown {
  const inner = unwrapped(text);
  if (!/^[[{"\d-]/.test(inner)) return undefined;
  return parse(inner) ?? (/^[[{]/.test(inner) ? parse(mended(inner)) : undefined);
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

/** Breaks inside texts as JSON wants them, and no comma before a closing bracket. */
function mended(text: string): string {
  const parts: string[] = [];
  let isQuoted = false;
  let comma = -1;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (isQuoted) {
      if (sign === "\\") {
        parts.push(sign, text[++at] ?? "");
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
