import { bytesOfRows } from "@/lib/client/detection/letterbox/photo-rows";
import { copyRows, isWholeAndUpright } from "@/lib/client/detection/worker/frame-rows";
import type { OpenedBrowserPhoto } from "@/lib/client/detection/worker/opened-photo";
import type { Size } from "@/lib/core/geometry/box";
import { isCutShort } from "@/lib/core/photos/is-cut-short";
import { readJpegHeader } from "@/lib/core/photos/jpeg-header";

/** From so many pixels on it is worth it; and pixels are so small then that each colour may stand for four of them. */
const LEAST_PIXELS = 3_000_000;

/**
 * A large JPEG as it is stored: brightness, and colours at half the size. That saves the browser from making pixels, which
 * takes as long as decoding.
 * @returns undefined where it is not such a JPEG or this browser does not give it so: then it is opened the usual way,
 *   which also knows what is wrong with a damaged one
 */
export async function openPlanarJpeg(
  photo: Blob,
  head: Uint8Array,
  isTaken: (photo: Size) => boolean,
): Promise<OpenedBrowserPhoto | undefined> {
  const header = readJpegHeader(head);
  if (!header?.hasHalvedColours || header.orientation !== 1 || header.profile === "other") return undefined;
  const { width, height } = header;
  const size = { width, height };
  if (width * height < LEAST_PIXELS || width % 2 === 1 || height % 2 === 1 || !isTaken(size))
    return undefined;
  if (!(await planesAreExact())) return undefined;
  const bytes = new Uint8Array(await photo.arrayBuffer());
  if (isCutShort(bytes, "jpeg")) return undefined;
  const frame = await decodePlanes(bytes, size).catch(() => undefined);
  if (!frame) return undefined;
  return {
    ...{ width, height, format: "i420" },
    readRows(first, rows, into) {
      const length = bytesOfRows("i420", size, rows);
      return copyRows(frame, first, rows, into?.subarray(0, length) ?? new Uint8Array(length));
    },
    close: () => frame.close(),
  };
}

/** @returns undefined where the frame is not the photo's stored values, upright and in sRGB's colours */
async function decodePlanes(data: Uint8Array<ArrayBuffer>, size: Size): Promise<VideoFrame | undefined> {
  const decoder = new ImageDecoder({ data, type: "image/jpeg" });
  try {
    const { image, complete } = await decoder.decode();
    const { primaries, transfer, matrix, fullRange } = image.colorSpace;
    const isJpegs = fullRange === true && matrix === "smpte170m";
    const isSrgb = primaries === "bt709" && transfer === "iec61966-2-1";
    if (complete && image.format === "I420" && isJpegs && isSrgb && isWholeAndUpright(image, size))
      return image;
    image.close();
    return undefined;
  } finally {
    decoder.close();
  }
}

/** 32 × 16 px: a red square and a blue one, each a JPEG's own unit of one colour. */
const SAMPLE =
  "/9j/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQ" +
  "kFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAQACADASIAAhEBAxEB/8QA" +
  "FgABAQEAAAAAAAAAAAAAAAAAAAYH/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABYBAQEBAAAAAAAAAAAAAAAAAAkHCP/EABQRAQAAAAAAAAAAAA" +
  "AAAAAAAAD/2gAMAwEAAhEDEQA/AM0ASRsBNAEWGo//2Q==";
const SAMPLE_SIZE = { width: 32, height: 16 };
/** Brightness, blue and red of (200, 60, 40) and (30, 90, 210), by ITU-R BT.601 with full range. */
const SAMPLE_COLOURS = [
  [100, 94, 200],
  [86, 198, 88],
] as const;
const NEAR = 3;

let exact: Promise<boolean> | undefined;

/** Whether this browser gives a JPEG's planes as they are stored. Tried once. */
function planesAreExact(): Promise<boolean> {
  exact ??= trySample().catch(() => false);
  return exact;
}

async function trySample(): Promise<boolean> {
  if (typeof ImageDecoder === "undefined" || typeof VideoFrame === "undefined") return false;
  const bytes = Uint8Array.from(atob(SAMPLE), (letter) => letter.charCodeAt(0));
  const frame = await decodePlanes(bytes, SAMPLE_SIZE);
  if (!frame) return false;
  try {
    const { width, height } = SAMPLE_SIZE;
    const planes = await copyRows(frame, 0, height, new Uint8Array(bytesOfRows("i420", SAMPLE_SIZE, height)));
    const [half, pixels] = [width / 2, width * height];
    return SAMPLE_COLOURS.every((colour, square) => {
      const x = square * half + half / 2;
      const places = [x, pixels + x / 2, pixels + (half * height) / 2 + x / 2];
      return colour.every((value, plane) => Math.abs(planes[places[plane]!]! - value) <= NEAR);
    });
  } finally {
    frame.close();
  }
}
