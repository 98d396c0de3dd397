import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadModelFiles, type ModelFilesOptions, saidMeanwhile } from "./model-files";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Path below the origin → answer; what is not here is a 404, "down" breaks the connection. */
let server: Map<string, string | "down">;
let asked: string[];
let stored: Map<string, Response>;

function manifestOf(files: Readonly<Record<string, string>>, version = 0) {
  return JSON.stringify({
    schema: 1,
    id: `tiny/${version}`,
    name: "tiny",
    version,
    createdAt: "2026-01-01",
    licence: "AGPL-3.0-only",
    architecture: "none",
    inputSize: 64,
    featureLength: 0,
    classes: [{ id: 0, name: "apple", displayName: "Apple", kind: "ingredient" }],
    files: Object.entries(files).map(([path, content]) => ({
      path,
      bytes: content.length,
      sha256: sha256(bytesOf(content)),
      role: path.endsWith(".json") ? "tfjs-graph" : "tfjs-shard",
    })),
    defaults: { confidence: 0.25, iou: 0.45 },
  });
}

const FILES = { "tfjs/model.json": '{"nodes":[]}', "tfjs/weights.bin": "0123456789" };

beforeEach(() => {
  server = new Map([["/champion", manifestOf(FILES)]]);
  for (const [path, content] of Object.entries(FILES)) server.set(`/models/tiny/0/${path}`, content);
  asked = [];
  stored = new Map();
  vi.stubGlobal("self", { location: { href: "http://forage.test/worker/detection.js" } });
  vi.stubGlobal("fetch", async (url: string) => {
    const { pathname } = new URL(url, "http://forage.test");
    asked.push(pathname);
    const content = server.get(pathname);
    if (content === "down") throw new TypeError("Failed to fetch");
    return content === undefined ? new Response(null, { status: 404 }) : new Response(content);
  });
  const keyOf = (request: string | Request) => (typeof request === "string" ? request : request.url);
  vi.stubGlobal("caches", {
    open: async () => ({
      match: async (key: string) => stored.get(key)?.clone(),
      put: async (key: string, response: Response) => void stored.set(key, response),
      delete: async (request: string | Request) => stored.delete(keyOf(request)),
      keys: async () => [...stored.keys()].map((url) => new Request(url)),
    }),
  });
});

afterEach(() => vi.unstubAllGlobals());

/** All of them, once they are there. */
const load = async (
  onProgress: (received: number, total: number) => void = () => {},
  how: Pick<ModelFilesOptions, "startsFromCache" | "manifest"> = {},
) => {
  const files = await loadModelFiles({ manifestUrl: "/champion", filesUrl: "/models/", onProgress, ...how });
  const { fromCache } = await files.whole;
  const shards = new Map<string, Uint8Array>();
  for (const [name, bytes] of files.shards) shards.set(name, await bytes);
  return { ...files, shards, fromCache };
};

const fromCache = () => load(undefined, { startsFromCache: true });

/** Another model takes the champion's place. */
function promote(): void {
  const next = { ...FILES, "tfjs/weights.bin": "another set" };
  server.set("/champion", manifestOf(next, 1));
  for (const [path, content] of Object.entries(next)) server.set(`/models/tiny/1/${path}`, content);
}

function spoilKept(part: string): void {
  const key = [...stored.keys()].find((url) => url.includes(part)) ?? "";
  stored.set(key, new Response("rotten"));
}

describe("loadModelFiles", () => {
  it("brings graph and shards and counts every byte", async () => {
    const progress: (readonly [number, number])[] = [];
    const files = await load((received, total) => progress.push([received, total]));
    expect(files).toMatchObject({ graph: { nodes: [] }, fromCache: false, manifest: { id: "tiny/0" } });
    expect(files.shards.get("weights.bin")).toEqual(bytesOf("0123456789"));
    // 12 + 10 bytes
    expect(progress.at(-1)).toEqual([22, 22]);
  });

  it("gives the graph before the weights, and these when they are there and right", async () => {
    let arrive: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const answer = globalThis.fetch;
    vi.stubGlobal("fetch", async (url: string) => {
      if (url.endsWith(".bin")) await waiting;
      return answer(url);
    });
    const options = { manifestUrl: "/champion", filesUrl: "/models/", onProgress: () => undefined };
    const files = await loadModelFiles(options);
    expect(files.graph).toEqual({ nodes: [] });
    server.set("/models/tiny/0/tfjs/weights.bin", "something else");
    arrive();
    await expect(files.shards.get("weights.bin")).rejects.toMatchObject({ code: "model/corrupt" });
    await expect(files.whole).rejects.toMatchObject({ code: "model/corrupt" });
  });

  it("asks for no file twice", async () => {
    await load();
    asked = [];
    expect((await load()).fromCache).toBe(true);
    expect(asked).toEqual(["/champion"]);
  });

  it("works from its cache while the server is away", async () => {
    await load();
    for (const path of server.keys()) server.set(path, "down");
    expect(await load()).toMatchObject({ manifest: { id: "tiny/0" }, fromCache: true });
  });

  it("works where the browser keeps no cache", async () => {
    vi.stubGlobal("caches", { open: async () => Promise.reject(new Error("SecurityError")) });
    expect((await load()).fromCache).toBe(false);
  });

  it("fetches a cached file that was changed again", async () => {
    await load();
    spoilKept("weights.bin");
    expect((await load()).shards.get("weights.bin")).toEqual(bytesOf("0123456789"));
  });

  it("gives up on a file that differs twice", async () => {
    server.set("/models/tiny/0/tfjs/weights.bin", "something else");
    await expect(load()).rejects.toMatchObject({
      code: "model/corrupt",
      facts: { file: "tfjs/weights.bin" },
    });
    expect(asked.filter((path) => path.endsWith(".bin"))).toHaveLength(2);
  });

  it("drops the files of the model before", async () => {
    await load();
    promote();
    await load();
    expect([...stored.keys()].filter((url) => url.includes("tiny/0"))).toEqual([]);
  });

  it("takes the model that it holds while the server has not answered yet", async () => {
    await load();
    vi.stubGlobal("fetch", () => new Promise(() => undefined));
    const progress: (readonly [number, number])[] = [];
    const files = await load((received, total) => progress.push([received, total]), {
      startsFromCache: true,
    });
    expect(files).toMatchObject({ graph: { nodes: [] }, fromCache: true, manifest: { id: "tiny/0" } });
    expect(files.shards.get("weights.bin")).toEqual(bytesOf("0123456789"));
    expect(progress).toEqual([[22, 22]]);
    expect(await saidMeanwhile(files)).toBeUndefined();
  });

  it("says which model the server named meanwhile, and loads that one without asking again", async () => {
    await load();
    const same = await fromCache();
    await same.said;
    expect(await saidMeanwhile(same)).toBeUndefined();
    promote();
    const files = await fromCache();
    expect(files.manifest.id).toBe("tiny/0");
    await files.said;
    const manifest = await saidMeanwhile(files);
    expect(manifest?.id).toBe("tiny/1");
    asked = [];
    expect(await load(undefined, { manifest: manifest! })).toMatchObject({ manifest: { id: "tiny/1" } });
    expect(asked).not.toContain("/champion");
    // the next visit starts with it
    expect((await fromCache()).manifest.id).toBe("tiny/1");
  });

  it("throws what the server said instead of a model", async () => {
    await load();
    server.delete("/champion");
    const files = await fromCache();
    await files.said?.catch(() => undefined);
    await expect(saidMeanwhile(files)).rejects.toMatchObject({ code: "model/missing" });
  });

  it.each([
    ["a file is missing", () => stored.delete([...stored.keys()].find((key) => key.includes(".bin")) ?? "")],
    ["a file was changed", () => spoilKept(".bin")],
    ["the manifest was changed", () => spoilKept("/champion")],
  ])("waits for the server where %s", async (_what, spoil) => {
    await load();
    spoil();
    promote();
    expect(await fromCache()).toMatchObject({ manifest: { id: "tiny/1" }, fromCache: false });
  });

  it("passes on what the server says is wrong", async () => {
    const error = { code: "model/corrupt", message: "damaged", facts: { file: "tfjs/model.json" } };
    vi.stubGlobal("fetch", async () => Response.json({ error }, { status: 500 }));
    await expect(load()).rejects.toMatchObject({ code: "model/corrupt", facts: { file: "tfjs/model.json" } });
  });

  it.each([
    ["no manifest", () => server.delete("/champion"), "model/missing"],
    ["no network and nothing kept", () => server.set("/champion", "down"), "server/offline"],
    ["a manifest that is none", () => server.set("/champion", "{}"), "model/corrupt"],
    ["a manifest that is no JSON", () => server.set("/champion", "<html>"), "model/corrupt"],
    ["no shard", () => server.delete("/models/tiny/0/tfjs/weights.bin"), "model/missing"],
    [
      "a shard that breaks off",
      () => server.set("/models/tiny/0/tfjs/weights.bin", "down"),
      "server/offline",
    ],
  ])("says what is wrong with %s", async (_what, spoil, code) => {
    spoil();
    await expect(load()).rejects.toMatchObject({ code });
  });
});
