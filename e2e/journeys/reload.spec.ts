import { FRUIT } from "./forage-page";
import { expect, test } from "./test";

test("unsaved edits and the photo survive a reload, and the model comes from the cache", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open();
  await forage.openExample(FRUIT);
  await forage.boxesWhen((boxes) => boxes.length >= 3);
  await forage.stage.focus();
  await page.keyboard.press("n");
  await forage.choose("kiwi");
  const drawn = await forage.boxesWhen((boxes) => boxes.some((box) => box.how === "drawn by you"));
  const first = page.getByRole("button", { name: /from the model$/ }).first();
  await first.click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(forage.inStrip(FRUIT)).toHaveAccessibleName(/unsaved edits/);
  const before = await forage.boxesWhen((boxes) => boxes.length === drawn.length - 1);

  const shards: string[] = [];
  page.on("request", (request) => {
    if (/\.bin(\?|$)/.test(request.url())) shards.push(request.url());
  });
  await page.reload();
  const after = await forage.boxesWhen((boxes) => boxes.length === before.length);
  expect(after).toEqual(before);
  await expect(forage.inStrip(FRUIT)).toHaveAccessibleName(/unsaved edits/);
  await page.getByRole("button", { name: "Undo", exact: true }).waitFor();
  expect(shards, "model files fetched a second time").toEqual([]);
});

test("an edit in the very moment of a reload is there after it, each time", async ({ page, forage }) => {
  test.setTimeout(240_000);
  await forage.open();
  await forage.openExample(FRUIT);
  const boxes = page.getByRole("button", { name: /from the model$/ });
  let before = await forage.boxesWhen((all) => all.length >= 4);
  for (let edit = 1; edit <= 2; edit++) {
    await boxes.first().click();
    const isBack = page.waitForEvent("load");
    // one task: nothing that the edit leaves for later happens before the page goes
    await page.getByRole("button", { name: "Delete", exact: true }).evaluate((button: HTMLElement) => {
      button.click();
      location.reload();
    });
    await isBack;
    const after = await forage.boxesWhen((all) => all.length > 0);
    expect(after).toHaveLength(before.length - 1);
    before = after;
  }
});
