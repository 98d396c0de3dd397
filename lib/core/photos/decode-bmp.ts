/** Pixels of a BMP. */
export interface BmpPixels {
  readonly width: number;
  readonly height: number;
  /** [height × width × 4] RGBA, straight alpha, rows top to bottom. */
  readonly rgba: Uint8Array<ArrayBuffer>;
}

interface Layout {
  readonly view: DataView;
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bitsPerPixel: number;
  readonly compression: number;
  readonly pixelsAt: number;
  /** Colours of a picture of up to 8 bits, as [red, green, blue]. */
  readonly palette: readonly (readonly [number, number, number])[];
  /** Which bits of a pixel are red, green, blue and alpha. */
  readonly masks: readonly number[];
}

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;
const FILE_HEADER = 14;
const CORE_HEADER = 12;
const INFO_HEADER = 40;

/** Thrown for what is no BMP that can be read; its message says why. */
const broken = (why: string) => new RangeError(`BMP: ${why}`);

function masksOf(
  view: DataView,
  header: { bytes: number; bits: number; compression: number },
): readonly number[] {
  const { bytes, bits, compression } = header;
  const usual = bits === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0];
  if (compression !== BITFIELDS && compression !== ALPHA_BITFIELDS) return usual;
  const hasAlpha = bytes >= 56 || compression === ALPHA_BITFIELDS;
  const at = FILE_HEADER + INFO_HEADER;
  return [0, 4, 8]
    .map((step) => view.getUint32(at + step, true))
    .concat(hasAlpha ? view.getUint32(at + 12, true) : 0);
}

function paletteOf(view: DataView, at: number, colours: { count: number; bytes: number; end: number }) {
  const { count, bytes, end } = colours;
  const usable = Math.max(0, Math.min(count, Math.floor((end - at) / bytes)));
  return Array.from({ length: usable }, (_, index) => {
    const entry = at + index * bytes;
    return [view.getUint8(entry + 2), view.getUint8(entry + 1), view.getUint8(entry)] as const;
  });
}

function readLayout(bytes: Uint8Array): Layout {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(14, true);
  const pixelsAt = view.getUint32(10, true);
  const isCore = headerBytes === CORE_HEADER;
  if (!isCore && headerBytes < INFO_HEADER) throw broken(`a header of ${headerBytes} bytes`);
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const rows = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? RGB : view.getUint32(30, true);
  if (width <= 0 || rows === 0) throw broken("no size");
  const isBitfields = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  const maskBytes = isBitfields && headerBytes === INFO_HEADER ? (compression === BITFIELDS ? 12 : 16) : 0;
  const named = isCore ? 0 : view.getUint32(46, true);
  const count = bits <= 8 ? named || 1 << bits : 0;
  const paletteAt = FILE_HEADER + headerBytes + maskBytes;
  return {
    view,
    width,
    height: Math.abs(rows),
    isTopDown: rows < 0,
    bitsPerPixel: bits,
    compression,
    pixelsAt,
    palette: paletteOf(view, paletteAt, { count, bytes: isCore ? 3 : 4, end: pixelsAt }),
    masks: masksOf(view, { bytes: headerBytes, bits, compression }),
  };
}

/** A pixel's share of a mask's bits, 0 to 255. */
function channelOf(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / most);
}

type Put = (x: number, row: number, colour: readonly [number, number, number], alpha: number) => void;

const BLACK = [0, 0, 0] as const;

function readIndexed({ view, width, height, bitsPerPixel: bits, pixelsAt, palette }: Layout, put: Put): void {
  const stride = Math.ceil((width * bits) / 32) * 4;
  const [perByte, mask] = [8 / bits, (1 << bits) - 1];
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++) {
      const byte = view.getUint8(pixelsAt + row * stride + Math.floor(x / perByte));
      const index = (byte >> (8 - bits * ((x % perByte) + 1))) & mask;
      put(x, row, palette[index] ?? BLACK, 255);
    }
  }
}

function readDirect({ view, width, height, bitsPerPixel: bits, pixelsAt, masks }: Layout, put: Put): void {
  const bytes = bits / 8;
  const stride = Math.ceil((width * bits) / 32) * 4;
  const [red, green, blue, alpha] = masks.map(channelOf) as [Channel, Channel, Channel, Channel];
  const hasAlpha = (masks[3] ?? 0) !== 0;
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++) {
      const at = pixelsAt + row * stride + x * bytes;
      const pixel =
        bits === 16
          ? view.getUint16(at, true)
          : bits === 24
            ? view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
            : view.getUint32(at, true);
      put(x, row, [red(pixel), green(pixel), blue(pixel)], hasAlpha ? alpha(pixel) : 255);
    }
  }
}
type Channel = (pixel: number) => number;

/** Run lengths: a count and a colour, or 0 and the end of a row (0), of the picture (1), a step (2), or plain colours. */
function readRuns({ view, width, height, compression, pixelsAt, palette }: Layout, put: Put): void {
  const isFour = compression === RLE4;
  let [at, x, row] = [pixelsAt, 0, 0];
  const paint = (index: number) => {
    if (x < width && row < height) put(x, row, palette[index] ?? BLACK, 255);
    x++;
  };
  const nth = (byte: number, n: number) => (isFour ? (n % 2 === 0 ? byte >> 4 : byte & 15) : byte);
  while (row < height) {
    const [count, value] = [view.getUint8(at), view.getUint8(at + 1)];
    at += 2;
    if (count > 0) for (let n = 0; n < count; n++) paint(nth(value, n));
    else if (value === 0) [x, row] = [0, row + 1];
    else if (value === 1) return;
    else if (value === 2) {
      [x, row] = [x + view.getUint8(at), row + view.getUint8(at + 1)];
      at += 2;
    } else {
      for (let n = 0; n < value; n++) paint(nth(view.getUint8(at + (isFour ? n >> 1 : n)), n));
      const bytes = isFour ? Math.ceil(value / 2) : value;
      at += bytes + (bytes % 2);
    }
  }
}

/**
 * Decodes a BMP of any version: 1 to 32 bits, with a palette, run lengths or bit masks, bottom up or top down. sharp reads
 * none, and the libraries on npm get palettes or run lengths wrong. Check the claimed size first: `headerSize`.
 * @param bytes the whole file; not mutated
 * @throws RangeError when it is damaged, cut off, or holds a JPEG or PNG
 */
export function decodeBmp(bytes: Uint8Array): BmpPixels {
  const layout = readLayout(bytes);
  const { width, height, isTopDown, bitsPerPixel: bits, compression } = layout;
  const rgba = new Uint8Array(width * height * 4);
  let mostAlpha = 0;
  const put: Put = (x, row, [red, green, blue], alpha) => {
    const at = ((isTopDown ? row : height - 1 - row) * width + x) * 4;
    rgba[at] = red;
    rgba[at + 1] = green;
    rgba[at + 2] = blue;
    rgba[at + 3] = alpha;
    mostAlpha = Math.max(mostAlpha, alpha);
  };
  const isIndexed = [1, 2, 4, 8].includes(bits);
  if ((compression === RLE8 && bits === 8) || (compression === RLE4 && bits === 4)) readRuns(layout, put);
  else if (compression === RGB && isIndexed) readIndexed(layout, put);
  else if ([RGB, BITFIELDS, ALPHA_BITFIELDS].includes(compression) && [16, 24, 32].includes(bits))
    readDirect(layout, put);
  else throw broken(`${bits} bits in compression ${compression}`);
  // alpha that is 0 everywhere is not real alpha
  if (mostAlpha === 0) for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  return { width, height, rgba };
}
