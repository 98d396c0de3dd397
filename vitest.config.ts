import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** `npm test` asks for a report it can count. */
const report = process.env.FORAGE_VITEST_JSON;

export default defineConfig({
  resolve: { alias: { "@": root.replace(/\/$/, "") } },
  test: {
    include: ["{app,lib,server,components,scripts}/**/*.test.{ts,tsx}"],
    setupFiles: ["server/db/testing/local-team.ts"],
    globalSetup: ["server/db/testing/global-setup.ts"],
    // what a unit needs on a busy machine; a test that starts a database, a process or a network asks for more itself
    testTimeout: 20_000,
    hookTimeout: 20_000,
    maxWorkers: 2,
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});
