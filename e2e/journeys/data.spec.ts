import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { writeSyntheticSet, zipFolder } from "../../scripts/bench/synthetic-set";
import { expect, test } from "./test";

const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;
/** No class has this name. */
const FOREIGN = "zauberfrucht";

let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-e2e-set-"));
  const set = { photos: 12, seed: 7, edgePx: 160, classNames: ["apple", FOREIGN] };
  await writeSyntheticSet(join(folder, "set"), set);
  await zipFolder(join(folder, "set"), join(folder, "market.zip"));
  const points = join(folder, "points");
  await writeSyntheticSet(points, { photos: 3, seed: 9, edgePx: 160, classNames: ["apple"] });
  const row = "0 0.5 0.5 0.2 0.4 0.45 0.4 0.55 0.4 0.45 0.6 0.55 0.6 0.5 0.5\n";
  for (const file of readdirSync(points, { recursive: true, encoding: "utf8" }))
    if (/labels.*[.]txt$/.test(file)) writeFileSync(join(points, file), row);
  await zipFolder(points, join(folder, "points.zip"));
  await writeViaSet(join(folder, "via"));
  await zipFolder(join(folder, "via"), join(folder, "via.zip"));
  await mkdir(join(folder, "nested"));
  await copyFile(join(folder, "points.zip"), join(folder, "nested", "inner.zip"));
  await zipFolder(join(folder, "nested"), join(folder, "nested.zip"));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Regions with two attributes, of which only a person knows which is the class, and a photo without any region. */
async function writeViaSet(to: string): Promise<void> {
  await mkdir(to);
  const regions = (fruit: string) => [
    {
      shape_attributes: { name: "rect", x: 20, y: 30, width: 60, height: 50 },
      region_attributes: { fruit, ripe: "yes" },
    },
  ];
  const entries = [regions("apple"), regions("banana"), []].map((all, index) => {
    return { filename: `${index}.png`, size: 100, regions: all, file_attributes: {} };
  });
  for (const [index, { filename }] of entries.entries())
    await sharp({
      create: { width: 160, height: 120, channels: 3, background: { r: 80 * index, g: 90, b: 60 } },
    })
      .png()
      .toFile(join(to, filename));
  const byKey = Object.fromEntries(entries.map((entry) => [`${entry.filename}${entry.size}`, entry]));
  writeFileSync(join(to, "via.json"), JSON.stringify(byKey));
}

/** Axe on what is open now, in both sizes and both themes. */
async function check(page: Page, where: string): Promise<void> {
  for (const viewport of SIZES)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const told = violations.map(
        ({ id, nodes }) =>
          `${where}, ${colorScheme}, ${viewport.width} px: ${id} at ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
      );
      expect.soft(told).toEqual([]);
    }
  await page.setViewportSize(SIZES[0]);
}

test("a labelled set comes in, its classes told once, and is checked; axe finds nothing on the way", async ({
  page,
  forage,
}) => {
  test.setTimeout(300_000);
  await forage.open("/studio/data");
  await expect(page.getByRole("heading", { name: "Import", exact: true })).toBeVisible();
  await check(page, "data");

  const zip = page.getByLabel("Choose an archive").and(page.locator("input"));
  await zip.setInputFiles(join(folder, "market.zip"));
  await expect(page.getByText("1 class name is not known here")).toBeVisible();
  await check(page, "what is in the set");

  // by keys alone from here: the dialog, its choice, the consent, the start
  await page.getByRole("button", { name: "Choose their classes" }).focus();
  await page.keyboard.press("Enter");
  const choice = page.getByRole("dialog").getByLabel(new RegExp(`^${FOREIGN}`));
  await expect(choice).toBeFocused();
  await choice.selectOption({ label: "New class" });
  await check(page, "class names");
  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(page.getByText("All 2 class names are known here")).toBeVisible();
  await page.getByRole("checkbox", { name: /^I am allowed to share these photos/ }).press("Space");
  await page.getByRole("button", { name: "Import 12 photos" }).press("Enter");
  await expect(page.getByText("12 photos imported")).toBeVisible();
  await check(page, "imported");

  // remembered: the same set again asks nothing, and brings nothing in twice
  await zip.setInputFiles(join(folder, "market.zip"));
  await expect(page.getByText("All 2 class names are known here")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();

  // what cannot be read says why, and is not offered again: the same file can only fail again
  await zip.setInputFiles(join(folder, "nested.zip"));
  await expect(page.getByText(/could be read in this: it holds another archive, inner.zip/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Resume/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Discard" }).click();

  // labels that can be read in two ways are asked about, and what the set is can be changed
  await zip.setInputFiles(join(folder, "points.zip"));
  await expect(page.getByRole("heading", { name: "What are the rows of these labels?" })).toBeVisible();
  await expect(page.getByLabel("Read as")).toHaveValue("yolo");
  await check(page, "a question about rows");
  await page.getByRole("button", { name: "They are boxes" }).press("Enter");
  await expect(
    page.getByText("Rows are read as boxes followed by more numbers, as you chose."),
  ).toBeVisible();
  await expect(page.getByText("YOLO with 3 photos and 3 boxes")).toBeVisible();
  await page.getByRole("button", { name: "Ask again" }).press("Enter");
  await expect(page.getByRole("button", { name: "They are outlines" })).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();

  // a question of another format, and a doubt, by keys alone
  await zip.setInputFiles(join(folder, "via.zip"));
  await expect(page.getByRole("heading", { name: "How should these labels be read?" })).toBeVisible();
  await check(page, "a question about the class");
  const fruit = page.getByRole("listitem").filter({ hasText: "fruit: apple, banana" });
  await fruit.getByRole("button", { name: "Read it this way" }).press("Enter");
  await expect(page.getByText("VGG Image Annotator (VIA) with 3 photos and 2 boxes")).toBeVisible();
  await expect(page.getByText("1 photo has no labels")).toBeVisible();
  await check(page, "a doubt");
  const nothing = page.getByRole("listitem").filter({ hasText: "looked at, with nothing in them" });
  await nothing.getByRole("button", { name: "Read it this way" }).press("Enter");
  await expect(nothing.getByText("The preview is read this way")).toBeVisible();
  await expect(page.getByText("1 photo has no labels")).toHaveCount(0);
  await page.getByRole("checkbox", { name: /^I am allowed to share these photos/ }).press("Space");
  await page.getByRole("button", { name: "Import 3 photos" }).press("Enter");
  await expect(page.getByText("3 photos imported")).toBeVisible();

  await page.getByRole("button", { name: "Only check" }).press("Enter");
  await page.getByRole("link", { name: "Open", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Next version" })).toBeVisible();
  await check(page, "what the check says");
});
