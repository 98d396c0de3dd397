const QUOTE = 34;
const BACKSLASH = 92;
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/**
 * True when a JSON text has lists or objects within each other more than `limit` deep. Skips strings;
 * linear in its length, without recursion, so that later readers can safely recurse as deep as the value.
 */
export function isNestedDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (isInText) {
      if (sign === BACKSLASH) at++;
      else if (sign === QUOTE) isInText = false;
    } else if (sign === QUOTE) isInText = true;
    else if (OPENING.has(sign)) {
      depth++;
      if (depth > limit) return true;
    } else if (CLOSING.has(sign)) depth--;
  }
  return false;
}
