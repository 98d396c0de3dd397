/** What the first picture of a TIFF says about itself. */
export interface TiffHeader {
  readonly width: number;
  readonly height: number;
  /** EXIF's, 1 to 8. */
  readonly orientation: number;
  readonly bitsPerSample: number;
  readonly samplesPerPixel: number;
  /** 1: whole numbers without a sign. */
  readonly sampleFormat: number;
  readonly photometric: number;
  /** A camera's raw file: what stands first in it is a preview. */
  readonly isRaw: boolean;
  /** Where the last of its pixels end, bytes; 0 when it does not say. */
  readonly pixelsEnd: number;
}

const SUBFILE_TYPE = 254;
const WIDTH = 256;
const HEIGHT = 257;
const BITS = 258;
const PHOTOMETRIC = 262;
const STRIP_OFFSETS = 273;
const ORIENTATION = 274;
const SAMPLES = 277;
const STRIP_BYTES = 279;
const TILE_OFFSETS = 324;
const TILE_BYTES = 325;
const SAMPLE_FORMAT = 339;
const DNG_VERSION = 50_706;
/** Colour filter array, linear raw: sensors, not pictures. */
const RAW_PHOTOMETRICS = new Set([32_803, 34_892]);

const BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };
const MOST_VALUES = 100_000;

/** Values of an entry that are whole numbers without a sign; none for another type. */
function valuesOf(view: DataView, at: number, little: boolean): readonly number[] {
  const size = BYTES[view.getUint16(at + 2, little)];
  const count = view.getUint32(at + 4, little);
  if (!size || count > MOST_VALUES) return [];
  const from = size * count <= 4 ? at + 8 : view.getUint32(at + 8, little);
  return Array.from({ length: count }, (_, index) => {
    const place = from + index * size;
    return size === 1
      ? view.getUint8(place)
      : size === 2
        ? view.getUint16(place, little)
        : view.getUint32(place, little);
  });
}

/**
 * Reads the list that describes a TIFF's first picture.
 * @param bytes the file, or as much of its beginning as holds that list
 * @returns undefined for another format, or when the list lies beyond the end
 */
export function readTiffHeader(bytes: Uint8Array): TiffHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const mark = view.getUint32(0);
    if (mark !== 0x49492a00 && mark !== 0x4d4d002a) return undefined;
    const little = mark === 0x49492a00;
    const list = view.getUint32(4, little);
    const tags = new Map<number, readonly number[]>();
    for (let index = 0; index < view.getUint16(list, little); index++) {
      const at = list + 2 + index * 12;
      tags.set(view.getUint16(at, little), valuesOf(view, at, little));
    }
    const one = (tag: number, usual: number) => tags.get(tag)?.[0] ?? usual;
    const isCanon = view.byteLength > 10 && view.getUint16(8) === 0x4352;
    const offsets = tags.get(STRIP_OFFSETS) ?? tags.get(TILE_OFFSETS) ?? [];
    const lengths = tags.get(STRIP_BYTES) ?? tags.get(TILE_BYTES) ?? [];
    return {
      width: one(WIDTH, 0),
      height: one(HEIGHT, 0),
      orientation: one(ORIENTATION, 1),
      bitsPerSample: Math.max(...(tags.get(BITS) ?? [1])),
      samplesPerPixel: one(SAMPLES, 1),
      sampleFormat: one(SAMPLE_FORMAT, 1),
      photometric: one(PHOTOMETRIC, 1),
      isRaw:
        isCanon ||
        tags.has(DNG_VERSION) ||
        (one(SUBFILE_TYPE, 0) & 1) === 1 ||
        RAW_PHOTOMETRICS.has(one(PHOTOMETRIC, 1)),
      pixelsEnd: offsets.reduce((end, offset, index) => Math.max(end, offset + (lengths[index] ?? 0)), 0),
    };
  } catch {
    // past the end
    return undefined;
  }
}
