import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const ORIGIN = "http://127.0.0.1:3000";
type Listener = (event: Record<string, unknown>) => void;

/** A browser's cache storage as far as the worker uses it. */
class FakeCaches {
  readonly stores = new Map<string, Map<string, Response>>();
  private key = (request: Request | string) =>
    new URL(typeof request === "string" ? request : request.url, ORIGIN).href;
  async open(name: string) {
    const store = this.stores.get(name) ?? new Map<string, Response>();
    this.stores.set(name, store);
    return {
      match: async (request: Request | string) => store.get(this.key(request))?.clone(),
      keys: async () => [...store.keys()].map((url) => new Request(url)),
      delete: async (request: Request | string) => store.delete(this.key(request)),
      put: async (request: Request | string, response: Response) =>
        void store.set(this.key(request), response),
    };
  }
  async match(request: Request | string) {
    for (const store of this.stores.values()) {
      const found = store.get(this.key(request));
      if (found) return found.clone();
    }
    return undefined;
  }
  has = async (name: string) => this.stores.has(name);
  keys = async () => [...this.stores.keys()];
  delete = async (name: string) => this.stores.delete(name);
  paths = (name: string) => [...(this.stores.get(name)?.keys() ?? [])].map((url) => new URL(url).pathname);
}

let listeners: Record<string, Listener>;
let storage: FakeCaches;
let server: Map<string, () => Response>;

const page = (text: string) => () =>
  new Response(text, { headers: { "content-type": "text/html; charset=utf-8" } });
const pathOf = (input: unknown) =>
  new URL(typeof input === "string" ? input : (input as Request).url, ORIGIN).pathname;

beforeEach(() => {
  listeners = {};
  storage = new FakeCaches();
  const shell = (script: string) => page(`<script src="/_next/static/chunks/${script}.js"></script>`);
  server = new Map(
    ["/", "/library", "/recipes", "/recipes/shopping", "/plants", "/plants/check"].map((path) => [
      path,
      shell("a1"),
    ]),
  );
  server.set("/_next/static/chunks/a1.js", () => new Response("a1"));
  vi.stubGlobal("caches", storage);
  vi.stubGlobal("fetch", async (input: unknown) => {
    const answer = server.get(pathOf(input));
    if (server.size === 0) throw new TypeError("Failed to fetch");
    const response = answer ? answer() : new Response("", { status: 404 });
    Object.defineProperty(response, "type", { value: "basic" });
    return response;
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Starts the worker of a build: installed and in charge. */
async function start(build: string): Promise<void> {
  vi.resetModules();
  vi.stubGlobal("self", {
    FORAGE_BUILD: build,
    location: new URL(ORIGIN),
    clients: { claim: async () => undefined },
    skipWaiting: async () => undefined,
    addEventListener: (type: string, listener: Listener) => {
      listeners[type] = listener;
    },
  });
  await import("./service-worker");
  await fire("install");
  await fire("activate");
}

async function fire(type: string, event: Record<string, unknown> = {}): Promise<Response | undefined> {
  const work: Promise<unknown>[] = [];
  let answer: Promise<Response> | undefined;
  listeners[type]?.({
    ...event,
    waitUntil: (promise: Promise<unknown>) => work.push(promise),
    respondWith: (promise: Promise<Response>) => {
      answer = promise;
    },
  });
  const response = await answer;
  await Promise.all(work);
  return response;
}

const ask = (path: string) => fire("fetch", { request: new Request(new URL(path, ORIGIN)) });
/** `new Request` cannot have the mode navigate: what the worker reads of it is stood in for. */
const open = (path: string) =>
  fire("fetch", { request: { url: `${ORIGIN}${path}`, method: "GET", mode: "navigate" } });

describe("the worker that keeps offline copies", () => {
  it("keeps every shell and its scripts when it is installed", async () => {
    await start("one");
    expect(storage.paths("forage-copies-one")).toEqual(
      expect.arrayContaining(["/", "/library", "/recipes/shopping", "/_next/static/chunks/a1.js"]),
    );
  });

  it("opens a page from the server while it answers, and from the copy when it does not", async () => {
    await start("one");
    server.set("/library", page("newer"));
    expect(await (await open("/library"))?.text()).toBe("newer");
    server.clear();
    expect(await (await open("/library?search=egg"))?.text()).toBe("newer");
    expect(await (await ask("/_next/static/chunks/a1.js"))?.text()).toBe("a1");
  });

  it("hands a failing server's page on and keeps the last good one", async () => {
    await start("one");
    server.set(
      "/library",
      () => new Response("broken", { status: 500, headers: { "content-type": "text/html" } }),
    );
    expect((await open("/library"))?.status).toBe(500);
    server.clear();
    expect(await (await open("/library"))?.text()).toContain("a1.js");
  });

  it("asks the server itself for what a page sends as it ends", async () => {
    await start("one");
    server.set("/api/v1/detections", () => new Response("{}"));
    const url = new URL("/api/v1/detections?sentAt=2026-11-30T12:00:00Z", ORIGIN);
    const request = new Request(url, { method: "POST", body: "figures" });
    server.set(`/api/v1/detections${url.search}`, () => new Response("{}"));
    expect(await (await fire("fetch", { request }))?.text()).toBe("{}");
  });

  it("leaves the API and pages with data of their own alone", async () => {
    await start("one");
    expect(await ask("/api/trpc/library.list")).toBeUndefined();
    expect(await open("/studio/data")).toBeUndefined();
    await fire("message", { data: ["/api/v1/models/champion", "/_next/static/chunks/b2.js", 7] });
    expect(storage.paths("forage-copies-one").filter((path) => path.startsWith("/api"))).toEqual([]);
  });

  it("serves a new build's pages after an update, keeps the build before, and drops older ones", async () => {
    await start("one");
    await start("two");
    for (const path of server.keys()) if (!path.startsWith("/_next")) server.set(path, page("third"));
    await start("three");
    expect(await storage.keys()).toEqual(["forage-copies-two", "forage-copies-three"]);
    server.clear();
    expect(await (await open("/"))?.text()).toBe("third");
    // a page of the build before that is still open finds its script
    expect(await (await ask("/_next/static/chunks/a1.js"))?.text()).toBe("a1");
  });

  it("keeps photos of another app in this browser, in their order, without the server, until the page has them", async () => {
    const { sharedFiles } = await import("./shared-photos");
    await start("one");
    server.clear();
    const form = new FormData();
    for (const name of ["b é.jpg", "a.jpg", "notes.txt"])
      form.append(
        "photos",
        new File([name], name, { type: name.endsWith("txt") ? "text/plain" : "image/jpeg" }),
      );
    form.append("title", "no file");
    const redirect = vi.spyOn(Response, "redirect").mockReturnValue(new Response(null, { status: 303 }));
    const request = new Request(new URL("/shared", ORIGIN), { method: "POST", body: form });
    expect((await fire("fetch", { request }))?.status).toBe(303);
    expect(redirect).toHaveBeenCalledWith("/?shared=3&left=0", 303);
    const kept = await sharedFiles();
    expect(kept.map(({ file }) => file.name)).toEqual(["b é.jpg", "a.jpg", "notes.txt"]);
    expect(kept[0]?.file.type).toBe("image/jpeg");
    expect(await kept[0]?.file.text()).toBe("b é.jpg");
    await kept[0]?.forget();
    expect((await sharedFiles()).map(({ file }) => file.name)).toEqual(["a.jpg", "notes.txt"]);
  });

  it("takes at most 50 files of a share, and says how many were left", async () => {
    await start("one");
    const form = new FormData();
    for (let at = 0; at < 53; at++) form.append("photos", new File(["x"], `${at}.jpg`));
    const redirect = vi.spyOn(Response, "redirect").mockReturnValue(new Response(null, { status: 303 }));
    await fire("fetch", { request: new Request(new URL("/shared", ORIGIN), { method: "POST", body: form }) });
    expect(redirect).toHaveBeenCalledWith("/?shared=50&left=3", 303);
  });

  it("says what a browser without room left out, and what could not be read at all", async () => {
    await start("one");
    const { sharedFiles } = await import("./shared-photos");
    const cache = await storage.open("forage-shared");
    let puts = 0;
    const put = async (request: string, response: Response) => {
      if (++puts > 1) throw new DOMException("no room", "QuotaExceededError");
      await cache.put(request, response);
    };
    vi.spyOn(storage, "open").mockImplementationOnce(async () => ({ ...cache, put }) as never);
    const form = new FormData();
    for (const name of ["a.jpg", "b.jpg", "c.jpg"]) form.append("photos", new File(["x"], name));
    const redirect = vi.spyOn(Response, "redirect").mockReturnValue(new Response(null, { status: 303 }));
    const send = (body: BodyInit, headers = {}) =>
      fire("fetch", { request: new Request(new URL("/shared", ORIGIN), { method: "POST", body, headers }) });
    await send(form);
    expect(redirect).toHaveBeenLastCalledWith("/?shared=1&left=2&full=1", 303);
    expect((await sharedFiles()).map(({ file }) => file.name)).toEqual(["a.jpg"]);
    await send("half a form", { "content-type": "multipart/form-data; boundary=x" });
    expect(redirect).toHaveBeenLastCalledWith("/?shared=0&missed=1", 303);
  });

  it("says that the server is away where nothing is kept", async () => {
    await start("one");
    storage.stores.clear();
    server.clear();
    await expect(open("/")).rejects.toThrow("Failed to fetch");
  });
});
