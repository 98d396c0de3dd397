import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { type OwnForage, startOwnForage } from "@/scripts/own-forage";
import { ForagePage } from "./forage-page";

export { expect };

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/**
 * Each file of journeys has its own app, and so does each retry: no journey sees data of another.
 * A journey fails on anything the page logs as an error, unless it says which are meant to happen.
 */
export const test = base.extend<{ forage: ForagePage; expectedErrors: RegExp[] }, { app: OwnForage }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const app = await startOwnForage(root);
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  baseURL: ({ app }, use) => use(app.address),
  expectedErrors: [[], { option: true }],
  forage: async ({ page, expectedErrors }, use) => {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    await use(new ForagePage(page));
    const unexpected = problems.filter((text) => !expectedErrors.some((expected) => expected.test(text)));
    expect(unexpected, "errors the page logged").toEqual([]);
  },
});
