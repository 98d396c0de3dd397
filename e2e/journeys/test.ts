import { test as base, expect } from "@playwright/test";
import { ForagePage } from "./forage-page";

export { expect };

/** A journey fails on anything the page logs as an error, unless it says which are meant to happen. */
export const test = base.extend<{ forage: ForagePage; expectedErrors: RegExp[] }>({
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
