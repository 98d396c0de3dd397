/** Reads photos beside the page: a large photo takes long to decode, and a HEIC seconds. */
import { holdLock } from "@/lib/client/browser/hold-lock";
import type { PhotoWorkerMessage, PhotoWorkerRequest } from "@/lib/contracts/photo-worker";
import { isAppError } from "@/lib/core/errors";
import { openPhotoFile, openPhotoFileAlone } from "./open-photo-file";

interface WorkerScope {
  onmessage: ((event: MessageEvent<PhotoWorkerRequest>) => void) | null;
  postMessage(message: PhotoWorkerMessage): void;
}
const scope = self as unknown as WorkerScope;
/** One photo at a time: two large ones would need twice the memory. */
let reading: Promise<void> = Promise.resolve();

// only the page speaks to it; checking what it says would make this script four times as large
scope.onmessage = ({ data: request }) => {
  if (request.type === "start") {
    void holdLock(request.lockName).then(() => scope.postMessage({ type: "alive" }));
    return;
  }
  reading = reading.then(() => read(request.photo, request.file, request.thumbnail));
};

async function read(photo: number, file: Blob, thumbnail: boolean): Promise<void> {
  try {
    const opened = await (thumbnail ? openPhotoFile(file) : openPhotoFileAlone(file));
    scope.postMessage({ type: "read", photo, ...opened });
  } catch (error) {
    if (isAppError(error)) {
      scope.postMessage({ type: "failed", photo, code: error.code, facts: { ...error.facts } });
    } else scope.postMessage({ type: "unable", photo });
  }
}
