/**
 * Keeps copies of the page's shells and scripts, so that they open without the server. A page always comes from the server
 * while it answers; the API is never kept. Built into public/worker/offline.js and served as /sw.js with the build's id before
 * it, so that a new build is a new worker with copies of its own.
 */
import { keepShared } from "./shared-photos";
import { assetsNamedIn, SHELLS, shellOf, strategyFor } from "./strategy";

interface LaterEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LaterEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  /** Id of the build, written before this script. */
  readonly FORAGE_BUILD: string;
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: LaterEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: LaterEvent & { readonly data: unknown }) => void): void;
}

const scope = self as unknown as Scope;
const PREFIX = "forage-copies-";
const CACHE = `${PREFIX}${scope.FORAGE_BUILD}`;

/** Builds whose copies are kept: this one, and the last, whose pages may still be open. */
const KEPT_BUILDS = 2;

scope.addEventListener("install", (event) => {
  event.waitUntil(keepShells().then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(dropOldBuilds().then(() => scope.clients.claim()));
});

scope.addEventListener("fetch", (event) => {
  const strategy = strategyFor(event.request, scope.location.origin);
  if (strategy === "page") event.respondWith(openPage(event));
  else if (strategy === "for-ever") event.respondWith(fromCopy(event));
  else if (strategy === "shared") event.respondWith(keepShared(event.request));
  else if (strategy === "fresh") event.respondWith(fromServer(event));
  else if (strategy === "handed-on") event.respondWith(fetch(event.request));
});

/** The page tells what it loaded before there was a worker. */
scope.addEventListener("message", (event) => {
  const { data } = event;
  if (Array.isArray(data)) event.waitUntil(keepAll(data.filter((path) => typeof path === "string")));
});

async function keepShells(): Promise<void> {
  const cache = await caches.open(CACHE);
  const named = await Promise.all(
    SHELLS.map(async (path) => {
      const response = await fetch(path, { cache: "no-store", credentials: "same-origin" });
      if (!isPage(response)) return [];
      const text = await response.clone().text();
      await cache.put(path, response);
      return assetsNamedIn(text);
    }),
  );
  await keepAll(named.flat());
}

/** Keeps what is not kept yet; what cannot be fetched now is fetched when it is requested. */
async function keepAll(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  const wanted = [...new Set(paths)].filter((path) => {
    const url = new URL(path, scope.location.origin).href;
    return ["for-ever", "fresh"].includes(
      strategyFor({ method: "GET", mode: "cors", url }, scope.location.origin),
    );
  });
  for (const path of wanted) {
    if (await cache.match(path)) continue;
    const response = await fetch(path).catch(() => undefined);
    if (response?.ok) await cache.put(path, response);
  }
}

const isPage = (response: Response) =>
  response.ok && !response.redirected && (response.headers.get("content-type") ?? "").startsWith("text/html");

async function openPage(event: FetchEvent): Promise<Response> {
  const shell = shellOf(new URL(event.request.url).pathname) ?? "/";
  try {
    const response = await fetch(event.request);
    if (isPage(response)) {
      const copy = response.clone();
      event.waitUntil(caches.open(CACHE).then((cache) => cache.put(shell, copy)));
    }
    return response;
  } catch (error) {
    const kept = await newest(shell);
    if (kept) return kept;
    throw error;
  }
}

async function fromCopy(event: FetchEvent): Promise<Response> {
  return (await newest(event.request)) ?? keepFrom(event);
}

async function fromServer(event: FetchEvent): Promise<Response> {
  try {
    return await keepFrom(event);
  } catch (error) {
    const kept = await newest(event.request);
    if (kept) return kept;
    throw error;
  }
}

async function keepFrom(event: FetchEvent): Promise<Response> {
  const response = await fetch(event.request);
  if (response.ok && response.type === "basic") {
    const copy = response.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(event.request, copy)));
  }
  return response;
}

/** A copy of this build, else of the one before. */
async function newest(request: Request | string): Promise<Response | undefined> {
  const own = await (await caches.open(CACHE)).match(request);
  return own ?? caches.match(request);
}

async function dropOldBuilds(): Promise<void> {
  // in the order they were made
  const builds = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const old = builds.slice(0, Math.max(0, builds.length - (KEPT_BUILDS - 1)));
  await Promise.all(old.map((name) => caches.delete(name)));
}
