import { readTiffHeader } from "./tiff-header";

/** What the first bytes say a file is. Names and content types are not trusted. */
export type SniffedFormat =
  | {
      readonly kind: "decodable";
      readonly format: "jpeg" | "png" | "webp" | "avif" | "heic" | "gif" | "tiff" | "bmp";
    }
  | { readonly kind: "unsupported"; readonly name: string }
  | { readonly kind: "unknown" };

export type PhotoFormat = Extract<SniffedFormat, { kind: "decodable" }>["format"];

const HEIC_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"]);
const AVIF_BRANDS = new Set(["avif", "avis"]);
const GENERIC_HEIF_BRANDS = new Set(["mif1", "msf1", "mif2", "miaf"]);

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function startsWith(bytes: Uint8Array, ...prefix: readonly number[]): boolean {
  return prefix.every((value, index) => bytes[index] === value);
}

/** Brands of an ISO base media file: the major one first, then the compatible ones. */
function isoBrands(bytes: Uint8Array): readonly string[] {
  const boxBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const end = Math.min(boxBytes, bytes.length, 512);
  const brands = [ascii(bytes, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(bytes, at, 4));
  return brands;
}

function sniffIsoMedia(bytes: Uint8Array): SniffedFormat {
  const brands = isoBrands(bytes);
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return { kind: "decodable", format: "avif" };
  if (brands.some((brand) => HEIC_BRANDS.has(brand) || GENERIC_HEIF_BRANDS.has(brand))) {
    return { kind: "decodable", format: "heic" };
  }
  return { kind: "unsupported", name: "video" };
}

/** SVG and HTML have no magic number: look for their first tag past blanks, byte-order mark and comments. */
function sniffText(bytes: Uint8Array): SniffedFormat {
  // UTF-8's byte-order mark, read byte by byte, is these three letters.
  const head = ascii(bytes, 0, 4_096)
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart()
    .toLowerCase();
  if (!head.startsWith("<")) return { kind: "unknown" };
  if (head.includes("<svg")) return { kind: "unsupported", name: "SVG" };
  return { kind: "unknown" };
}

/** @param bytes a whole file or at least its first 512 bytes; not mutated */
export function sniffFormat(bytes: Uint8Array): SniffedFormat {
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return { kind: "decodable", format: "jpeg" };
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
    return { kind: "decodable", format: "png" };
  }
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP") {
    return { kind: "decodable", format: "webp" };
  }
  if (bytes.length >= 12 && ascii(bytes, 4, 4) === "ftyp") return sniffIsoMedia(bytes);
  if (ascii(bytes, 0, 5) === "%PDF-") return { kind: "unsupported", name: "PDF" };
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return { kind: "decodable", format: "gif" };
  if (["II*\0", "MM\0*"].includes(ascii(bytes, 0, 4))) {
    // a raw file is a TIFF whose first picture is a small preview
    if (readTiffHeader(bytes)?.isRaw) return { kind: "unsupported", name: "camera raw" };
    return { kind: "decodable", format: "tiff" };
  }
  if (["II+\0", "MM\0+"].includes(ascii(bytes, 0, 4))) return { kind: "unsupported", name: "BigTIFF" };
  if (["IIRO", "IIRS", "MMOR", "IIU\0"].includes(ascii(bytes, 0, 4))) {
    return { kind: "unsupported", name: "camera raw" };
  }
  if (ascii(bytes, 0, 2) === "BM" && bytes.length > 26) return { kind: "decodable", format: "bmp" };
  if (ascii(bytes, 0, 4) === "8BPS") return { kind: "unsupported", name: "Photoshop" };
  if (startsWith(bytes, 0x1f, 0x8b)) {
    return { kind: "unsupported", name: "compressed (gz or svgz)" };
  }
  if (startsWith(bytes, 0xff, 0x0a) || ascii(bytes, 4, 4) === "JXL ") {
    return { kind: "unsupported", name: "JPEG XL" };
  }
  return sniffText(bytes);
}
