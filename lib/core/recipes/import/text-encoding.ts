/** Bytes looked at for what a page says of its encoding. A saved page may begin with comments. */
const HEAD = 4096;

/** Every name of windows-1252 in the Encoding Standard: a page that says ISO-8859-1 means it. */
const WESTERN = new Set(
  "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252".split(
    " ",
  ),
);
/** What 0x80 to 0x9F are in it; some runtimes take them for control characters. */
const UPPER = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Turns bytes into text by the name of an encoding. @throws RangeError for a name it does not know, or when the bytes are not valid in it */
export type Decode = (label: string, bytes: Uint8Array, isStrict: boolean) => string;

/**
 * Reads bytes in their own encoding: what a byte-order mark says, then HTTP, then the page or the XML declaration itself.
 * Text that is UTF-8 beyond chance is UTF-8 whatever a label of one byte a letter says; text that names nothing and is no
 * UTF-8 is windows-1252, as browsers take it.
 * @param said the encoding HTTP names; "" for none
 */
export function decodeForeignText(bytes: Uint8Array, decode: Decode, said = ""): string {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return decode(mark, bytes, false);
  const label = said || labelIn(bytes);
  const read: Decode = (name, input, isStrict) =>
    WESTERN.has(name.toLowerCase()) ? decodeWestern(input) : decode(name, input, isStrict);
  const asUtf8 = attempt(() => decode("utf-8", bytes, true));
  if (asUtf8 !== null && (label === "" || isOneByte(label) || /^utf-?8$/i.test(label))) return asUtf8;
  if (label === "" || /^utf-?8$/i.test(label)) {
    // one broken byte in a long UTF-8 text does not make it another encoding
    return label === "" && !looksLikeUtf8(bytes) ? decodeWestern(bytes) : decode("utf-8", bytes, false);
  }
  // a page that could say "utf-16" in ASCII is not in UTF-16
  if (/^utf-?16/i.test(label) && said === "") return asUtf8 ?? decode("utf-8", bytes, false);
  return attempt(() => read(label, bytes, false)) ?? asUtf8 ?? decodeWestern(bytes);
}

function decodeWestern(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    let part = "";
    for (const byte of bytes.subarray(at, at + 8192))
      part += byte >= 0x80 && byte < 0xa0 ? UPPER[byte - 0x80] : String.fromCharCode(byte);
    parts.push(part);
  }
  return parts.join("");
}

function byteOrderMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  // "<" or "{" and a NUL: UTF-16 without a mark
  if (b === 0 && (a === 0x3c || a === 0x7b || a === 0x5b)) return "utf-16le";
  if (a === 0 && (b === 0x3c || b === 0x7b || b === 0x5b)) return "utf-16be";
  return null;
}

function labelIn(bytes: Uint8Array): string {
  let head = "";
  for (const byte of bytes.subarray(0, HEAD)) head += String.fromCharCode(byte);
  const xml = /^\s*<\?xml[^<>]{0,80}encoding\s*=\s*["']([\w.:-]{1,40})/i.exec(head);
  const meta = /<meta\s[^<>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head);
  return (xml ?? meta)?.[1] ?? "";
}

function isOneByte(label: string): boolean {
  return /^(?:iso-?8859|latin|windows-?125|cp-?125|us-ascii|ascii|x-user-defined|l1)/i.test(label);
}

/** True where most of what is not ASCII is UTF-8. */
function looksLikeUtf8(bytes: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 && byte < 0xf5 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    let follows = 0;
    while (follows < length && ((bytes[at + 1 + follows] ?? 0) & 0xc0) === 0x80) follows++;
    if (length > 0 && byte < 0xf5 && follows === length) {
      good++;
      at += length;
    } else bad++;
  }
  return good > bad * 4;
}

function attempt(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
