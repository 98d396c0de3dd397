const MAX_OCTETS = 75;

/**
 * A line of a calendar file in lines of at most 75 octets. Continuation lines begin with a space, which counts; a character is
 * never cut in two.
 * Source: RFC 5545, section 3.1
 */
export function foldLine(line: string): string[] {
  const folded: string[] = [];
  let current = "";
  let octets = 0;
  for (const letter of line) {
    const size = octetsOf(letter);
    if (octets + size > MAX_OCTETS) {
      folded.push(current);
      current = " ";
      octets = 1;
    }
    current += letter;
    octets += size;
  }
  return [...folded, current];
}

/** Length in UTF-8. */
function octetsOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
