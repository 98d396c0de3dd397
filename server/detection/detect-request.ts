import {
  type DetectBatchResponse,
  type DetectQuery,
  type DetectResponse,
  detectQuerySchema,
  MOST_IN_BATCH,
} from "@/lib/contracts/detection-api";
import { errorBody } from "@/server/api/error-mapping";
import { readPhotoBatch, readPhotoBody } from "@/server/api/photo-body";
import { toAppError } from "@/server/errors/expected-error";
import { tracePast } from "@/server/tracing/spans";
import type { PhotoAnswer } from "./pool/inference-worker";
import { webPool } from "./pool/web-pool";

function readQuery(request: Request): DetectQuery {
  return detectQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
}

/**
 * Answers `POST /api/v1/detect` from the pool of networks. Where no answer can come in time this is said before the photo is
 * read; a client that leaves costs nothing from then on.
 * @param options.describe whether figures of the detection are wanted, to be recorded
 * @throws AppError request/invalid, photo/… as `decodePhoto`, model/…, detection/… (also busy and cancelled)
 */
export async function answerDetect(
  request: Request,
  { describe = false }: { readonly describe?: boolean } = {},
): Promise<PhotoAnswer> {
  const { conf, iou, within } = readQuery(request);
  const { pool, room, settings, servingModel } = webPool();
  const withinMs = within === undefined ? settings.withinMs : within * 1_000;
  pool.checkRoom(withinMs);
  return room.hold(request, async () => {
    const { bytes } = await readPhotoBody(request);
    const photo = { bytes, model: await servingModel(), query: { conf, iou }, describe };
    const answer = await pool.detect(photo, { withinMs, signal: request.signal });
    traceStages(answer);
    return answer;
  });
}

/** The answer with what would be recorded of it, for somebody who wants to see that. */
export function withEvent({ body }: PhotoAnswer, event: NonNullable<DetectResponse["event"]>): string {
  const answer: unknown = JSON.parse(new TextDecoder().decode(body));
  return JSON.stringify({ ...(answer as DetectResponse), event } satisfies DetectResponse);
}

export interface BatchOptions {
  /** Counts the photos but the first against what the sender may ask; throws where they are too many. */
  readonly count: (photos: number) => Promise<void>;
  /** Whether figures of the detections are wanted, to be recorded. */
  readonly describe?: boolean;
  /** Told of each answer. */
  readonly onAnswer?: (answer: PhotoAnswer) => void;
}

/**
 * Answers `POST /api/v1/detect/batch`: several photos, each of which waits for its own turn.
 * @throws AppError as `answerDetect` for what concerns all of them
 */
export async function answerBatch(
  request: Request,
  { count, describe = false, onAnswer }: BatchOptions,
): Promise<DetectBatchResponse> {
  const { conf, iou, within } = readQuery(request);
  const { pool, room, settings, servingModel } = webPool();
  const withinMs = within === undefined ? settings.withinMs : within * 1_000;
  pool.checkRoom(withinMs);
  return room.hold(request, async () => {
    const photos = await readPhotoBatch(request, MOST_IN_BATCH);
    await count(photos.length - 1);
    const model = await servingModel();
    const results = photos.map(async ({ bytes, name }): Promise<DetectBatchResponse["results"][number]> => {
      try {
        const photo = { bytes, model, query: { conf, iou }, describe };
        const answer = await pool.detect(photo, { withinMs, signal: request.signal });
        traceStages(answer);
        onAnswer?.(answer);
        return { name, found: JSON.parse(new TextDecoder().decode(answer.body)) as DetectResponse };
      } catch (error) {
        return { name, ...errorBody(toAppError(error)) };
      }
    });
    return { results: await Promise.all(results) };
  });
}

/** The parts of an answer's time as spans: the process that looked at the photo has told how long each took. */
function traceStages({ timings, modelId, attempts }: PhotoAnswer): void {
  const { queueMs, decodeMs, preprocessMs, inferenceMs, postprocessMs, totalMs } = timings;
  const stages = [
    ["queue", queueMs],
    ["decode", decodeMs],
    ["prepare", preprocessMs],
    ["infer", inferenceMs],
    ["read", postprocessMs],
  ] as const;
  const place = attempts.find(({ failure }) => failure === undefined)?.url ?? "here";
  let at = Date.now() - totalMs;
  tracePast(
    stages.map(([name, ms]) => {
      const startMs = at;
      at += ms;
      return { name, startMs, endMs: at, facts: { "forage.model": modelId, "forage.place": place } };
    }),
  );
}

/** The parts of an answer's time, for a browser's developer tools. Source: W3C Server Timing. */
export function serverTiming({ timings }: PhotoAnswer): string {
  const { queueMs, decodeMs, preprocessMs, inferenceMs, postprocessMs, totalMs } = timings;
  const parts = {
    queue: queueMs,
    decode: decodeMs,
    prepare: preprocessMs,
    infer: inferenceMs,
    read: postprocessMs,
    total: totalMs,
  };
  return Object.entries(parts)
    .map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`)
    .join(", ");
}
