import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/find-chromium";
import { trainingPython } from "./scripts/training-python";

const root = dirname(fileURLToPath(import.meta.url));

/** What trains or exports for real, and needs an extra of the installation. */
const NEEDS_PYTHON = new Set(["loop.spec.ts", "second-trainer.spec.ts"]);

/** Files of journeys by name. */
const journeys = readdirSync(join(root, "e2e", "journeys"))
  .filter((file) => file.endsWith(".spec.ts") && (!NEEDS_PYTHON.has(file) || trainingPython(root)))
  .map((file) => file.slice(0, -".spec.ts".length));

export default defineConfig({
  testDir: "e2e",
  // A project has workers of its own, and thereby each file of journeys an app of its own: e2e/journeys/test.ts.
  projects: [
    { name: "parts", testIgnore: "**/journeys/**" },
    ...journeys.map((name) => ({ name, testMatch: `**/journeys/${name}.spec.ts` })),
  ],
  outputDir: "test-results/e2e",
  // Two cores: one errand at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    locale: "en-GB",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: findChromium(root),
      args: ["--no-sandbox", "--enable-unsafe-webgpu", "--disable-dev-shm-usage"],
    },
  },
});
