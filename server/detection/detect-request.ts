import { type DetectResponse, detectQuerySchema } from "@/lib/contracts/detection-api";
import { readPhotoBody } from "@/server/api/photo-body";
import type { PhotoAnswer } from "./pool/inference-worker";
import { webPool } from "./pool/web-pool";

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
  const { conf, iou, within } = detectQuerySchema.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const { pool, room, settings, servingModel } = webPool();
  const withinMs = within === undefined ? settings.withinMs : within * 1_000;
  pool.checkRoom(withinMs);
  return room.hold(request, async () => {
    const { bytes } = await readPhotoBody(request);
    const photo = { bytes, model: await servingModel(), query: { conf, iou }, describe };
    return pool.detect(photo, { withinMs, signal: request.signal });
  });
}

/** The answer with what would be recorded of it, for somebody who wants to see that. */
export function withEvent({ body }: PhotoAnswer, event: NonNullable<DetectResponse["event"]>): string {
  const answer: unknown = JSON.parse(new TextDecoder().decode(body));
  return JSON.stringify({ ...(answer as DetectResponse), event } satisfies DetectResponse);
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
