import { readFile } from "node:fs/promises";
import ICAL from "ical.js";
import sharp from "sharp";
import { addDays, dayOf } from "@/lib/core/recipes/stock/stocked-food";
import { weekOf } from "@/lib/core/recipes/week/plan";
import { checkLooks } from "./axe";
import { exampleBytes } from "./example-photos";
import type { ForagePage } from "./forage-page";
import { expect, test } from "./test";

/** Two thirds of an example picture: it shows some of the same things as the whole. */
async function part(scene: "board" | "still-life"): Promise<Buffer> {
  const whole = sharp(await exampleBytes(scene));
  const { width, height } = await whole.metadata();
  const left = scene === "board" ? Math.round(width / 3) : 0;
  return whole
    .extract({ left, top: 0, width: width - Math.round(width / 3), height })
    .jpeg()
    .toBuffer();
}

/** Takes three photos of one kitchen, and waits until each has been looked at. */
async function photographKitchen(forage: ForagePage): Promise<void> {
  const photos = {
    "board.jpg": await sharp(await exampleBytes("board"))
      .jpeg()
      .toBuffer(),
    "table.jpg": await sharp(await exampleBytes("still-life"))
      .jpeg()
      .toBuffer(),
    "shelf.jpg": await part("board"),
  };
  await forage.addFiles(
    Object.entries(photos).map(([name, buffer]) => ({ name, mimeType: "image/jpeg", buffer })),
  );
  for (const name of Object.keys(photos)) await forage.waitForBoxes(name);
}

test("three photos, one kitchen, cook now, shopping list, pantry, cooked", async ({
  page,
  forage,
  context,
}) => {
  test.setTimeout(300_000);
  await forage.open();
  await photographKitchen(forage);
  await page.getByRole("tab", { name: /^Cook/ }).click();
  const kitchen = page.getByRole("region", { name: "In your kitchen" });
  await page.getByRole("button", { name: "That is right" }).click();

  await test.step("each food shows its photos, and one press opens one", async () => {
    const all = page.getByRole("radio", { name: "All photos (3)" });
    await expect(all).toBeChecked();
    await kitchen.getByRole("button", { name: /eggs?: open the photo shelf\.jpg/i }).click();
    await expect(forage.inStrip("shelf.jpg")).toHaveAttribute("aria-current", "true");
    const together = await kitchen.getByRole("listitem").count();
    await page.getByRole("radio", { name: "This photo" }).click();
    await expect.poll(() => kitchen.getByRole("listitem").count()).toBeLessThan(together);
    await expect(kitchen.getByRole("button", { name: /open the photo/ })).toHaveCount(0);
    await all.click();
    await expect(kitchen.getByRole("listitem")).toHaveCount(together);
  });

  await test.step("eggs on two photos are not added up: a person says whether they are the same", async () => {
    const eggs = kitchen.getByRole("button", { name: /eggs.*on \d photos$/ });
    await expect(eggs).toContainText(/^\d+ to \d+ eggs/);
    await eggs.press("Enter");
    await page.getByRole("button", { name: /^They are the same: / }).press("Enter");
    await page.keyboard.press("Escape");
    await expect(eggs).toContainText(/^\d+ eggs/);
  });

  await test.step("something can be cooked from all of it", async () => {
    const now = page.getByRole("region", { name: "Cook now" });
    await expect(now.getByRole("article").first()).toBeVisible();
  });

  await test.step("a pantry is kept once somebody wants it; what the photos show goes in when it is confirmed", async () => {
    await page.getByRole("link", { name: "Recipes", exact: true }).click();
    await page.getByRole("link", { name: "Pantry", exact: true }).click();
    const keep = page.getByRole("switch", { name: "Keep a pantry" });
    await expect(keep).not.toBeChecked();
    await keep.press("Space");
    await expect(page.getByText("Nothing in it yet")).toBeVisible();
    await page.getByRole("link", { name: "Detect", exact: true }).click();
    await page.getByRole("tab", { name: /^Cook/ }).click();
    const seen = page.getByRole("region", { name: "The photos and your pantry" });
    const putIn = seen.getByRole("button", { name: /^Put .* into the pantry$/ });
    const came = await putIn.count();
    expect(came).toBeGreaterThan(2);
    await seen.getByRole("button", { name: /^Put eggs into the pantry$/ }).click();
    await expect(putIn).toHaveCount(came - 1);
    await seen.getByRole("combobox", { name: /photos show/ }).selectOption("Fridge");
    await expect(seen.getByRole("button", { name: "Put eggs into the pantry" })).toHaveCount(0);
    await expect(seen.getByRole("button", { name: "eggs: gone from the pantry" })).toHaveCount(0);
    await checkLooks(page, "photos against the pantry", async () => {
      await page.getByRole("tab", { name: /^Cook/ }).click();
      await expect(seen).toBeVisible();
    });
  });

  const pantry = await context.newPage();
  await pantry.goto("/recipes/pantry");
  const foods = pantry.getByRole("list", { name: "Pantry" });

  await test.step("amounts and dates are changed with keys, and what cannot be right is said", async () => {
    await pantry.getByRole("button", { name: /^Change eggs?$/ }).press("Enter");
    const amount = pantry.getByRole("textbox", { name: "Amount" });
    await expect(amount).toBeFocused();
    await amount.fill("-2");
    await amount.press("Enter");
    await expect(pantry.getByRole("alert").first()).toContainText("An amount is more than 0.");
    await checkLooks(pantry, "pantry, an amount that cannot be");
    await amount.fill("6");
    await amount.press("Enter");
    await expect(foods.getByRole("listitem").filter({ hasText: "Eggs" })).toContainText("6");
  });

  let title = "";
  await test.step("what is missing goes on the list, and ticked off into the pantry, in another tab too", async () => {
    await page.goto("/recipes/harissa-eggs");
    title = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    await page.getByRole("button", { name: "Add to shopping list" }).click();
    await page.getByRole("link", { name: "On the shopping list" }).click();
    await expect(page.getByRole("checkbox", { name: /egg/i })).toHaveCount(0);
    await page.getByRole("checkbox", { name: /^Harissa/ }).check();
    await expect(page.getByText(/^In the pantry: Harissa/).first()).toBeVisible();
    await expect(foods).toContainText("Harissa");
    await page.getByRole("checkbox", { name: /^Harissa/ }).uncheck();
    await expect(foods).not.toContainText("Harissa");
    await page.getByRole("checkbox", { name: /^Harissa/ }).check();
    await expect(foods).toContainText("Harissa");
  });

  await test.step("cooked is taken out by the recipe's amounts, and put back on wish", async () => {
    const eggs = foods.getByRole("listitem").filter({ hasText: "Eggs" });
    await page.getByRole("link", { name: title }).click();
    await page.getByRole("button", { name: "I cooked it" }).click();
    await expect(page.getByText(/^Out of the pantry: .*Eggs: 4/).first()).toBeVisible();
    await expect(eggs).toContainText("2");
    await expect(foods).not.toContainText("Harissa");
    await page.getByRole("button", { name: "Put back" }).click();
    await expect(eggs).toContainText("6");
    await expect(foods).toContainText("Harissa");
  });
});

test("a week: planned, leftovers carried over, dragged, shopped for and in the calendar", async ({
  page,
  forage,
}) => {
  test.setTimeout(180_000);
  const monday = addDays(weekOf(dayOf(new Date()))[0] ?? "", 7);
  const named = new Date(`${monday}T00:00:00Z`).toLocaleDateString("en", {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  await forage.open("/recipes/hummus");
  await page.getByRole("button", { name: "Plan for…" }).press("Enter");
  await page.getByRole("button", { name: named }).press("Enter");
  // by its address: the message that offers it goes away by itself, on a busy machine before it can be pressed
  await expect(page.getByRole("button", { name: "Open the week" })).toBeVisible();
  await forage.open(`/recipes/week?day=${monday}`);
  const days = page.getByRole("list", { name: "Days" }).locator("> li");
  await expect(days.nth(0).getByRole("article", { name: "Hummus" })).toBeVisible();

  await test.step("what is not eaten is carried over to the next day and needs nothing bought", async () => {
    const shopping = page.getByRole("region", { name: "Shopping for the week" });
    await expect(shopping).toContainText(/chickpea/i);
    const before = await shopping.textContent();
    await days.nth(0).getByRole("button", { name: "Change Hummus" }).click();
    await page.getByRole("button", { name: "Eaten that day: fewer" }).press("Enter");
    await page.keyboard.press("Escape");
    await expect(days.nth(1).getByRole("article", { name: "Hummus" })).toContainText("1 serving left over");
    await expect(shopping).toHaveText(before ?? "");
    await checkLooks(page, "week");
  });

  await test.step("a leftover is dragged to another day, and never before its dish", async () => {
    // what a screen reader is told: the next key or move counts only once the one before has been taken in
    const over = async (day: number) => {
      const name = await days.nth(day).getAttribute("aria-label");
      await expect(page.getByRole("status").filter({ hasText: `Hummus: over ${name}` })).toBeAttached();
    };
    const drag = async (from: number, to: number) => {
      const handle = await days.nth(from).getByRole("button", { name: "Drag Hummus" }).boundingBox();
      const target = await days.nth(to).boundingBox();
      if (!handle || !target) throw new Error("nothing to drag");
      await page.mouse.move(handle.x + 8, handle.y + 8);
      await page.mouse.down();
      await page.mouse.move(handle.x + 30, handle.y + 30, { steps: 4 });
      await page.mouse.move(target.x + target.width / 2, target.y + target.height - 12, { steps: 8 });
      await over(to);
      await page.mouse.up();
    };
    await days.nth(1).getByRole("button", { name: "Drag Hummus" }).focus();
    await page.keyboard.press("Space");
    await over(1);
    await page.keyboard.press("ArrowRight");
    await over(2);
    await page.keyboard.press("Space");
    await expect(days.nth(2).getByRole("article", { name: "Hummus" })).toBeVisible();
    await drag(2, 3);
    await expect(days.nth(3).getByRole("article", { name: "Hummus" })).toBeVisible();
    await drag(0, 4);
    await expect(days.nth(4).getByRole("article", { name: "Hummus" })).toBeVisible();
    await expect(days.nth(3).getByRole("article")).toHaveCount(0);
  });

  await test.step("the calendar file is read by another program, and the list goes to the shop", async () => {
    await page.getByRole("button", { name: "Put on the shopping list" }).click();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Calendar file" }).click();
    const file = await readFile(await (await saved).path(), "utf8");
    const events = new ICAL.Component(ICAL.parse(file)).getAllSubcomponents("vevent");
    expect(events.map((event) => new ICAL.Event(event).summary)).toContain("Hummus");

    await page.getByRole("button", { name: "Share", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: /^Share Week from/ });
    const shared = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Save as a file" }).click();
    expect(await readFile(await (await shared).path(), "utf8")).toMatch(/<h1>Week from .+<li>Hummus </s);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Open the list" }).click();
    await expect(page.getByRole("link", { name: "Hummus" })).toBeVisible();
    await expect(page.getByRole("checkbox", { name: /chickpea/i })).toBeVisible();
  });
});
