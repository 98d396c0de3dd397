/**
 * True when a GIF ends before its first frame does. What comes after that frame is not looked at.
 * @param bytes the whole file; not mutated
 */
export function isGifCut(bytes: Uint8Array): boolean {
  const at = (index: number) => bytes[index] ?? 0;
  const colours = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let place = 13 + colours(at(10));
  const skipBlocks = () => {
    while (place < bytes.length && at(place) !== 0) place += 1 + at(place);
    place++;
  };
  while (place < bytes.length) {
    const kind = at(place);
    if (kind === 0x3b) return false;
    if (kind === 0x2c) {
      place += 10 + colours(at(place + 9)) + 1;
      skipBlocks();
      return place > bytes.length;
    }
    // an extension: its label, then blocks
    place += 2;
    skipBlocks();
  }
  return true;
}
