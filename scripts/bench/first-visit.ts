import type { Browser, Request } from "@playwright/test";
import { startOwnForage } from "../own-forage";

export interface FirstVisitBytes {
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
export async function measureFirstVisit(browser: Browser, root: string): Promise<FirstVisitBytes> {
  const app = await startOwnForage(root);
  try {
    return await visit(browser, app.address);
  } finally {
    await app.stop();
  }
}

async function visit(browser: Browser, address: string): Promise<FirstVisitBytes> {
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
