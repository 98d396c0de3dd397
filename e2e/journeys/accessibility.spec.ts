import { saveAndShare } from "@/scripts/loop/save-and-accept";
import { trainingPython } from "@/scripts/training-python";
import { projectRoot } from "@/server/storage/project-root";
import { checkLooks, WIDTHS } from "./axe";
import { exampleBytes } from "./example-photos";
import { FRUIT, LEAVES } from "./forage-page";
import { expect, test } from "./test";

/** Every place is opened once and looked at in each width and theme: light and dark, 1280 and 390 px. */
test.use({ viewport: WIDTHS.desktop, reducedMotion: "reduce" });

const PLACES = [
  "/library",
  "/recipes",
  "/recipes/kitchen",
  "/recipes/import",
  "/recipes/shopping",
  "/recipes/pantry",
  "/recipes/week",
  "/recipes/doubts",
  "/recipes/shared",
  "/plants",
  "/plants/check",
  "/studio/data",
  "/studio/training",
  "/studio/training/experiments",
  "/studio/models",
  "/studio/models/add",
  "/studio/models/compare",
  "/api-docs",
] as const;

test("a device is measured, and its figures are text to send", async ({ page, forage }) => {
  test.setTimeout(240_000);
  await forage.open();
  await page.goto("/bench");
  await checkLooks(page, "before a device is measured");
  await page.getByRole("button", { name: "Measure", exact: true }).click();
  await expect(page.getByRole("row", { name: /^WASM, 1 thread \d+ px network [\d.,]+ ms/ })).toBeVisible({
    timeout: 120_000,
  });
  // no machine that runs tests has a graphics card
  await expect(page.getByRole("row", { name: /^WebGPU Not on this device/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy as text" })).toBeVisible({ timeout: 120_000 });
  await checkLooks(page, "a measured device");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy as text" }).click();
  await expect(page.getByText("Copied.").first()).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^WASM, 1 thread: photo to boxes [\d.,]+ ms .* network [\d.,]+ ms/m);
  expect(text).toContain("Not on this device");
});

test("nothing is wrong on the first visit, beside a photo and while a box is named", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open();
  await expect(page.getByRole("heading", { name: "What is in your photo?" })).toBeVisible();
  await checkLooks(page, "first visit");
  await forage.openExample(FRUIT);
  await forage.boxesWhen((boxes) => boxes.length >= 3);
  await checkLooks(page, "found");
  await checkLooks(page, "cook", async () => {
    await page.getByRole("tab", { name: /^Cook/ }).click();
    await expect(page.getByRole("region", { name: "In your kitchen" })).toBeVisible();
  });
  await checkLooks(page, "sliders and details", async () => {
    await page.getByRole("tab", { name: /^(Details|Sliders)/ }).click();
  });
  const { width, height } = WIDTHS.desktop;
  await page.setViewportSize({ width, height });
  await forage.stage.focus();
  await checkLooks(page, "a box without a name", async () => {
    await page.keyboard.press("Escape");
    await forage.stage.focus();
    await page.keyboard.press("n");
    await expect(page.getByRole("dialog", { name: "What is in the new box?" })).toBeVisible();
  });
  await page.getByRole("tab", { name: /^Found/ }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await checkLooks(page, "an unnamed box left");
});

test("nothing is wrong beside a leaf", async ({ page, forage }) => {
  test.setTimeout(240_000);
  await forage.open();
  await forage.openExample(LEAVES);
  await checkLooks(page, "care", async () => {
    await page.getByRole("tab", { name: /^Care/ }).click();
  });
});

test("nothing is wrong in the other places", async ({ page, forage }) => {
  test.setTimeout(300_000);
  for (const place of PLACES) {
    await forage.open(place);
    await expect(page.getByRole("main")).toBeVisible();
    await page.waitForLoadState("networkidle");
    await checkLooks(page, place);
  }
});

test("nothing is wrong in the review, with a fix, and while a photo is rejected", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open();
  await forage.openExample(FRUIT);
  await forage.boxesWhen((boxes) => boxes.length >= 3);
  await saveAndShare(page);
  await forage.open("/library");
  await expect(page.getByRole("listitem").first()).toBeVisible();
  await checkLooks(page, "library with a photo");
  await forage.open("/studio/review");
  await expect(page.getByRole("region", { name: /^Photo (?!and boxes)/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Why this photo is here" })).toBeVisible();
  await checkLooks(page, "review");
  await forage.stage.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await expect(page.getByRole("button", { name: "Accept with fixes" })).toBeVisible();
  await checkLooks(page, "review with a fix");
  await checkLooks(page, "rejecting", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Reject/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
  });
});

test("the model is set to be trained again by itself, with the keyboard and also where training is not installed", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open("/studio/training");
  const card = page.getByRole("region", { name: "Training by itself" });
  await expect(card.getByText("Off: a run starts when somebody starts it.", { exact: false })).toBeVisible();
  const missing = card.getByText("No training environment was found on this server", { exact: false });
  await expect(missing).toHaveCount(trainingPython(projectRoot()) ? 0 : 1);

  await card.getByRole("button", { name: "Set up" }).press("Enter");
  const form = card.getByRole("form", { name: "Training by itself" });
  const isOn = form.getByRole("switch", { name: "Start runs by themselves" });
  await expect(isOn).toBeFocused();
  await isOn.press("Space");
  await form.getByText("Trainer, optimiser and schedule").press("Enter");
  await form.getByLabel("After accepted corrections").fill("5");
  await form.getByLabel("At set times").selectOption({ label: "By a cron line" });
  await form.getByLabel("Cron line").fill("mondays");
  await expect(form.getByText("Give a whole number from 10 to 100,000, or nothing.")).toBeVisible();
  await expect(form.getByText("This names no time.", { exact: false })).toBeVisible();
  await expect(form.getByRole("button", { name: "Save" })).toBeDisabled();
  await checkLooks(page, "retraining, with what cannot be saved");

  await form.getByLabel("After accepted corrections").fill("25");
  await form.getByLabel("Cron line").fill("0 3 * * 1");
  await form.getByLabel("Optimiser").selectOption("sgd");
  await form.getByRole("button", { name: "Save" }).press("Enter");
  await expect(card.getByText("After 25 accepted corrections: 0 so far", { exact: false })).toBeVisible();
  await expect(card.getByText("By the clock: next at", { exact: false })).toBeVisible();
  await expect(card.getByRole("button", { name: "Change" })).toBeFocused();
  await checkLooks(page, "retraining, switched on");

  await page.reload();
  await card.getByRole("button", { name: "Change" }).press("Enter");
  await expect(isOn).toBeChecked();
  await expect(form.getByLabel("At set times")).toHaveValue("weekly");
  await form.getByText("Trainer, optimiser and schedule").press("Enter");
  await expect(form.getByLabel("Optimiser")).toHaveValue("sgd");
});

test("nothing is wrong on a model's page", async ({ page, forage }) => {
  await forage.open("/studio/models");
  await page
    .getByRole("main")
    .getByRole("link", { name: /forage-n/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/studio\/models\/.+\/\d+/);
  await page.waitForLoadState("networkidle");
  await checkLooks(page, "model");
});

test("nothing is wrong on a recipe, while cooking it and on its shopping list", async ({ page, forage }) => {
  test.setTimeout(240_000);
  await forage.open("/recipes/hummus");
  await page.getByRole("button", { name: "Add to shopping list" }).click();
  await expect(page.getByRole("link", { name: "On the shopping list" })).toBeVisible();
  await checkLooks(page, "recipe");
  await page.getByRole("button", { name: "Start cooking" }).click();
  const cooking = page.getByRole("dialog", { name: "Hummus" });
  await checkLooks(page, "cook mode, first step");
  await cooking.getByRole("button", { name: "Next" }).click();
  await checkLooks(page, "cook mode");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "On the shopping list" }).click();
  await page.getByRole("checkbox").first().check();
  await checkLooks(page, "shopping list");
});

test("nothing is wrong in the form of an own recipe, with a line to settle", async ({ page, forage }) => {
  await forage.open("/recipes/new");
  await page.getByRole("textbox", { name: "Ingredient 1" }).fill("1 packet of stardust");
  await expect(page.getByRole("button", { name: "It is right" })).toBeVisible();
  await checkLooks(page, "own recipe");
});

test("nothing is wrong beside a plant's answer and in its diary", async ({ page, forage }) => {
  test.setTimeout(240_000);
  await forage.open("/plants/check");
  const buffer = await exampleBytes("leaf");
  await page.getByTestId("leaf-input").setInputFiles({ name: "leaf.webp", mimeType: "image/webp", buffer });
  const answer = page.getByRole("region", { name: "Answer" });
  await expect(answer.getByText(/^From 1 photo\./)).toBeVisible({ timeout: 60_000 });
  await checkLooks(page, "plant check");
  // somebody with plants chooses between them and a new one
  const which = answer.getByRole("combobox");
  if (await which.isVisible()) await which.selectOption({ label: "A new plant" });
  await answer.getByLabel("Name of the plant").fill("Axe");
  await answer.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Axe", level: 1 })).toBeVisible();
  await checkLooks(page, "diary");
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Plants", level: 1 })).toBeVisible();
});

test("a grey button says what it waits for: on focus, on a press and to a screen reader", async ({
  page,
  forage,
}) => {
  await forage.open("/recipes/new");
  const fetch = page.getByRole("button", { name: "Read the page" });
  await expect(fetch).toBeDisabled();
  await fetch.focus();
  await expect(page.getByRole("tooltip")).toContainText("Enter an address first.");
  await page.keyboard.press("Escape");
  await fetch.click({ force: true });
  await expect(page.getByRole("tooltip")).toContainText("Enter an address first.");
  await expect(fetch).toHaveAttribute("aria-description", "Enter an address first.");
});
