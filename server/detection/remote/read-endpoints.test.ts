import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { championManifest, type ResolvedModel, resolveModel } from "@/server/models/service";
import { readEndpoints } from "./read-endpoints";
import { noteAttempts, noteUses } from "./remote-figures";
import { type ProtocolServer, startProtocolServer } from "./testing/protocol-server";

// runs a network
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let model: ResolvedModel;
let server: ProtocolServer;
beforeAll(async () => {
  model = await resolveModel((await championManifest()).id);
});
beforeEach(async () => {
  server = await startProtocolServer(model);
  vi.stubEnv("FORAGE_INFERENCE_URL", server.url);
  vi.stubEnv("FORAGE_INFERENCE_SECONDS", "30");
});
afterEach(() => server.stop());
afterAll(() => {
  vi.unstubAllEnvs();
});

const seen = async () => (await readEndpoints()).endpoints[0];

it("says which versions a server has, that it has the champion, and what was seen of it", async () => {
  noteAttempts([{ url: server.url, ms: 12 }]);
  expect(await readEndpoints()).toEqual({
    modelId: model.id,
    endpoints: [
      {
        url: server.url,
        versions: [String(model.manifest.version)],
        problem: null,
        detail: null,
        answered: 1,
        failed: 0,
        lastFailure: null,
        p50Ms: 12,
        p95Ms: 12,
      },
    ],
  });
});

it("asks the repository's index where the metadata names no versions", async () => {
  server.behaviour.hidesVersions = true;
  expect(await seen()).toMatchObject({ versions: [String(model.manifest.version)], problem: null });
});

it("says that a server has another version", async () => {
  server.behaviour.version = "3";
  expect(await seen()).toMatchObject({ versions: ["3"], problem: "no-model" });
});

it("says what a photo's process found out by the known picture: the metadata alone looks right", async () => {
  noteUses([{ url: server.url, failure: "other-model", detail: "it computes something else" }]);
  expect(await seen()).toMatchObject({ problem: "other-model", detail: "it computes something else" });
});

it("says that a server is not ready", async () => {
  server.behaviour.isReady = false;
  expect(await seen()).toMatchObject({ problem: "refused" });
});

it("says that a server has no addresses for versions, and takes its own", async () => {
  server.behaviour.isVersioned = false;
  expect(await seen()).toMatchObject({ problem: null });
});

it("is empty where no server is set", async () => {
  vi.stubEnv("FORAGE_INFERENCE_URL", "");
  expect((await readEndpoints()).endpoints).toEqual([]);
});
