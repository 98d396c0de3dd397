import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parityInput } from "@/lib/core/detection/parity-input";
import { championManifest, type ResolvedModel, resolveModel } from "@/server/models/service";
import { type Network, openNetwork } from "../network";
import { type ExpectedModel, expectModel } from "./expected-model";
import { RemoteNetwork } from "./remote-network";
import { type ProtocolServer, startProtocolServer } from "./testing/protocol-server";

// runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let model: ResolvedModel;
let local: Network;
let expected: ExpectedModel;
let server: ProtocolServer;
const PLAIN = {
  isBinary: true,
  isReady: true,
  isVersioned: true,
  saysVersion: true,
  delayMs: 0,
  isCut: false,
} as const;
const lines: string[] = [];
let now = 0;
const input = () => parityInput(model.manifest.inputSize, 7, "nchw");

beforeAll(async () => {
  model = await resolveModel((await championManifest()).id);
  const machine = { environment: {}, platform: "linux", devices: [] } as const;
  local = await openNetwork(model, { machine });
  expected = await expectModel(model.manifest, (data) => local.run(data));
  server = await startProtocolServer(model);
});
afterAll(async () => {
  await server.stop();
  await local.release();
});
afterEach(() => {
  vi.restoreAllMocks();
});
beforeEach(() => {
  for (const key of Object.keys(server.behaviour))
    delete (server.behaviour as Partial<typeof server.behaviour>)[key as "isCut"];
  Object.assign(server.behaviour, PLAIN);
  server.asked.length = 0;
  server.sent.length = 0;
  lines.length = 0;
  now = 0;
});

async function opened(urls: readonly string[] = [server.url], timeoutMs = 30_000): Promise<RemoteNetwork> {
  const network = new RemoteNetwork(
    expected,
    { urls, timeoutMs },
    { now: () => now, log: (line) => lines.push(line) },
  );
  await network.warm();
  return network;
}

/** A port that nobody listens on. */
async function deadUrl(): Promise<string> {
  const gone = await startProtocolServer(model);
  await gone.stop();
  return gone.url;
}

describe("a server with the model", () => {
  it.each([true, false])("gives the numbers that the model computes here (binary: %s)", async (isBinary) => {
    server.behaviour.isBinary = isBinary;
    const remote = await opened();
    server.sent.length = 0;
    const { output, attempts } = await remote.run(input());
    const here = await local.run(input());
    expect(output?.anchors).toBe(here.anchors);
    expect(output?.detections).toEqual(here.detections);
    expect(output?.features).toEqual(here.features);
    expect(attempts).toEqual([{ url: server.url, ms: expect.any(Number) }]);
    expect(server.sent).toEqual([isBinary ? "application/octet-stream" : "application/json"]);
  });

  it("is asked for the champion's version by number", async () => {
    await (await opened()).run(input());
    const { name, version } = model.manifest;
    expect(server.asked.at(-1)).toBe(`/v2/models/${name}/versions/${version}/infer`);
  });
});

describe("a server without addresses for versions", () => {
  beforeEach(() => {
    server.behaviour.isVersioned = false;
  });

  it("is used as long as its answers name the version", async () => {
    expect((await (await opened()).run(input())).output).toBeDefined();
    expect(server.asked.at(-1)).toBe(`/v2/models/${model.manifest.name}/infer`);
  });

  it.each([
    ["do not name it", { saysVersion: false }],
    ["name another", { version: "3" }],
  ])("is not asked when its answers %s", async (_, behaviour) => {
    Object.assign(server.behaviour, behaviour);
    expect(await (await opened()).run(input())).toEqual({ attempts: [], why: "other-model" });
  });
});

describe("another model than the one asked for", () => {
  const shapeOf = (tensor: string, change: (shape: readonly number[]) => readonly number[]) => {
    server.behaviour.shape = (name, shape) => (name === tensor ? change(shape) : shape);
  };
  it.each([
    ["has another version only", () => Object.assign(server.behaviour, { version: "7" }), "no-model"],
    ["has another name", () => Object.assign(server.behaviour, { name: "other" }), "no-model"],
    [
      "takes another size",
      () => shapeOf("images", ([one = 1, three = 3, side = 0]) => [one, three, side + 64, side + 64]),
      "other-model",
    ],
    [
      "has another number of classes",
      () => shapeOf("detections", ([one = 1, rows = 0, anchors = 0]) => [one, rows - 1, anchors]),
      "other-model",
    ],
    [
      "was trained otherwise: its scores are a little higher",
      () => {
        server.behaviour.change = (name, data) =>
          name === "detections" ? data.map((one) => one + 0.01) : data;
      },
      "other-model",
    ],
    [
      "pools other features",
      () => {
        server.behaviour.change = (name, data) => (name === "features" ? data.map((one) => one * 1.5) : data);
      },
      "other-model",
    ],
    [
      "answers with numbers that are none",
      () => {
        server.behaviour.change = (name, data) => (name === "detections" ? data.map(() => Number.NaN) : data);
      },
      "bad-answer",
    ],
  ])("one that %s is not asked, and the log says why", async (_, arrange, why) => {
    arrange();
    const remote = await opened();
    expect(await remote.run(input())).toEqual({ attempts: [], why });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`is not used.*\\(${why}: `))]);
    expect(remote.uses).toMatchObject([{ url: server.url, failure: why }]);
  });

  it("that comes under the same name while it is used is not taken: an answer names its version", async () => {
    const remote = await opened();
    const { fetch } = globalThis;
    vi.spyOn(globalThis, "fetch").mockImplementation(async (url, init) => {
      const response = await fetch(url, {
        ...init,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          inputs: [{ name: "images", shape: [1, 3, 256, 256], data: Array.from(input()) }],
        }),
      });
      const body = (await response.json()) as Record<string, unknown>;
      return Response.json({ ...body, model_version: "3" });
    });
    expect(await remote.run(input())).toEqual({ why: "other-model", attempts: [expect.anything()] });
  });

  it("that is put there later is found by the next check, a minute on", async () => {
    const remote = await opened();
    expect((await remote.run(input())).output).toBeDefined();
    server.behaviour.change = (name, data) => (name === "detections" ? data.map((one) => one + 0.01) : data);
    now += 61_000;
    await remote.run(input());
    await vi.waitFor(async () => expect((await remote.run(input())).why).toBe("other-model"), {
      timeout: 60_000,
    });
  });
});

describe("a server that fails", () => {
  it.each([
    ["is away", async () => opened([await deadUrl()]), "unreachable"],
    [
      "is not ready",
      async () => {
        server.behaviour.isReady = false;
        return opened();
      },
      "refused",
    ],
  ])("and %s at the start is not asked", async (_, open, why) => {
    expect(await (await open()).run(input())).toEqual({ attempts: [], why });
  });

  it.each([
    ["refuses", () => Object.assign(server.behaviour, { status: 503 }), "refused"],
    ["cuts the connection", () => Object.assign(server.behaviour, { isCut: true }), "unreachable"],
  ])("and %s is asked once more, then left alone", async (_, arrange, why) => {
    const remote = await opened();
    arrange();
    const { attempts, ...rest } = await remote.run(input());
    expect(attempts.map(({ failure }) => failure)).toEqual([why, why]);
    expect(rest).toEqual({ why });
    expect(await remote.run(input())).toEqual({ attempts: [], why });
  });

  it("and takes too long is not asked twice for one photo", async () => {
    const remote = await opened();
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(
      AbortSignal.abort(new DOMException("late", "TimeoutError")),
    );
    expect((await remote.run(input())).attempts).toMatchObject([{ failure: "too-slow" }]);
  });

  it("and answers again is used again", async () => {
    const remote = await opened();
    server.behaviour.status = 500;
    await remote.run(input());
    server.behaviour.status = undefined;
    expect((await remote.run(input())).attempts).toEqual([]);
    now += 2_001;
    await vi.waitFor(async () => expect((await remote.run(input())).output).toBeDefined(), {
      timeout: 60_000,
    });
    expect(lines.at(-1)).toContain("is used");
  });

  it("hands its photos to the next server", async () => {
    const second = await startProtocolServer(model);
    const remote = await opened([server.url, second.url]);
    server.behaviour.status = 503;
    for (let photo = 0; photo < 4; photo++) expect((await remote.run(input())).output).toBeDefined();
    expect(remote.uses).toMatchObject([{ failure: "refused" }, { url: second.url }]);
    await second.stop();
  });
});
