import sharp from "sharp";
import { checkWithAxe } from "./axe";
import { exampleBytes } from "./example-photos";
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

test("a name given to a box is proposed on the next photo, with its day, after a reload too, until it is forgotten", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open();
  const fruit = await exampleBytes("still-life");
  // a photo of the same things: other bytes, nearly the same pixels
  const again = await sharp(fruit).jpeg({ quality: 90 }).toBuffer();
  await forage.lookAt("kitchen-1.webp", { name: "kitchen-1.webp", mimeType: "image/webp", buffer: fruit });
  // a box the model is sure of is left alone, so the least sure one is named
  await forage.setConfidence(0.15);
  const boxes = await forage.boxesWhen((all) => all.some(({ score }) => (score ?? 1) < 0.8));
  const weakest = boxes.reduce((least, box) => ((box.score ?? 1) < (least.score ?? 1) ? box : least));
  const name = weakest.name === "Garlic" ? "Kiwi" : "Garlic";
  const proposal = page.getByRole("button", {
    name: new RegExp(`^Change it from .+ to ${name}, as you named it today$`),
  });

  await test.step("a box gets its name from the keyboard; the photo's other boxes keep theirs", async () => {
    await forage.stage.focus();
    for (const _ of boxes.slice(0, boxes.indexOf(weakest) + 1)) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await forage.choose(name);
    const named = await forage.boxesWhen((all) => all.some((box) => box.name === name));
    expect(named.filter((box) => box.name === name)).toHaveLength(1);
  });

  await test.step("the next photo proposes it, and changes nothing by itself", async () => {
    // it is written a moment after the name is given
    await expect.poll(() => page.evaluate(countNamedBoxes)).toBe(1);
    await page.reload();
    await forage.boxesWhen((all) => all.some((box) => box.name === name));
    await forage.lookAt("kitchen-2.jpg", { name: "kitchen-2.jpg", mimeType: "image/jpeg", buffer: again });
    // the least sure box is shown below the usual confidence only
    await forage.setConfidence(0.15);
    await expect(proposal.first()).toBeVisible();
    expect((await forage.boxes()).filter((box) => box.name === name)).toEqual([]);
  });

  await test.step("one press takes it", async () => {
    await proposal.first().press("Enter");
    await forage.boxesWhen((all) => all.some((box) => box.name === name && box.how === "edited"));
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(proposal.first()).toBeVisible();
  });

  await test.step("off proposes nothing, on again does; forgotten is forgotten", async () => {
    await page.getByRole("button", { name: /^Where detection runs/ }).click();
    const setting = page.getByRole("switch", { name: "Propose names I gave before" });
    await setting.click();
    await expect(proposal).toHaveCount(0);
    await setting.click();
    await expect(proposal).not.toHaveCount(0);
    await checkWithAxe(page, "the proposal and its setting");
    await page.getByRole("button", { name: "Forget 1 named box" }).click();
    await expect(page.getByRole("button", { name: "Forget named boxes" })).toBeVisible();
    await expect(proposal).toHaveCount(0);
    await page.reload();
    await forage.boxesWhen((all) => all.length > 0);
    await expect(page.getByRole("button", { name: /from the model$/ }).first()).toBeVisible();
    await expect(proposal).toHaveCount(0);
  });
});

/** Runs in the page: the named boxes that this browser keeps. */
async function countNamedBoxes(): Promise<number> {
  const answer = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await answer(indexedDB.open("forage-named-boxes"));
  const count = await answer(database.transaction("named").objectStore("named").count());
  database.close();
  return count;
}
