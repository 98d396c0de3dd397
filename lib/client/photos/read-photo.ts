import { openWorker } from "@/lib/client/browser/worker-connection";
import { WORKER_SCRIPTS } from "@/lib/client/browser/worker-scripts";
import { type BrowserPhoto, openPhotoFile, openPhotoFileAlone, type PhotoAlone } from "./open-photo-file";
import { createPhotoReader, type PhotoReader } from "./photo-reader";

let reader: PhotoReader | undefined;

function theReader(): PhotoReader {
  reader ??= createPhotoReader({
    open: openWorker,
    script: WORKER_SCRIPTS.photos,
    readHere: (file, thumbnail) => (thumbnail ? openPhotoFile(file) : openPhotoFileAlone(file)),
    later(task, ms) {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
  });
  return reader;
}

/**
 * Checks, decodes and measures a file on this device, beside the page.
 * @throws AppError with a `photo/…` code, detection/out-of-memory, server/offline if a decoder cannot be fetched
 */
export const readPhoto = (file: Blob): Promise<BrowserPhoto> => theReader().read(file);

/** `readPhoto` without the thumbnail, where none is shown. */
export const readPhotoAlone = (file: Blob): Promise<PhotoAlone> => theReader().readAlone(file);
