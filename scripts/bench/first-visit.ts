import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Request } from "@playwright/test";

export interface FirstVisit {
  /** On the wire, headers included, until the model is ready. */
  readonly totalBytes: number;
  readonly modelBytes: number;
  /** Worker, backend and WASM binary. */
  readonly workerBytes: number;
}

/**
 * Starts the app with a data folder of its own and opens its first page in a browser that has never seen it.
 * @param root the project's folder
 */
export async function measureFirstVisit(browser: Browser, root: string): Promise<FirstVisit> {
  const port = await freePort();
  const dataFolder = await mkdtemp(path.join(tmpdir(), "forage-bench-"));
  const env = { ...process.env, PORT: String(port), FORAGE_DATA_DIR: dataFolder };
  const args = ["--import", "tsx", "server/start.ts"];
  const app = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  try {
    const address = `http://127.0.0.1:${port}`;
    await waitUntilUp(`${address}/api/v1/health`, app);
    return await visit(browser, address);
  } finally {
    await stop(app);
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function visit(browser: Browser, address: string): Promise<FirstVisit> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const finished: Request[] = [];
    page.on("requestfinished", (request) => finished.push(request));
    await page.goto(address);
    const lastShard = () => finished.some((request) => request.url().endsWith(".bin"));
    const deadline = Date.now() + 120_000;
    while (!lastShard() && Date.now() < deadline) await page.waitForTimeout(500);
    await page.waitForLoadState("networkidle");
    const sized = await Promise.all(
      finished.map(async (request) => [request.url(), await bytesOf(request)] as const),
    );
    const sum = (part: string) =>
      sized.reduce((total, [url, bytes]) => total + (url.includes(part) ? bytes : 0), 0);
    return { totalBytes: sum(address), modelBytes: sum("/api/v1/models/"), workerBytes: sum("/worker/") };
  } finally {
    await context.close();
  }
}

async function bytesOf(request: Request): Promise<number> {
  const { responseBodySize, responseHeadersSize } = await request.sizes();
  return responseBodySize + responseHeadersSize;
}

async function waitUntilUp(url: string, app: ChildProcess): Promise<void> {
  // A first start builds the app.
  const deadline = Date.now() + 900_000;
  while (Date.now() < deadline && app.exitCode === null) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`the app did not start (exit code ${app.exitCode})`);
}

async function stop(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null) return;
  const ended = new Promise((resolve) => app.once("exit", resolve));
  app.kill("SIGINT");
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(address)));
    });
  });
}
