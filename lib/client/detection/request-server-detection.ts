import type { DetectionRun } from "@/lib/client/detection/detector";
import { detectResponseSchema } from "@/lib/contracts/detection-api";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { AppError } from "@/lib/core/errors";

/**
 * Sends a photo to the server for detection. Only with the person's permission, which the caller checks.
 * @throws AppError with the server's code, or server/offline
 */
export async function requestServerDetection(
  url: string,
  photo: Blob,
  signal?: AbortSignal,
): Promise<DetectionRun> {
  const start = performance.now();
  const response = await fetch(url, {
    method: "POST",
    body: photo,
    headers: { "content-type": photo.type || "application/octet-stream" },
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    throw new AppError(signal?.aborted ? "detection/cancelled" : "server/offline", { cause });
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const { data } = errorResponseSchema.safeParse(body);
    throw new AppError(data?.error.code ?? "server/unexpected", { facts: data?.error.facts ?? {} });
  }
  const parsed = detectResponseSchema.safeParse(body);
  if (!parsed.success) throw new AppError("server/unexpected", { cause: parsed.error });
  const { modelId, width, height, candidates, features, timings } = parsed.data;
  return {
    candidates: {
      count: candidates.scores.length,
      boxes: Float32Array.from(candidates.boxes),
      scores: Float32Array.from(candidates.scores),
      classIds: Uint16Array.from(candidates.classIds),
      others: candidates.others,
      naming: candidates.naming && {
        ...candidates.naming,
        likelihoods: Float32Array.from(candidates.naming.likelihoods),
      },
    },
    photo: { width, height },
    modelId,
    backend: "server",
    timings: { ...timings, totalMs: performance.now() - start },
    features: Float32Array.from(features),
  };
}
