import sharp from "sharp";
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

test("a box without a name comes back without one, and the same photo is one photo, after a reload too", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open();
  await forage.openExample(FRUIT);
  const found = await forage.boxesWhen((boxes) => boxes.length >= 3);
  const strip = page.getByRole("region", { name: "Photos" }).getByRole("listitem");
  const count = new RegExp(`^${FRUIT}, ${found.length} boxes, 1 box without a name$`);

  await test.step("a new box that is left without a name counts for nothing", async () => {
    await forage.stage.focus();
    await page.keyboard.press("n");
    await page.getByRole("tab", { name: /^Found/ }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(forage.inStrip(FRUIT)).toHaveAccessibleName(count);
    await expect(page.getByText(`${found.length} found`, { exact: true })).toBeVisible();
  });

  const bytes = await (await page.request.get("/examples/still-life.webp")).body();
  const again = { name: "fruit again.webp", mimeType: "image/webp", buffer: bytes };
  await test.step("the same file under another name is not added again", async () => {
    await forage.addFiles([again, again]);
    await expect(page.getByText("2 photos are already on the strip", { exact: true })).toBeVisible();
    await expect(strip).toHaveCount(2); // the photo, and the button that adds
  });

  await page.reload();
  await expect(forage.inStrip(FRUIT)).toHaveAccessibleName(count);
  await expect(page.getByText("1 box has no name: it is not counted and not saved.")).toBeVisible();
  await forage.addFiles(again);
  await expect(page.getByText("fruit again.webp is already on the strip", { exact: true })).toBeVisible();
  await expect(strip).toHaveCount(2);

  await test.step("one encoded anew is another photo", async () => {
    const other = await sharp(bytes).jpeg({ quality: 60 }).toBuffer();
    await forage.addFiles({ name: "other.jpg", mimeType: "image/jpeg", buffer: other });
    await expect(strip).toHaveCount(3);
  });
});
