import type { DetectionRun, DetectOptions } from "@/lib/client/detection/detector";
import { detectResponseSchema } from "@/lib/contracts/detection-api";
import { RECORDED_HEADER, type RecordedAs } from "@/lib/contracts/detection-events";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { AppError, isAppError } from "@/lib/core/errors";

/** How often a busy server is asked again before the person is told. */
const TRIES = 4;
const MOST_WAIT_MS = 15_000;

/** @returns false when nobody waits any longer */
function waited(ms: number, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(true), ms);
    const leave = () => end(false);
    const end = (isOver: boolean) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
      resolve(isOver);
    };
    signal?.addEventListener("abort", leave, { once: true });
  });
}

interface ServerAnswer {
  readonly body: unknown;
  readonly recordedAs: RecordedAs | undefined;
}

/** Where the server recorded the detection's figures, if the person agreed to that. */
function recordedAsOf(headers: Headers): RecordedAs | undefined {
  const [id, at] = (headers.get(RECORDED_HEADER) ?? "").split(" ");
  return id && at ? { id, at } : undefined;
}

/** Sends the photo once. @throws AppError with the server's code, or server/offline, detection/cancelled */
async function send(url: string, photo: Blob, signal?: AbortSignal): Promise<ServerAnswer> {
  const response = await fetch(url, {
    method: "POST",
    body: photo,
    headers: { "content-type": photo.type || "application/octet-stream" },
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    throw new AppError(signal?.aborted ? "detection/cancelled" : "server/offline", { cause });
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return { body, recordedAs: recordedAsOf(response.headers) };
  const { data } = errorResponseSchema.safeParse(body);
  throw new AppError(data?.error.code ?? "server/unexpected", { facts: data?.error.facts ?? {} });
}

/** Sends the photo, and again after as long as a busy server asks for. */
async function sendUntilAnswered(url: string, photo: Blob, signal?: AbortSignal): Promise<ServerAnswer> {
  for (let tries = 1; ; tries++) {
    try {
      return await send(url, photo, signal);
    } catch (error) {
      const seconds = isAppError(error) && error.code === "detection/busy" ? error.facts.seconds : undefined;
      if (typeof seconds !== "number" || tries >= TRIES) throw error;
      const isOver = await waited(Math.min(seconds * 1_000, MOST_WAIT_MS), signal);
      if (!isOver) throw new AppError("detection/cancelled", { cause: signal?.reason });
    }
  }
}

/**
 * Sends a photo to the server for detection. Only with the person's permission, which the caller checks. A server that is
 * busy is asked again a few times, after as long as it says.
 * @param options.describeOnly the run has the event that would be recorded, and nothing is
 * @throws AppError with the server's code (detection/busy after the last try), server/offline or detection/cancelled
 */
export async function requestServerDetection(
  url: string,
  photo: Blob,
  { signal, describeOnly = false }: DetectOptions = {},
): Promise<DetectionRun> {
  const start = performance.now();
  const { body, recordedAs } = await sendUntilAnswered(
    describeOnly ? `${url}?figures=show` : url,
    photo,
    signal,
  );
  const parsed = detectResponseSchema.safeParse(body);
  if (!parsed.success) throw new AppError("server/unexpected", { cause: parsed.error });
  const { modelId, width, height, candidates, features, timings, event } = parsed.data;
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
    event,
    recordedAs,
  };
}
