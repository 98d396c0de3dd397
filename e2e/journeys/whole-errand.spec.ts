import { BOARD } from "./forage-page";
import { expect, test } from "./test";

test("first visit, boxes, slider, corrections, recipes, save, library, reopen, search, delete", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open();
  await expect(page.getByRole("heading", { name: "What is in your photo?" })).toBeVisible();
  await expect(page.getByText("Detection runs on this device")).toBeVisible();
  await forage.openExample(BOARD);
  const found = await forage.boxesWhen((boxes) => boxes.length >= 4);
  expect(found.map((box) => box.name)).toContain("Egg");

  await test.step("a slider filters, and gives back what it took", async () => {
    await forage.setConfidence(0.75);
    const isSure = (score = 0) => score >= 0.745; // told to two decimals
    await forage.boxesWhen(
      (boxes) => boxes.length < found.length && boxes.every(({ score }) => isSure(score)),
    );
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await forage.boxesWhen((boxes) => boxes.length === found.length);
  });

  const recipesBefore = await test.step("recipes for what was found", async () => {
    await page.getByRole("tab", { name: /^Cook/ }).click();
    const kitchen = page.getByRole("region", { name: "In your kitchen" });
    await expect(kitchen).toContainText(/egg/i);
    const suggestions = page.getByRole("region", { name: "What to cook" });
    await expect(suggestions.getByRole("link").first()).toBeVisible();
    const before = await suggestions.textContent();
    await page.getByRole("tab", { name: /^Found/ }).click();
    return before;
  });

  await test.step("one box gets another class", async () => {
    await page
      .getByRole("button", { name: /^Tomato, .*from the model$/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Class: Tomato. Change it" }).click();
    await forage.choose("bell pepper");
    const boxes = await forage.boxesWhen((all) => all.some((box) => box.how === "edited"));
    expect(boxes.find((box) => box.how === "edited")?.name).toBe("Bell pepper");
  });

  await test.step("one box is drawn", async () => {
    await forage.stage.focus();
    await page.keyboard.press("b");
    // an empty corner of the worktop
    const [width, height] = await forage.photoSize();
    const from = await forage.onScreen(0.88 * width, 0.04 * height);
    const to = await forage.onScreen(0.98 * width, 0.14 * height);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
    await expect(page.getByRole("dialog", { name: "What is in the new box?" })).toBeVisible();
    await forage.choose("garlic");
    const boxes = await forage.boxesWhen((all) => all.some((box) => box.how === "drawn by you"));
    const drawn = boxes.find((box) => box.how === "drawn by you");
    expect(drawn?.name).toBe("Garlic");
    expect((drawn?.width ?? 0) / width).toBeCloseTo(0.1, 1);
    expect((drawn?.height ?? 0) / height).toBeCloseTo(0.1, 1);
  });

  await test.step("one box is deleted, brought back and deleted again", async () => {
    const before = (await forage.boxes()).length;
    await forage.stage.focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("v");
    await page
      .getByRole("button", { name: /^Egg, .*from the model$/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await forage.boxesWhen((boxes) => boxes.length === before - 1);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await forage.boxesWhen((boxes) => boxes.length === before);
    await page.getByRole("button", { name: "Redo", exact: true }).click();
    await forage.boxesWhen((boxes) => boxes.length === before - 1);
  });

  await test.step("sliders leave a person's boxes alone", async () => {
    await forage.setConfidence(0.99);
    const kept = await forage.boxesWhen((boxes) => boxes.every((box) => box.how !== "detected"));
    expect(kept.map((box) => box.name).sort()).toEqual(["Bell pepper", "Garlic"]);
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await forage.boxesWhen((boxes) => boxes.length > kept.length);
  });

  await test.step("the recipes follow the corrections", async () => {
    await page.getByRole("tab", { name: /^Cook/ }).click();
    await expect(page.getByRole("region", { name: "In your kitchen" })).toContainText(/garlic/i);
    const suggestions = page.getByRole("region", { name: "What to cook" });
    await expect.poll(() => suggestions.textContent()).not.toBe(recipesBefore);
    await page.getByRole("tab", { name: /^Found/ }).click();
  });

  const saved = await test.step("save", async () => {
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
    return forage.boxes();
  });

  await test.step("the library opens it again with every edit", async () => {
    await page.getByRole("link", { name: "Library", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Library", exact: true })).toBeVisible();
    await page
      .getByRole("link", { name: /^Open the photo of .*[Gg]arlic/ })
      .first()
      .click();
    const again = await forage.boxesWhen((boxes) => boxes.length === saved.length);
    const mine = (boxes: typeof again) => boxes.filter((box) => box.how !== "detected");
    expect(mine(again)).toEqual(mine(saved));
    expect(again.map((box) => box.name).sort()).toEqual(saved.map((box) => box.name).sort());
  });

  await test.step("search by class, then delete", async () => {
    await page.getByRole("link", { name: "Library", exact: true }).click();
    const photos = page.getByRole("link", { name: /^Open the photo of/ });
    const search = page.getByRole("searchbox", { name: "Find by class" });
    await search.fill("garlic");
    await expect(photos).toHaveCount(1);
    await photos.first().hover();
    await page
      .getByRole("button", { name: /^Delete the photo of/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Delete it" }).click();
    await expect(photos).toHaveCount(0);
    await search.fill("");
    await expect(page.getByRole("link", { name: /^Open the photo of .*[Gg]arlic/ })).toHaveCount(0);
  });
});
