import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type DetectResponse,
  detectBatchResponseSchema,
  detectResponseSchema,
  MOST_IN_BATCH,
} from "@/lib/contracts/detection-api";
import { filterCandidates } from "@/lib/core/detection/filter";
import { foldAlternatives } from "@/lib/core/detection/fold-alternatives";
import { DEFAULT_FILTER, SCORE_FLOOR } from "@/lib/core/detection/types";
import { eventOf } from "@/server/monitoring/recording/server-events";
import { answerBatch, answerDetect, serverTiming, withEvent } from "./detect-request";
import { readHealth } from "./health";
import { closeWebPool } from "./pool/web-pool";

// runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const url = "http://127.0.0.1/api/v1/detect";
let photo: Uint8Array<ArrayBuffer>;

/** A red disc on a plate, turned by EXIF: stored 60 × 90, seen 90 × 60. */
async function makePhoto(): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [60, 90];
  const pixels = Buffer.alloc(width * height * 3, 0xee);
  for (let i = 0; i < width * height; i++) {
    const [dx, dy] = [(i % width) - 30, Math.floor(i / width) - 45];
    if (dx * dx + dy * dy < 22 * 22) pixels.set([0xcc, 0x22, 0x22], i * 3);
  }
  const image = sharp(pixels, { raw: { width, height, channels: 3 } }).withMetadata({ orientation: 6 });
  return new Uint8Array(await image.jpeg().toBuffer());
}

beforeAll(async () => {
  photo = await makePhoto();
});
afterAll(closeWebPool);

/** The answer as a client reads it. */
async function answered(request: Request): Promise<DetectResponse> {
  const { body } = await answerDetect(request);
  const answer: unknown = JSON.parse(new TextDecoder().decode(body));
  const parsed = detectResponseSchema.parse(answer);
  // nothing beside what the schema names
  expect(parsed).toEqual(answer);
  return parsed;
}

describe("answerDetect", () => {
  it("answers a raw body as its schema says, in px after EXIF orientation", async () => {
    const request = new Request(url, {
      method: "POST",
      body: photo,
      headers: { "content-type": "image/jpeg" },
    });
    const answer = await answered(request);
    expect([answer.width, answer.height]).toEqual([90, 60]);
    expect(answer.candidates.scores.every((score) => score >= SCORE_FLOOR)).toBe(true);
    expect(answer.candidates.others).toHaveLength(answer.candidates.scores.length);
    const others = answer.candidates.others ?? [];
    expect(others.every((each, i) => each.every(({ score }) => score <= answer.candidates.scores[i]!))).toBe(
      true,
    );
    expect(answer.candidates.boxes.every((x, i) => x >= 0 && x <= (i % 2 === 0 ? 90 : 60))).toBe(true);
  });

  it("says how long each part took, also to the browser's tools", async () => {
    const answer = await answerDetect(new Request(url, { method: "POST", body: photo }));
    const { queueMs, decodeMs, preprocessMs, inferenceMs, postprocessMs, totalMs } = answer.timings;
    const parts = queueMs + decodeMs + preprocessMs + inferenceMs + postprocessMs;
    expect(parts).toBeLessThanOrEqual(totalMs);
    expect(serverTiming(answer)).toMatch(
      /^queue;dur=\d+\.\d, decode;dur=.*, infer;dur=.*, total;dur=\d+\.\d$/,
    );
  });

  it("has figures of the photo where they are wanted, and shows the event made of them", async () => {
    const post = () => new Request(url, { method: "POST", body: photo });
    expect((await answerDetect(post())).figures).toBeUndefined();
    const answer = await answerDetect(post(), { describe: true });
    expect(answer.figures?.photo).toMatchObject({ width: 90, height: 60 });
    const { figures, ...rest } = answer;
    if (!figures) throw new RangeError("no figures");
    const event = eventOf({ ...rest, figures }, "server");
    const shown = detectResponseSchema.parse(JSON.parse(withEvent(answer, event)));
    expect(shown.event).toEqual(event);
    expect(shown.candidates).toEqual((await answered(post())).candidates);
  });

  it("does not look at a photo whose client has gone", async () => {
    const gone = AbortSignal.abort();
    const request = new Request(url, { method: "POST", body: photo });
    Object.defineProperty(request, "signal", { value: gone });
    await expect(answerDetect(request)).rejects.toMatchObject({ code: "detection/cancelled" });
  });

  it("answers the same for a multipart form", async () => {
    const raw = await answered(new Request(url, { method: "POST", body: photo }));
    const form = new FormData();
    form.set("photo", new Blob([photo]), "disc.jpg");
    const sent = await answered(new Request(url, { method: "POST", body: form }));
    expect(sent.candidates).toEqual(raw.candidates);
  });

  it("filters by the query and leaves the candidates as they are", async () => {
    const all = await answered(new Request(`${url}?conf=0&iou=1`, { method: "POST", body: photo }));
    const none = await answered(new Request(`${url}?conf=1`, { method: "POST", body: photo }));
    const { boxes, scores, classIds, others, naming } = all.candidates;
    const candidates = {
      count: scores.length,
      boxes: Float32Array.from(boxes),
      scores: Float32Array.from(scores),
      classIds: Uint16Array.from(classIds),
      others,
      naming: naming && { ...naming, likelihoods: Float32Array.from(naming.likelihoods) },
    };
    const filtered = filterCandidates(candidates, { ...DEFAULT_FILTER, confidence: 0, iou: 1 });
    expect(all.detections.length + (all.unnamed?.length ?? 0)).toBe(foldAlternatives(filtered).length);
    expect(none.detections).toEqual([]);
    expect(none.candidates).toEqual(all.candidates);
  });

  it("refuses a threshold outside 0 to 1, a form without a photo and a body that is no picture", async () => {
    const withQuery = new Request(`${url}?conf=2`, { method: "POST", body: photo });
    await expect(answerDetect(withQuery)).rejects.toMatchObject({ name: "ZodError" });
    const form = new Request(url, { method: "POST", body: new FormData() });
    await expect(answerDetect(form)).rejects.toMatchObject({ code: "request/invalid" });
    const text = new Request(url, { method: "POST", body: "not a picture" });
    await expect(answerDetect(text)).rejects.toMatchObject({ code: "photo/not-an-image" });
    const nothing = new Request(url, { method: "POST" });
    await expect(answerDetect(nothing)).rejects.toMatchObject({ code: "photo/empty" });
  });
});

describe("readHealth", () => {
  it("names provider, model and versions, and says when there is no database", async () => {
    const health = await readHealth();
    expect(health).toMatchObject({
      ok: false,
      database: { error: { code: "server/database-down" } },
      detection: { provider: expect.stringMatching(/cuda|webgpu|cpu/) },
    });
    expect(health.onnxRuntime).toMatch(/^\d+\.\d+/);
  });
});

describe("answerBatch", () => {
  const send = (
    photos: readonly Uint8Array<ArrayBuffer>[],
    options: Partial<Parameters<typeof answerBatch>[1]> = {},
  ) => {
    const form = new FormData();
    for (const [at, bytes] of photos.entries()) form.append("photo", new File([bytes], `${at}.jpg`));
    const request = new Request(`${url}/batch`, { method: "POST", body: form });
    return answerBatch(request, { count: async () => undefined, ...options });
  };

  it("answers each photo in its place, and goes on after one that is damaged", async () => {
    const count = vi.fn(async () => undefined);
    const { results } = await send([photo, photo.slice(0, 200), photo], { count });
    expect(detectBatchResponseSchema.parse({ results })).toEqual({ results });
    expect(results.map(({ name }) => name)).toEqual(["0.jpg", "1.jpg", "2.jpg"]);
    const [first, second, third] = results;
    const alone = await answered(new Request(url, { method: "POST", body: photo }));
    for (const one of [first, third]) {
      expect(one && "found" in one && one.found.detections).toEqual(alone.detections);
    }
    expect(second).toMatchObject({ error: { code: expect.stringMatching(/^photo\//) } });
    // the first is counted as every request is
    expect(count).toHaveBeenCalledWith(2);
  });

  it("has figures of each photo that was looked at where they are wanted, and of none otherwise", async () => {
    const seen = async (describe: boolean) => {
      const answers: Parameters<NonNullable<Parameters<typeof answerBatch>[1]["onAnswer"]>>[0][] = [];
      await send([photo, photo.slice(0, 200), photo], { describe, onAnswer: (one) => answers.push(one) });
      return answers.map(({ figures }) => figures?.photo.width);
    };
    expect(await seen(true)).toEqual([90, 90]);
    expect(await seen(false)).toEqual([undefined, undefined]);
  });

  it("refuses none and too many", async () => {
    for (const many of [0, MOST_IN_BATCH + 1]) {
      await expect(send(Array(many).fill(photo))).rejects.toMatchObject({ code: "request/invalid" });
    }
  });
});
