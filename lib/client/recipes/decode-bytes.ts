import { decodeForeignText } from "@/lib/core/recipes/import/text-encoding";

/** The text of a page or file in its own encoding. @param said the encoding HTTP names; "" for none */
export function decodeBytes(bytes: Uint8Array, said = ""): string {
  return decodeForeignText(
    bytes,
    (label, input, fatal) => new TextDecoder(label, { fatal }).decode(input),
    said,
  );
}
