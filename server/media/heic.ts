import { Worker } from "node:worker_threads";
import sharp from "sharp";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { isCutShort } from "@/lib/core/photos/is-cut-short";
import { MAX_PIXELS, MAX_SIDE_PX } from "@/lib/core/photos/limits";
import { projectPath } from "@/server/storage/project-root";
import { pngWithProfile } from "./png-profile";

const answerSchema = z.union([
  z.object({ failure: z.string() }),
  z.object({ tooManyPixels: z.literal(true), width: z.number(), height: z.number() }),
  z.object({ width: z.number().int(), height: z.number().int(), data: z.instanceof(Uint8ClampedArray) }),
]);

/** The largest photo takes 20 s on a slow computer; a damaged one may never end. */
const TIMEOUT_MS = 90_000;

export interface DecodedPixels {
  /** [height × width × 4] straight alpha. */
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
}

function runWorker(bytes: Uint8Array): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(projectPath("server", "media", "heic-worker.mjs"), {
      workerData: { bytes, maxPixels: MAX_PIXELS, maxSidePx: MAX_SIDE_PX },
      // libheif's WASM needs no more than this for any photo we accept
      resourceLimits: { maxOldGenerationSizeMb: 2_048 },
      execArgv: [],
      // libheif writes to stdout, where the command line prints nothing but JSON
      stdout: true,
      stderr: true,
    });
    const timer = setTimeout(() => void worker.terminate(), TIMEOUT_MS);
    worker.once("message", (message: unknown) => {
      resolve(message);
      void worker.terminate();
    });
    worker.once("error", reject);
    worker.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`heic worker ended with ${code}`));
    });
  });
}

/**
 * The ICC profile inside a HEIC file (its first `colr` box of kind `prof`), undefined when it has none: libheif's
 * decoder leaves the pixels in that space.
 */
export function heicProfile(bytes: Uint8Array): Uint8Array | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = buffer.indexOf("colrprof", 0, "latin1");
  if (at < 4) return undefined;
  const boxBytes = buffer.readUInt32BE(at - 4);
  const profile = buffer.subarray(at + 8, at - 4 + boxBytes);
  const isIcc = profile.length > 128 && profile.toString("latin1", 36, 40) === "acsp";
  return isIcc ? profile : undefined;
}

/**
 * Decodes a HEIC photo to sRGB. Rotation and mirroring stored in the file are applied by libheif.
 * @throws AppError photo/too-many-pixels, photo/truncated, photo/damaged
 */
export async function decodeHeic(bytes: Uint8Array): Promise<DecodedPixels> {
  const answer = answerSchema.parse(
    await runWorker(bytes).catch((error: unknown) => ({ failure: String(error) })),
  );
  if ("failure" in answer) {
    const isCut = isCutShort(bytes, "heic");
    const cause = new Error(answer.failure);
    throw new AppError(isCut ? "photo/truncated" : "photo/damaged", { cause });
  }
  if ("tooManyPixels" in answer) {
    const { width, height } = answer;
    throw new AppError("photo/too-many-pixels", {
      facts: { width, height, limitMegapixels: MAX_PIXELS / 1e6, limitSidePx: MAX_SIDE_PX },
    });
  }
  const { width, height } = answer;
  const rgba = new Uint8Array(answer.data.buffer, answer.data.byteOffset, answer.data.byteLength);
  const profile = heicProfile(bytes);
  if (!profile) return { rgba, width, height };
  return { rgba: await toSrgb(rgba, { width, height, profile }), width, height };
}

/** sharp reads no profile beside raw pixels, so they pass through an uncompressed PNG that carries it. */
async function toSrgb(
  rgba: Uint8Array,
  photo: { readonly width: number; readonly height: number; readonly profile: Uint8Array },
): Promise<Uint8Array> {
  const { width, height } = photo;
  const png = await sharp(rgba, { raw: { width, height, channels: 4 }, limitInputPixels: MAX_PIXELS })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(pngWithProfile(png, photo.profile), { limitInputPixels: MAX_PIXELS })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer();
}
