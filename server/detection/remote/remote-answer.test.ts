import sharp from "sharp";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { DetectResponse } from "@/lib/contracts/detection-api";
import { championManifest, type ResolvedModel, resolveModel } from "@/server/models/service";
import { projectPath } from "@/server/storage/project-root";
import { answerPhoto } from "../answer-photo";
import { InferencePool } from "../pool/inference-pool";
import { openInferenceWorker } from "../pool/inference-worker";
import { releaseNetworks } from "../service";
import { seenUseOf } from "./remote-figures";
import { type ProtocolServer, startProtocolServer } from "./testing/protocol-server";

// starts a worker that loads a network
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let model: ResolvedModel;
let server: ProtocolServer;
let pool: InferencePool;
let bytes: Uint8Array;

beforeAll(async () => {
  model = await resolveModel((await championManifest()).id);
  server = await startProtocolServer(model);
  vi.stubEnv("FORAGE_INFERENCE_URL", server.url);
  bytes = await sharp(projectPath("public", "examples", "still-life.webp"))
    .jpeg()
    .toBuffer();
  const open = () => openInferenceWorker(1);
  pool = new InferencePool({ open, size: 1, capacity: 10, idleMs: 60_000 });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await pool.close();
  await server.stop();
  await releaseNetworks();
});

const query = { iou: 0.45 };

/** As the page gets it, by way of a worker. */
async function look(): Promise<DetectResponse> {
  const { signal } = new AbortController();
  const { body } = await pool.detect({ bytes, model, query }, { withinMs: 100_000, signal });
  return JSON.parse(new TextDecoder().decode(body)) as DetectResponse;
}

/** The same photo looked at in this process, where no server elsewhere is asked. */
async function lookHere(): Promise<DetectResponse> {
  const { signal } = new AbortController();
  return (await answerPhoto({ bytes, model, query, queueMs: 0 }, { signal })).answer;
}

const found = ({ detections, candidates, features }: DetectResponse) => ({
  detections,
  candidates,
  features,
});

it("finds the same boxes elsewhere and here, and says where", async () => {
  const [elsewhere, here] = [await look(), await lookHere()];
  expect(elsewhere.detections.length).toBeGreaterThan(0);
  expect(found(elsewhere)).toEqual(found(here));
  expect(elsewhere).toMatchObject({ provider: "remote", modelId: model.id });
  expect(elsewhere.passedOver).toBeUndefined();
  expect(here.provider).toBe("cpu");
  expect(seenUseOf(server.url)).toEqual({ url: server.url });
});

it("looks at photos here when the server fails, and says so", async () => {
  server.behaviour.status = 503;
  const [fallen, here] = [await look(), await lookHere()];
  expect(fallen).toMatchObject({ provider: "cpu", passedOver: { provider: "remote", why: "refused" } });
  expect(found(fallen)).toEqual(found(here));
});
