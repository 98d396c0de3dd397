/**
 * The colour space of a HEIC file's pixels, as far as phones use any: they write Display P3 as an ICC profile in a `colr`
 * box, whose name is in there as 16-bit or 8-bit text. libheif leaves pixels in the file's colour space.
 * @param bytes the file; not mutated
 */
export function heicColourSpace(bytes: Uint8Array): "srgb" | "display-p3" {
  const head = String.fromCharCode(...bytes.subarray(0, 16_384));
  const at = head.indexOf("colrprof");
  if (at < 0) return "srgb";
  const profile = head.slice(at, at + 2_048).replaceAll("\0", "");
  return profile.includes("Display P3") ? "display-p3" : "srgb";
}
