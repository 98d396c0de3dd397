import type { CheckedPixels } from "@/lib/core/datasets/checks/data-check";
import { shrinkGrey } from "@/lib/core/datasets/grey-image";
import { measureImage } from "@/lib/core/datasets/image-statistics";
import type { PhotoPrint } from "@/lib/core/datasets/near-duplicates";
import { perceptualHash } from "@/lib/core/datasets/perceptual-hash";
import { type ErrorCode, isAppError } from "@/lib/core/errors";
import { readGreyCopy, sha256Of } from "@/server/media/service";

const COPY_EDGE_PX = 256;
const THUMBNAIL_SIDE = 16;

/** Goes up when the way photos are measured changes: kept measurements are then made again. */
export const INSPECTION_REVISION = 1;

export interface ReadablePhoto extends Pick<CheckedPixels, "size" | "format" | "statistics"> {
  readonly isReadable: true;
  readonly print: PhotoPrint;
}

/** What a photo's bytes say, whoever asks: a set's folder, an import, a version. */
export type Inspection = { readonly sha256: string } & (
  | ReadablePhoto
  | { readonly isReadable: false; readonly reason: ErrorCode }
);

/** Decodes a photo once and keeps what all checks need. @throws only unexpected errors */
export async function inspectPhoto(bytes: Uint8Array): Promise<Inspection> {
  const sha256 = sha256Of(bytes);
  try {
    const { grey, width, height, format } = await readGreyCopy(bytes, COPY_EDGE_PX);
    return {
      sha256,
      isReadable: true,
      size: { width, height },
      format,
      statistics: measureImage(grey),
      print: { hash: perceptualHash(grey), thumbnail: shrinkGrey(grey, THUMBNAIL_SIDE) },
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { sha256, isReadable: false, reason: error.code };
  }
}
