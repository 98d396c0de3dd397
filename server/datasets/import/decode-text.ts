/** Byte order marks, and the label of the encoding that each says. */
export function encodingOf(bytes: Uint8Array): string {
  const [first = 1, second = 1, third = 1, fourth = 1] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // without a mark: a label file begins with ASCII characters, each of which has a zero byte beside it in UTF-16
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return "utf-16le";
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return "utf-16be";
  return "utf-8";
}

/**
 * Text in UTF-8 or UTF-16, with a byte order mark or without; the mark is removed.
 * @throws TypeError when it is in neither
 */
export function decodeUnicode(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
}
