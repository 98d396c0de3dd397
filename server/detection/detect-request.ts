import { type DetectResponse, detectQuerySchema } from "@/lib/contracts/detection-api";
import { filterCandidates } from "@/lib/core/detection/filter";
import { foldAlternatives } from "@/lib/core/detection/fold-alternatives";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import { readPhotoBody } from "@/server/api/photo-body";
import { decodePhoto } from "@/server/media/service";
import { nameDetections } from "./named-detections";
import { detectPixels } from "./service";

/**
 * Answers `POST /api/v1/detect`. The photo is decoded in memory and kept nowhere.
 * @throws AppError request/invalid, photo/… as `decodePhoto`, model/… and detection/… as `detectPixels`
 */
export async function answerDetect(request: Request): Promise<DetectResponse> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { conf, iou } = detectQuerySchema.parse(query);
  const { bytes } = await readPhotoBody(request);
  const started = performance.now();
  const { rgba, width, height } = await decodePhoto(bytes, { signal: request.signal });
  const decodeMs = performance.now() - started;
  // the client has gone: leave the network to those who still wait
  if (request.signal.aborted) throw new AppError("detection/cancelled", { cause: request.signal.reason });
  const result = await detectPixels(rgba, { width, height });
  const { candidates, manifest } = result;
  const filter = { ...DEFAULT_FILTER, confidence: conf ?? manifest.defaults.confidence, iou };
  return {
    modelId: manifest.id,
    provider: result.provider,
    width,
    height,
    ...nameDetections(foldAlternatives(filterCandidates(candidates, filter)), manifest.classes),
    candidates: {
      boxes: Array.from(candidates.boxes),
      scores: Array.from(candidates.scores),
      classIds: Array.from(candidates.classIds),
      others: candidates.others,
      naming: candidates.naming && {
        ...candidates.naming,
        likelihoods: Array.from(candidates.naming.likelihoods),
      },
    },
    features: Array.from(result.features),
    timings: { decodeMs, ...result.timings },
  };
}
