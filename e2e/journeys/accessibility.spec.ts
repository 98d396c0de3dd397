import { saveAndShare } from "@/scripts/loop/save-and-accept";
import { checkWithAxe, LOOKS, WIDTHS } from "./axe";
import { exampleBytes } from "./example-photos";
import { FRUIT, LEAVES } from "./forage-page";
import { expect, test } from "./test";

const PLACES = [
  "/library",
  "/recipes",
  "/recipes/kitchen",
  "/recipes/import",
  "/recipes/shopping",
  "/plants",
  "/plants/check",
  "/studio/data",
  "/studio/training",
  "/studio/models",
  "/studio/models/add",
  "/studio/models/compare",
] as const;

for (const { name, theme, viewport } of LOOKS)
  test.describe(name, () => {
    test.use({ colorScheme: theme, viewport, reducedMotion: "reduce" });

    test("axe finds nothing on the first visit and beside a photo", async ({ page, forage }) => {
      await forage.open();
      await expect(page.getByRole("heading", { name: "What is in your photo?" })).toBeVisible();
      await checkWithAxe(page, "first visit");
      await forage.openExample(FRUIT);
      await forage.boxesWhen((boxes) => boxes.length >= 3);
      await checkWithAxe(page, "found");
      await page.getByRole("tab", { name: /^Cook/ }).click();
      await expect(page.getByRole("region", { name: "In your kitchen" })).toBeVisible();
      await checkWithAxe(page, "cook");
    });

    test("axe finds nothing beside a leaf", async ({ page, forage }) => {
      await forage.open();
      await forage.openExample(LEAVES);
      await page.getByRole("tab", { name: /^Care/ }).click();
      await checkWithAxe(page, "care");
    });

    test("axe finds nothing in the other places", async ({ page, forage }) => {
      test.setTimeout(300_000);
      for (const place of PLACES) {
        await forage.open(place);
        await expect(page.getByRole("main")).toBeVisible();
        await page.waitForLoadState("networkidle");
        await checkWithAxe(page, place);
      }
    });

    test("axe finds nothing in the review, with a fix, and while a photo is rejected", async ({
      page,
      forage,
    }) => {
      // on a phone the switch is in the sheet
      await page.setViewportSize(WIDTHS.desktop);
      await forage.open();
      await forage.openExample(FRUIT);
      await forage.boxesWhen((boxes) => boxes.length >= 3);
      await saveAndShare(page);
      await page.setViewportSize(viewport);
      await forage.open("/studio/review");
      await expect(page.getByRole("region", { name: /^Photo (?!and boxes)/ })).toBeVisible();
      await expect(page.getByRole("heading", { name: "Why this photo is here" })).toBeVisible();
      await checkWithAxe(page, "review");
      await forage.stage.focus();
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Delete");
      await expect(page.getByRole("button", { name: "Accept with fixes" })).toBeVisible();
      await checkWithAxe(page, "review with a fix");
      await page.getByRole("button", { name: /^Reject/ }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await checkWithAxe(page, "rejecting");
    });

    test("axe finds nothing on a model's page", async ({ page, forage }) => {
      await forage.open("/studio/models");
      await page
        .getByRole("main")
        .getByRole("link", { name: /forage-n/ })
        .first()
        .click();
      await expect(page).toHaveURL(/\/studio\/models\/.+\/\d+/);
      await page.waitForLoadState("networkidle");
      await checkWithAxe(page, "model");
    });

    test("axe finds nothing on a recipe, while cooking it and on its shopping list", async ({
      page,
      forage,
    }) => {
      await forage.open("/recipes/hummus");
      await page.getByRole("button", { name: "Add to shopping list" }).click();
      await expect(page.getByRole("link", { name: "On the shopping list" })).toBeVisible();
      await checkWithAxe(page, "recipe");
      await page.getByRole("button", { name: "Start cooking" }).click();
      const cooking = page.getByRole("dialog", { name: "Hummus" });
      await cooking.getByRole("button", { name: "Next" }).click();
      await checkWithAxe(page, "cook mode");
      await page.keyboard.press("Escape");
      await page.getByRole("link", { name: "On the shopping list" }).click();
      await page.getByRole("checkbox").first().check();
      await checkWithAxe(page, "shopping list");
    });

    test("axe finds nothing in the form of an own recipe, with a line to settle", async ({
      page,
      forage,
    }) => {
      await forage.open("/recipes/new");
      await page.getByRole("textbox", { name: "Ingredient 1" }).fill("1 packet of stardust");
      await expect(page.getByRole("button", { name: "It is right" })).toBeVisible();
      await checkWithAxe(page, "own recipe");
    });

    test("axe finds nothing beside a plant's answer and in its diary", async ({ page, forage }) => {
      await forage.open("/plants/check");
      const buffer = await exampleBytes("leaf");
      await page
        .getByTestId("leaf-input")
        .setInputFiles({ name: "leaf.webp", mimeType: "image/webp", buffer });
      const answer = page.getByRole("region", { name: "Answer" });
      await expect(answer.getByText(/^From 1 photo\./)).toBeVisible({ timeout: 60_000 });
      await checkWithAxe(page, "plant check");
      // somebody with plants chooses between them and a new one
      const which = answer.getByRole("combobox");
      if (await which.isVisible()) await which.selectOption({ label: "A new plant" });
      await answer.getByLabel("Name of the plant").fill(`Axe ${name}`);
      await answer.getByRole("button", { name: "Keep", exact: true }).click();
      await expect(page.getByRole("heading", { name: `Axe ${name}`, level: 1 })).toBeVisible();
      await checkWithAxe(page, "diary");
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      await expect(page.getByRole("heading", { name: "Plants", level: 1 })).toBeVisible();
    });
  });
