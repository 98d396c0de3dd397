import type { DetectQuery, DetectResponse } from "@/lib/contracts/detection-api";
import { filterCandidates } from "@/lib/core/detection/filter";
import { foldAlternatives } from "@/lib/core/detection/fold-alternatives";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import type { Gate } from "@/server/media/semaphore";
import { decodePixels } from "@/server/media/service";
import type { ResolvedModel } from "@/server/models/service";
import { nameDetections } from "./named-detections";
import type { RemoteNetwork } from "./remote/remote-network";
import { detectPixels, type ServerDetection } from "./service";

export interface PhotoToAnswer {
  /** The photo's file. */
  readonly bytes: Uint8Array;
  readonly model: ResolvedModel;
  readonly query: Pick<DetectQuery, "conf" | "iou">;
  /** How long the photo waited for its turn. */
  readonly queueMs: number;
  /** Whether figures of it are wanted, to be recorded. */
  readonly describe?: boolean | undefined;
  /** Whether no other photo waits or is looked at. */
  readonly isAlone?: boolean | undefined;
}

export interface AnswerContext {
  readonly signal: AbortSignal;
  readonly remote?: RemoteNetwork | undefined;
  readonly turn?: Gate;
}

const atOnce: Gate = (task) => task();

/** The answer, and what was asked of servers elsewhere for it. */
export interface AnsweredPhoto extends Pick<ServerDetection, "attempts" | "figures"> {
  readonly answer: DetectResponse;
}

/**
 * Looks at one photo and writes the answer of `POST /api/v1/detect`. The photo is decoded in memory and kept nowhere.
 * @param signal aborted when nobody waits any longer: the network is left out
 * @param remote servers elsewhere that run the model
 * @param turn lets one network run at a time, while further photos are decoded
 * @throws AppError photo/… as `decodePixels`, model/… and detection/… as `detectPixels`
 */
export async function answerPhoto(
  { bytes, model, query, queueMs, describe, isAlone }: PhotoToAnswer,
  { signal, remote, turn = atOnce }: AnswerContext,
): Promise<AnsweredPhoto> {
  const started = performance.now();
  const { pixels, width, height } = await decodePixels(bytes, { signal });
  const decodeMs = performance.now() - started;
  const decoded = performance.now();
  let turnMs = 0;
  const found = await turn(() => {
    turnMs = performance.now() - decoded;
    if (signal.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
    return detectPixels(
      pixels,
      { width, height },
      { model, remote, signal, describe: describe ?? false, isAlone },
    );
  });
  const { candidates, manifest, provider, remoteFailure, features, timings, attempts, figures } = found;
  const confidence = query.conf ?? manifest.defaults.confidence;
  const filter = { ...DEFAULT_FILTER, confidence, iou: query.iou };
  const answer: DetectResponse = {
    modelId: manifest.id,
    provider,
    ...(remoteFailure ? { passedOver: { provider: "remote", why: remoteFailure } } : {}),
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
    features: Array.from(features),
    timings: {
      queueMs: queueMs + turnMs,
      decodeMs,
      ...timings,
      totalMs: queueMs + performance.now() - started,
    },
  };
  return { answer, attempts, figures };
}
