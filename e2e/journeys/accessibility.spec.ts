import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { FRUIT, LEAVES } from "./forage-page";
import { expect, test } from "./test";

const WIDTHS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const PLACES = ["/library", "/recipes", "/plants", "/plants/check"] as const;

async function check(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(
    ({ id, help, nodes }) =>
      `${where}: ${id} (${help}) at ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect.soft(told).toEqual([]);
}

for (const theme of ["light", "dark"] as const)
  for (const [size, viewport] of Object.entries(WIDTHS)) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ colorScheme: theme, viewport, reducedMotion: "reduce" });

      test("axe finds nothing on the first visit and beside a photo", async ({ page, forage }) => {
        await forage.open();
        await expect(page.getByRole("heading", { name: "What is in your photo?" })).toBeVisible();
        await check(page, "first visit");
        await forage.openExample(FRUIT);
        await forage.boxesWhen((boxes) => boxes.length >= 3);
        await check(page, "found");
        await page.getByRole("tab", { name: /^Cook/ }).click();
        await expect(page.getByRole("region", { name: "In your kitchen" })).toBeVisible();
        await check(page, "cook");
      });

      test("axe finds nothing beside a leaf", async ({ page, forage }) => {
        await forage.open();
        await forage.openExample(LEAVES);
        await page.getByRole("tab", { name: /^Care/ }).click();
        await check(page, "care");
      });

      test("axe finds nothing in the other places", async ({ page, forage }) => {
        for (const place of PLACES) {
          await forage.open(place);
          await expect(page.getByRole("main")).toBeVisible();
          await page.waitForLoadState("networkidle");
          await check(page, place);
        }
      });
    });
  }
