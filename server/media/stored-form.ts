/** Markers of a JPEG that hold nothing but the picture: tables, frame, scans. */
const SCAN = 0xda;
const END = 0xd9;
const JFIF = 0xe0;
const PICTURE: ReadonlySet<number> = new Set([JFIF, 0xc0, 0xc2, 0xc4, 0xdb, 0xdd]);
/** "JFIF", a version, a density and the size of an embedded preview, which must be none. */
const JFIF_BYTES = 16;

/**
 * True for a JPEG as `encodeStoredPhoto` writes it: no metadata, no profile, no comment, no preview and nothing after its
 * end, so that writing it anew would only make it worse. Whether its pixels can be decoded is not looked at.
 */
export function isStoredForm(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return false;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return false;
    const marker = bytes[at + 1] ?? 0;
    const length = view.getUint16(at + 2);
    if (marker === SCAN) {
      const next = endOfScan(bytes, at + 2 + length);
      if (bytes[next + 1] === END) return next + 2 === bytes.length;
      at = next;
      continue;
    }
    if (!PICTURE.has(marker) || (marker === JFIF && length !== JFIF_BYTES)) return false;
    at += 2 + length;
  }
  return false;
}

/** Where the next marker begins that is not part of the compressed pixels. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue;
    const after = bytes[at + 1] ?? 0;
    const isInside = after === 0 || (after >= 0xd0 && after <= 0xd7);
    if (!isInside) return at;
  }
  return at;
}
