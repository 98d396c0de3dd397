import { type DetectResponse, detectQuerySchema } from "@/lib/contracts/detect-api";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import { decodePhoto, MAX_PHOTO_BYTES } from "@/server/media/service";
import { nameDetections } from "./named-detections";
import { detectOnServer } from "./service";

/** Room for the multipart frame around the largest photo. */
const MAX_BODY_BYTES = MAX_PHOTO_BYTES + 64 * 1024;

/** Reads a body up to a limit, so that a long one is refused before it fills the memory. */
async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      throw new AppError("photo/too-many-bytes", { facts: { limit: MAX_PHOTO_BYTES } });
    }
    parts.push(value);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** The photo of a request: the raw body, or the `photo` field of a multipart form. */
async function photoOf(request: Request): Promise<Uint8Array> {
  const body = await readBody(request);
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) return body;
  const form = await new Response(body, { headers: { "content-type": type } })
    .formData()
    .catch((cause: unknown) => {
      throw new AppError("request/invalid", { facts: { field: "body" }, cause });
    });
  const photo = form.get("photo");
  if (!(photo instanceof Blob)) throw new AppError("request/invalid", { facts: { field: "photo" } });
  return new Uint8Array(await photo.arrayBuffer());
}

/**
 * Answers `POST /api/v1/detect`. The photo is decoded in memory and kept nowhere.
 * @throws AppError request/invalid, photo/… as `decodePhoto`, model/… and detection/… as `detectOnServer`
 */
export async function answerDetect(request: Request): Promise<DetectResponse> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { conf, iou } = detectQuerySchema.parse(query);
  const started = performance.now();
  const { rgba, width, height } = await decodePhoto(await photoOf(request));
  const decodeMs = performance.now() - started;
  const result = await detectOnServer(rgba, { width, height });
  const { candidates, manifest } = result;
  const filter = { ...DEFAULT_FILTER, confidence: conf, iou };
  return {
    modelId: manifest.id,
    provider: result.provider,
    width,
    height,
    detections: [...nameDetections(filterCandidates(candidates, filter), manifest.classes)],
    candidates: {
      boxes: Array.from(candidates.boxes),
      scores: Array.from(candidates.scores),
      classIds: Array.from(candidates.classIds),
    },
    features: Array.from(result.features),
    timings: { decodeMs, ...result.timings },
  };
}
