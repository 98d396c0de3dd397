import { chmodSync, mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/find-chromium";
import { trainingPython } from "./scripts/training-python";

const root = dirname(fileURLToPath(import.meta.url));

/** A port that is free now. */
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

/** A temporary folder that PostgreSQL, under an account of its own when this runs as root, can get through. */
function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "forage-e2e-"));
  chmodSync(folder, 0o711);
  return folder;
}

// Playwright reads this file again in each worker: what was chosen once travels in the environment.
process.env.FORAGE_E2E_PORT ??= String(await freePort());
process.env.FORAGE_E2E_DATA_DIR ??= join(openFolder(), "data");
const port = process.env.FORAGE_E2E_PORT;
const baseURL = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "e2e",
  // it trains for real, which is an extra of an installation
  testIgnore: trainingPython(root) ? [] : ["**/journeys/loop.spec.ts"],
  outputDir: "test-results/e2e",
  // One server, one database, two cores: one errand at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // On a busy machine a browser now and then is late by more than any wait; the summary names what was tried again.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    baseURL,
    locale: "en-GB",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: findChromium(root),
      args: ["--no-sandbox", "--enable-unsafe-webgpu", "--disable-dev-shm-usage"],
    },
  },
  webServer: {
    command: "npm start",
    url: `${baseURL}/api/v1/health`,
    timeout: 300_000,
    reuseExistingServer: process.env.FORAGE_E2E_REUSE === "1",
    stdout: "pipe",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGINT", timeout: 15_000 },
    env: { PORT: port, FORAGE_DATA_DIR: process.env.FORAGE_E2E_DATA_DIR },
  },
});
