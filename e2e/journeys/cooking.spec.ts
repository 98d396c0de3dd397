import type { Readable } from "node:stream";
import sharp from "sharp";
import { ZipFile } from "yazl";
import { checkLooks } from "./axe";
import { BOARD } from "./forage-page";
import { expect, test } from "./test";

test("fridge photo, corrected label, another recipe, scaled, shopping list, cook mode", async ({
  page,
  forage,
}) => {
  test.setTimeout(180_000);
  await forage.open();
  await forage.openExample(BOARD);
  await page.getByRole("tab", { name: /^Cook/ }).click();
  const suggestions = page.getByRole("region", { name: "What to cook" });
  const firstLink = suggestions.getByRole("article").first().getByRole("link");
  await expect(firstLink).toBeVisible();

  await test.step("the staples are asked about once, and what is unticked counts as missing", async () => {
    const question = page.getByRole("region", { name: "What do you always have at home?" });
    const counts = suggestions.getByRole("status").first();
    const withFlour = await counts.textContent();
    await question.getByRole("checkbox", { name: "Flour" }).uncheck();
    await expect.poll(() => counts.textContent()).not.toBe(withFlour);
    await question.getByRole("checkbox", { name: "Flour" }).check();
    await question.getByRole("button", { name: "That is right" }).press("Enter");
    await expect(question).toBeHidden();
    await expect.poll(() => counts.textContent()).toBe(withFlour);
  });

  await test.step("what can be cooked stands first, and lacks nothing; the next lacks one thing", async () => {
    await expect(suggestions.getByRole("heading", { level: 3 }).first()).toHaveText(/^Cook now/);
    const now = suggestions.getByRole("region", { name: "Cook now" });
    await expect(now.getByRole("article").first()).toBeVisible();
    expect(await now.textContent()).not.toContain("Missing:");
    const one = suggestions.getByRole("region", { name: "One thing missing" }).getByRole("article").first();
    await expect(one).toContainText("Missing:");
  });
  const before = await suggestions.textContent();

  await test.step("a corrected label changes the suggestions", async () => {
    await page.getByRole("tab", { name: /^Found/ }).click();
    await page
      .getByRole("button", { name: /^Tomato, .*from the model$/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Class: Tomato. Change it" }).click();
    await forage.choose("pineapple");
    await page.getByRole("tab", { name: /^Cook/ }).click();
    await expect(page.getByRole("region", { name: "In your kitchen" })).toContainText(/pineapple/i);
    await expect.poll(() => suggestions.textContent()).not.toBe(before);
  });

  await test.step("a suggested recipe is scaled", async () => {
    await expect(firstLink).toBeVisible();
    await firstLink.click();
    await expect(page.getByRole("heading", { name: "Ingredients" })).toBeVisible();
    const ingredients = page.getByRole("region", { name: "Ingredients" });
    const asWritten = await ingredients.getByRole("list").textContent();
    await page.getByRole("button", { name: "More servings" }).click();
    await page.getByRole("button", { name: "More servings" }).click();
    await expect.poll(() => ingredients.getByRole("list").textContent()).not.toBe(asWritten);
  });

  const title = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";

  await test.step("what is missing goes on the shopping list, and out of it as a file", async () => {
    await page.getByRole("button", { name: "Add to shopping list" }).click();
    const link = page.getByRole("link", { name: "On the shopping list" });
    await expect(link).toBeVisible();
    await link.click();
    await expect(page.getByRole("heading", { name: "Shopping list" })).toBeVisible();
    await expect(page.getByRole("link", { name: title })).toBeVisible();
    await page.getByRole("textbox", { name: "Something else to buy" }).fill("candles");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as CSV" }).click();
    expect((await saved).suggestedFilename()).toBe("shopping-list.csv");
    await page.getByRole("checkbox", { name: "candles" }).check();
    await page.getByRole("link", { name: title }).click();
  });

  await test.step("cook mode to the end, and the meal is in the history", async () => {
    await page.getByRole("button", { name: "Start cooking" }).click();
    const cooking = page.getByRole("dialog", { name: title });
    await expect(cooking).toBeVisible();
    const done = cooking.getByRole("button", { name: "Done" });
    while (!(await done.isVisible())) await cooking.getByRole("button", { name: "Next" }).click();
    await done.click();
    await expect(cooking).toBeHidden();
    await expect(page.getByText("Cooked once")).toBeVisible();
    await page.getByRole("button", { name: "Favourite" }).click();
    await expect(page.getByRole("button", { name: "Favourite" })).toHaveAttribute("aria-pressed", "true");
  });

  await test.step("all of it can be erased", async () => {
    await page.goto("/recipes");
    await expect(page.getByRole("heading", { name: "Recipes", level: 1 })).toBeVisible();
    await expect(page.getByRole("region", { name: "What do you always have at home?" })).toBeHidden();
    await page.goto("/recipes/kitchen");
    await expect(page.getByRole("region", { name: "Cooked" })).toContainText(title);
    await expect(page.getByRole("region", { name: "Favourites" })).toContainText(title);
    await page.getByRole("button", { name: "Erase everything" }).click();
    await expect(page.getByText("Nothing is stored about you")).toBeVisible();
    await expect(page.getByRole("region", { name: "Cooked" })).not.toContainText(title);
  });
});

/** An archive as an app exports it: recipes with pictures, two of them with the same doubtful line, and one bad entry. */
async function archive(): Promise<Buffer> {
  const zip = new ZipFile();
  const picture = await sharp({ create: { width: 640, height: 400, channels: 3, background: "#a33" } })
    .jpeg()
    .toBuffer();
  const recipe = (name: string, lines: readonly string[]) => ({
    "@context": "https://schema.org",
    "@type": "Recipe",
    name,
    description: "From the journey.",
    recipeYield: 2,
    keywords: "journey",
    image: "full.jpg",
    url: "https://example.org/journey",
    recipeIngredient: ["2 eggs", "1 onion", ...lines],
    recipeInstructions: ["Fry the onion.", "Add the eggs."],
  });
  const recipes = [
    ...Array.from({ length: 6 }, (_, place) => recipe(`Journey dish ${place}`, [])),
    recipe("Journey riddle", ["1 packet of stardust"]),
    recipe("Journey puzzle", ["1 packet of stardust", "1 packet flour"]),
  ];
  for (const one of recipes) {
    zip.addBuffer(Buffer.from(JSON.stringify(one)), `Recipes/${one.name}/recipe.json`);
    const isBroken = one.name === "Journey dish 5";
    zip.addBuffer(isBroken ? Buffer.from("no picture") : picture, `Recipes/${one.name}/full.jpg`);
  }
  zip.addBuffer(Buffer.from("no gzip"), "Recipes/broken.paprikarecipe");
  zip.end();
  return bytesOf(zip.outputStream as Readable);
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A page of a German kitchen blog, saved to disk; one line names a food that Forage does not know. */
const GERMAN_PAGE = `<!doctype html><html lang="de"><head><title>Kartoffelsuppe vom Herd</title>
<script type="application/ld+json">${JSON.stringify({
  "@context": "https://schema.org",
  "@type": "Recipe",
  name: "Kartoffelsuppe vom Herd",
  inLanguage: "de",
  recipeYield: "4 Portionen",
  totalTime: "PT40M",
  recipeIngredient: ["800 g Kartoffeln", "2 Zwiebeln", "2 EL Butter", "1 Päckchen Sternenstaub"],
  recipeInstructions: ["Die Zwiebeln in Butter anschwitzen.", "Die Kartoffeln 25 Minuten darin garen."],
})}</script></head><body><h1>Kartoffelsuppe vom Herd</h1></body></html>`;

test.describe("recipes of one's own", () => {
  test.use({ expectedErrors: [/status of 410/] });

  test("an archive comes in with its pictures, its doubts are settled by keys, it goes out and in again, and one is shared", async ({
    page,
    forage,
    browser,
  }) => {
    test.setTimeout(240_000);
    const file = page.getByLabel("Choose a file").last();
    const take = async (name: string, buffer: Buffer) => {
      await forage.open("/recipes/import");
      await file.setInputFiles({ name, mimeType: "application/zip", buffer });
      return page.getByRole("article", { name: `Import of ${name}` }).first();
    };

    await test.step("each recipe with its picture; what cannot be read is named, and costs nothing else", async () => {
      const card = await take("journey.zip", await archive());
      await expect(card).toContainText("8 recipes added", { timeout: 60_000 });
      await expect(card).toContainText("7 have pictures");
      await expect(card).toContainText("Recipes/Journey dish 5/recipe.json");
      await expect(card).toContainText("1 could not be read: Recipes/broken.paprikarecipe");
      await card.getByRole("link", { name: "2 have lines to check" }).click();
    });

    await test.step("the doubts by keys, the quickest first, the same line once, and back", async () => {
      await expect(page.getByRole("status").filter({ hasText: "3 lines left" })).toBeVisible();
      const rows = page.getByRole("main").getByRole("article");
      await expect(rows).toHaveCount(2);
      await expect(rows.first()).toHaveAccessibleName("1 packet flour");
      await checkLooks(page, "doubts");
      await page.keyboard.press("y");
      await expect(rows).toHaveCount(1);
      await page.keyboard.press("u");
      await expect(rows).toHaveCount(2);
      await page.keyboard.press("y");
      await expect(rows).toHaveCount(1);
      await page.keyboard.press("f");
      await page.getByRole("combobox", { name: /food/i }).fill("egg");
      await page.keyboard.press("Enter");
      await expect(page.getByText("Nothing to check")).toBeVisible();
      await page.keyboard.press("u");
      await expect(rows).toHaveCount(1);
      await page.keyboard.press("t");
      await expect(page.getByText("Nothing to check")).toBeVisible();
    });

    await test.step("a photo of one's own goes on, off and back", async () => {
      await page.goto("/recipes?own=mine&q=puzzle");
      await page.getByRole("link", { name: "Journey puzzle" }).click();
      const picture = page.getByRole("img", { name: "Picture of Journey puzzle" });
      await expect(picture).toBeVisible();
      await expect(page.getByRole("link", { name: "Picture from example.org" })).toBeVisible();
      const before = await picture.getAttribute("src");
      const buffer = await sharp({ create: { width: 300, height: 200, channels: 3, background: "#383" } })
        .png()
        .toBuffer();
      await page
        .getByLabel("Replace the photo")
        .last()
        .setInputFiles({ name: "mine.png", mimeType: "image/png", buffer });
      await expect(picture).not.toHaveAttribute("src", before ?? "");
      await expect(page.getByRole("link", { name: "Picture from example.org" })).toBeHidden();
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(picture).toHaveAttribute("src", before ?? "");
      await checkLooks(page, "own recipe with a picture");
    });

    await test.step("all goes out, and in again it is the same", async () => {
      const answer = await page.request.get("/api/v1/recipes/export?format=json-ld");
      const card = await take("again.zip", await answer.body());
      await expect(card).toContainText("Nothing new", { timeout: 60_000 });
      await expect(card).toContainText("8 were already there");
      const book = await page.request.get("/api/v1/recipes/export?format=cookbook");
      expect((await book.body()).subarray(0, 5).toString()).toBe("%PDF-");
    });

    await test.step("a link opens in another browser, and nothing once it is taken back", async () => {
      await page.goto("/recipes?own=mine&q=riddle");
      await page.getByRole("link", { name: "Journey riddle" }).click();
      await page.getByRole("button", { name: "Share", exact: true }).click();
      const dialog = page.getByRole("dialog", { name: "Share Journey riddle" });
      await expect(dialog).toContainText("Links are not allowed on this server.");
      await dialog.getByRole("link", { name: "Shared links" }).click();
      await expect(page.getByText("Forage answers on this computer alone")).toBeVisible();
      await page.getByRole("checkbox", { name: "Allow links for reading" }).check();
      await expect(page.getByText("No links yet.")).toBeVisible();
      await page.goBack();
      await page.getByRole("button", { name: "Share", exact: true }).click();
      await dialog.getByRole("button", { name: "Make a link" }).click();
      const address = await dialog.getByRole("textbox", { name: "Journey riddle" }).inputValue();
      await checkLooks(page, "sharing");

      const other = await browser.newContext();
      const reader = await other.newPage();
      await reader.goto(address);
      await expect(reader.getByRole("heading", { name: "Journey riddle" })).toBeVisible();
      await expect(reader.getByText("1 packet of stardust")).toBeVisible();
      await expect(reader.getByRole("img", { name: "Journey riddle" })).toBeVisible();
      await dialog.getByRole("button", { name: "Take back" }).click();
      await expect(dialog.getByRole("button", { name: "Make a link" })).toBeVisible();
      await reader.reload();
      await expect(reader.getByText("This link opens nothing")).toBeVisible();
      await other.close();
    });
  });

  test("a German page comes in, its doubtful line is settled, and it is cooked", async ({ page, forage }) => {
    test.setTimeout(120_000);
    await forage.open("/recipes/import");
    const file = page.getByLabel("Choose a file").last();
    const buffer = Buffer.from(GERMAN_PAGE);
    await file.setInputFiles({ name: "suppe.html", mimeType: "text/html", buffer });
    const card = page.getByRole("article", { name: "Import of suppe.html" }).first();
    await expect(card).toContainText("1 recipe added", { timeout: 60_000 });
    await card.getByRole("link", { name: "1 has lines to check" }).click();
    const rows = page.getByRole("main").getByRole("article");
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toHaveAccessibleName("1 Päckchen Sternenstaub");
    await page.keyboard.press("t");
    await expect(page.getByText("Nothing to check")).toBeVisible();

    await page.goto("/recipes?own=mine&q=Kartoffelsuppe");
    await page.getByRole("link", { name: "Kartoffelsuppe vom Herd" }).click();
    // read as a food that Forage knows, with the page's own words below
    await expect(page.getByText("800 g Kartoffeln")).toBeVisible();
    await expect(page.getByRole("main")).toContainText(/800 g potato/i);
    await page.getByRole("button", { name: "Start cooking" }).click();
    const cooking = page.getByRole("dialog", { name: "Kartoffelsuppe vom Herd" });
    const done = cooking.getByRole("button", { name: "Done" });
    await expect(cooking).toBeVisible();
    while (!(await done.isVisible())) await cooking.getByRole("button", { name: "Next" }).click();
    await done.click();
    await expect(page.getByText("Cooked once")).toBeVisible();
  });
});
