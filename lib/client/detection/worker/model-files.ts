import { errorResponseSchema } from "@/lib/contracts/error-response";
import { type ModelManifest, modelManifestSchema } from "@/lib/contracts/model-manifest";
import { AppError, isAppError } from "@/lib/core/errors";

const CACHE_NAME = "forage-models";

export interface ModelFilesOptions {
  readonly manifestUrl: string;
  /** Ends with a slash; the model's id and the file's path follow. */
  readonly filesUrl: string;
  /** Leaves what the cache holds of other models. */
  readonly keepOthers?: boolean;
  /** Takes the model that the cache holds whole, without waiting for the server to say that it is still the one. */
  readonly startsFromCache?: boolean;
  /** What the server said already: it is not asked again. */
  readonly manifest?: ModelManifest;
  onProgress(receivedBytes: number, totalBytes: number): void;
}

export interface ModelFiles {
  readonly manifest: ModelManifest;
  readonly graph: unknown;
  /** Bytes of each weight file by its name in `model.json`, as they arrive. */
  readonly shards: ReadonlyMap<string, Promise<Uint8Array>>;
  /** Resolves when all files are there, and in the browser's cache; rejects as these do. */
  readonly whole: Promise<ArrivedFiles>;
}

export interface ArrivedFiles {
  /** True when no model file came over the network. */
  readonly fromCache: boolean;
}

export interface LoadedModelFiles extends ModelFiles {
  /** What the server says, where that was not waited for; rejects as the whole load would have. */
  readonly said?: Promise<ModelManifest>;
}

/**
 * Gets the champion's files, from the browser's cache where it holds them, else by download. Every file's SHA-256
 * is compared with the manifest before anything of it is given out; a cached file that differs is fetched again, once, past every cache.
 * @returns as soon as the graph is there, its weights later
 * @throws AppError model/missing, model/corrupt, server/offline
 */
export async function loadModelFiles(options: ModelFilesOptions): Promise<LoadedModelFiles> {
  const cache = await openCache();
  const said = handled(
    options.manifest ? Promise.resolve(options.manifest) : loadManifest(options.manifestUrl, cache),
  );
  const kept = options.startsFromCache ? await keptFiles(options, cache) : undefined;
  return kept ? { ...kept, said } : filesOf(await said, options, cache);
}

/**
 * What the server has said by now where that is another model, or another word on the same one, than the one loaded.
 * @throws AppError as `loadModelFiles`, where it said that there is none
 */
export async function saidMeanwhile({
  manifest,
  said,
}: Pick<LoadedModelFiles, "manifest" | "said">): Promise<ModelManifest | undefined> {
  const now = await Promise.race([said, undefined]);
  return now && JSON.stringify(now) !== JSON.stringify(manifest) ? now : undefined;
}

/** @returns undefined where the cache does not hold all of the model that it last held */
async function keptFiles(
  options: ModelFilesOptions,
  cache: Cache | undefined,
): Promise<ModelFiles | undefined> {
  const kept = await cache?.match(absolute(options.manifestUrl)).catch(() => undefined);
  const { data: manifest } = modelManifestSchema.safeParse(await kept?.json().catch(() => undefined));
  if (!manifest) return undefined;
  const files = networkFiles(manifest);
  const all = await Promise.all(
    files.map(async (file) => {
      const bytes = await readCached(cache, cacheKey(fileUrl(manifest, file, options), file));
      return bytes && (await hasHash(bytes, file.sha256)) ? { file, bytes } : undefined;
    }),
  );
  const found = all.filter((one) => one !== undefined);
  if (found.length < files.length) return undefined;
  const totalBytes = files.reduce((total, file) => total + file.bytes, 0);
  options.onProgress(totalBytes, totalBytes);
  const loading = found.map(({ file, bytes }) => ({ file, bytes: Promise.resolve(bytes) }));
  return { ...(await readFiles(manifest, loading)), whole: Promise.resolve({ fromCache: true }) };
}

type NetworkFile = ModelManifest["files"][number];

const networkFiles = ({ files }: ModelManifest): readonly NetworkFile[] =>
  files.filter(({ role }) => role === "tfjs-graph" || role === "tfjs-shard");

const absolute = (url: string) => new URL(url, self.location.href).href;

const fileUrl = ({ id }: ModelManifest, { path }: NetworkFile, { filesUrl }: ModelFilesOptions) =>
  `${filesUrl}${id}/${path}`;

/** The hash is part of the key, so a new file under an old name is never the old one. */
const cacheKey = (url: string, { sha256 }: NetworkFile) => `${absolute(url)}?sha256=${sha256}`;

async function filesOf(
  manifest: ModelManifest,
  options: ModelFilesOptions,
  cache: Cache | undefined,
): Promise<ModelFiles> {
  const files = networkFiles(manifest);
  const totalBytes = files.reduce((total, file) => total + file.bytes, 0);
  const received = new Map<string, number>();
  const report = (path: string, bytes: number) => {
    received.set(path, bytes);
    options.onProgress(
      [...received.values()].reduce((total, part) => total + part, 0),
      totalBytes,
    );
  };
  const loading = files.map((file) => {
    const url = fileUrl(manifest, file, options);
    const loaded = loadFile({ cache, url, file, report: (bytes) => report(file.path, bytes) });
    return { file, loaded, bytes: handled(loaded.then(({ bytes }) => bytes)) };
  });
  const arrive = async (): Promise<ArrivedFiles> => {
    const all = await Promise.all(loading.map(({ loaded }) => loaded));
    await Promise.all(all.map(({ kept }) => kept));
    if (!options.keepOthers) await dropOldFiles(cache, new Set(all.map(({ key }) => key)));
    return { fromCache: all.every(({ cached }) => cached) };
  };
  const whole = handled(arrive());
  return { ...(await readFiles(manifest, loading)), whole };
}

/** The same promise, whose failure somebody may never ask for. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function readFiles(
  manifest: ModelManifest,
  loading: readonly { readonly file: NetworkFile; readonly bytes: Promise<Uint8Array> }[],
): Promise<Omit<ModelFiles, "whole">> {
  const graph = loading.find(({ file }) => file.role === "tfjs-graph");
  if (!graph) throw new AppError("model/missing", { facts: { model: manifest.id, file: "model.json" } });
  return {
    manifest,
    graph: parseJson(await graph.bytes, graph.file.path),
    shards: new Map(loading.map(({ file, bytes }) => [file.path.replace(/^.*\//, ""), bytes])),
  };
}

/** Undefined where the browser keeps no cache (an insecure address, some private windows). */
async function openCache(): Promise<Cache | undefined> {
  if (typeof caches === "undefined") return undefined;
  return caches.open(CACHE_NAME).catch(() => undefined);
}

/** The server's manifest, or the last one it gave while it cannot be reached. */
async function loadManifest(url: string, cache: Cache | undefined): Promise<ModelManifest> {
  const key = absolute(url);
  let response: Response | undefined;
  try {
    response = await fetch(url, { cache: "no-cache" });
  } catch (cause) {
    const cached = await cache?.match(key);
    if (!cached) throw new AppError("server/offline", { cause });
    return parseManifest(await cached.json());
  }
  if (!response.ok) throw await modelError(response);
  const copy = response.clone();
  const manifest = parseManifest(await response.json().catch(() => undefined));
  await cache?.put(key, copy).catch(() => undefined);
  return manifest;
}

function parseManifest(json: unknown): ModelManifest {
  const parsed = modelManifestSchema.safeParse(json);
  if (!parsed.success)
    throw new AppError("model/corrupt", { facts: { file: "manifest.json" }, cause: parsed.error });
  return parsed.data;
}

/** The server's error about its model, or that it has none. */
async function modelError(response: Response, file = "manifest.json"): Promise<AppError> {
  const cause = new Error(`${response.url} answered ${response.status}`);
  const { data } = errorResponseSchema.safeParse(await response.json().catch(() => undefined));
  if (data?.error.code.startsWith("model/")) {
    return new AppError(data.error.code, { facts: { file, ...data.error.facts }, cause });
  }
  return new AppError("model/missing", { facts: { file }, cause });
}

interface FileSource {
  readonly cache: Cache | undefined;
  readonly url: string;
  readonly file: NetworkFile;
  report(receivedBytes: number): void;
}

async function loadFile({ cache, url, file, report }: FileSource) {
  const key = cacheKey(url, file);
  const cached = await readCached(cache, key);
  if (cached && (await hasHash(cached, file.sha256))) {
    report(file.bytes);
    return { key, bytes: cached, cached: true, kept: undefined };
  }
  if (cached) await cache?.delete(key);
  for (const mode of ["default", "reload"] as const) {
    const bytes = await download(url, mode, file.path, report);
    if (await hasHash(bytes, file.sha256)) {
      // A full disk or a denied quota costs the next visit a download, nothing else.
      const kept = cache?.put(key, new Response(bytes)).catch(() => undefined);
      return { key, bytes, cached: false, kept };
    }
  }
  throw new AppError("model/corrupt", { facts: { file: file.path } });
}

async function readCached(
  cache: Cache | undefined,
  key: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const response = await cache?.match(key).catch(() => undefined);
  const buffer = await response?.arrayBuffer().catch(() => undefined);
  return buffer && new Uint8Array(buffer);
}

async function download(
  url: string,
  mode: RequestCache,
  file: string,
  report: (receivedBytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(url, { cache: mode });
    if (!response.ok) throw await modelError(response, file);
    const parts: Uint8Array[] = [];
    let received = 0;
    for await (const part of chunksOf(response)) {
      parts.push(part);
      received += part.length;
      report(received);
    }
    return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  } catch (cause) {
    throw isAppError(cause) ? cause : new AppError("server/offline", { facts: { file }, cause });
  }
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function hasHash(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new AppError("model/corrupt", { facts: { file }, cause });
  }
}

/** Files of models that are no longer the champion. */
async function dropOldFiles(cache: Cache | undefined, wanted: ReadonlySet<string>): Promise<void> {
  const requests = (await cache?.keys().catch(() => [])) ?? [];
  const old = requests.filter(({ url }) => url.includes("?sha256=") && !wanted.has(url));
  await Promise.all(old.map((request) => cache?.delete(request)));
}
