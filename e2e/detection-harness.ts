import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { buildWorker } from "@/scripts/build-worker";

const root = fileURLToPath(new URL("..", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".mjs": "text/javascript",
};

export interface DetectionHarness {
  /** Address of a blank page that has `window.forage` (see `PAGE_SCRIPT`). */
  readonly pageUrl: string;
  /** Requested paths, in order. */
  readonly requests: string[];
  /** What was sent, by path. */
  readonly bytes: Map<string, Buffer>;
  /** Fixed answers by path; a status alone answers with an empty body, 0 breaks the connection. */
  readonly overrides: Map<string, Buffer | number | Promise<number>>;
  close(): Promise<void>;
}

/** The page of these tests: no app around it, only the detector. */
const PAGE_SCRIPT = `
  import { createDetector } from "@/lib/client/detection/create-detector";
  import { filterCandidates } from "@/lib/core/detection/filter";
  globalThis.forage = { createDetector, filterCandidates };
`;

export interface HarnessOptions {
  /** Manifests by requested name: \`/manifest/<name>\`. */
  readonly manifests: Readonly<Record<string, ModelManifest>>;
  /** Folder that model ids are looked up in. */
  readonly modelsFolder?: string;
  /** More files: address prefix → folder. */
  readonly folders?: Readonly<Record<string, string>>;
}

/** A server on its own port with the built worker, the models and a page that holds a detector and nothing else. */
export async function startHarness(options: HarnessOptions): Promise<DetectionHarness> {
  const workerFolder = path.join(root, "test-results/detection-harness/worker");
  await buildWorker(workerFolder);
  const pageScript = await bundlePage();
  const folders: [string, string][] = [
    ["/worker/", workerFolder],
    ["/models/", options.modelsFolder ?? path.join(root, "models")],
    ...Object.entries(options.folders ?? {}),
  ];
  const requests: string[] = [];
  const bytes = new Map<string, Buffer>();
  const overrides: DetectionHarness["overrides"] = new Map();

  const answer = async (url: string): Promise<Buffer | number> => {
    const override = overrides.get(url);
    if (override !== undefined) return override;
    if (url === "/")
      return Buffer.from("<!doctype html><title>Detector</title><script src=/page.js></script>");
    if (url === "/page.js") return pageScript;
    const manifest = url.startsWith("/manifest/") ? options.manifests[url.slice(10)] : undefined;
    if (manifest) return Buffer.from(JSON.stringify(manifest));
    const [prefix, folder] = folders.find(([start]) => url.startsWith(start)) ?? [];
    if (!prefix || !folder) return 404;
    return readFile(path.join(folder, path.normalize(`/${url.slice(prefix.length)}`))).catch(() => 404);
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost").pathname;
    requests.push(url);
    void answer(url).then((body) => {
      if (body === 0) {
        response.destroy();
        return;
      }
      const type = url === "/" ? "text/html" : (TYPES[path.extname(url)] ?? "application/octet-stream");
      if (typeof body !== "number") bytes.set(url, body);
      response.writeHead(typeof body === "number" ? body : 200, {
        "content-type": type,
        "cache-control": "no-store",
        // as the app's own pages: threads may share memory
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      });
      response.end(typeof body === "number" ? undefined : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    pageUrl: `http://127.0.0.1:${port}/`,
    requests,
    bytes,
    overrides,
    close: () => closeServer(server),
  };
}

async function bundlePage(): Promise<Buffer> {
  const bundled = await build({
    stdin: { contents: PAGE_SCRIPT, resolveDir: root, loader: "ts" },
    absWorkingDir: root,
    tsconfig: path.join(root, "tsconfig.json"),
    bundle: true,
    format: "iife",
    target: "es2022",
    write: false,
    logLevel: "warning",
  });
  return Buffer.from(bundled.outputFiles[0]?.contents ?? []);
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
