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

test("a collection is taken over, its doubtful line is settled, and it goes out again", async ({
  page,
  forage,
}) => {
  test.setTimeout(120_000);
  await forage.open("/recipes/import");
  const rows = Array.from({ length: 40 }, (_, i) => `Journey dish ${i},"2 eggs|1 onion",Fry.,2`).join("\n");
  const csv = `title,ingredients,steps,servings\n${rows}\nJourney riddle,"1 packet of stardust|2 eggs",Stir.,2\n`;
  await page
    .getByLabel("Choose a file")
    .last()
    .setInputFiles({ name: "mine.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  const card = page.getByRole("article", { name: "Import of mine.csv" }).first();
  await expect(card).toContainText("41 recipes added", { timeout: 60_000 });
  await card.getByRole("link", { name: "1 has lines to check" }).click();
  await page.getByRole("link", { name: "Journey riddle" }).click();
  await page.getByRole("link", { name: "Check them" }).click();
  await page.getByRole("button", { name: "It is right" }).click();
  await page.getByRole("button", { name: "Save recipe" }).click();
  await expect(page.getByRole("heading", { name: "Journey riddle" })).toBeVisible();
  await expect(page.getByText("Some lines could not be read with certainty.")).toBeHidden();

  const answer = await page.request.get("/api/v1/recipes/export");
  const names = ((await answer.json()) as { "@graph": { name: string }[] })["@graph"].map(({ name }) => name);
  expect(names.filter((name) => name.startsWith("Journey"))).toHaveLength(41);
});
