/**
 * Decodes one HEIC file in a worker thread: libheif is WASM, takes seconds on a large photo, and may not hold up
 * the server. Plain JavaScript, because a worker starts from a file on disk and no bundler may be in between.
 * Answers { width, height, data } or { tooManyPixels, width, height } or { failure }.
 */
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";

const decode = createRequire(import.meta.url)("heic-decode");

async function main() {
  const images = await decode.all({ buffer: workerData.bytes });
  try {
    const [image] = images;
    const { width, height } = image;
    const { maxPixels, maxSidePx } = workerData;
    if (width * height > maxPixels || Math.max(width, height) > maxSidePx)
      return { tooManyPixels: true, width, height };
    const { data } = await image.decode();
    return { width, height, data };
  } finally {
    images.dispose();
  }
}

main()
  .catch((error) => ({ failure: String(error?.message ?? error) }))
  .then((answer) => parentPort.postMessage(answer, answer.data ? [answer.data.buffer] : []));
