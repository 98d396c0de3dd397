import { FRUIT } from "./forage-page";
import { expect, test } from "./test";

test("unsaved edits and the photo survive a reload, and the model comes from the cache", async ({
  page,
  forage,
}) => {
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
