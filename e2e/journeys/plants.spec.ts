import sharp from "sharp";
import { exampleBytes } from "./example-photos";
import { expect, test } from "./test";

/** Three photos of one plant: the example leaf, mirrored, and a little closer. */
async function leafPhotos() {
  const leaf = await exampleBytes("leaf");
  const { width = 0, height = 0 } = await sharp(leaf).metadata();
  const inner = { left: Math.round(width * 0.06), top: Math.round(height * 0.06) };
  const closer = { ...inner, width: width - 2 * inner.left, height: height - 2 * inner.top };
  const files = [
    leaf,
    await sharp(leaf).flop().webp().toBuffer(),
    await sharp(leaf).extract(closer).webp().toBuffer(),
  ];
  return files.map((buffer, index) => ({ name: `leaf-${index + 1}.webp`, mimeType: "image/webp", buffer }));
}

test("leaf photos, one answer, its care card, the diary, a second look, deleting and erasing", async ({
  page,
  forage,
}) => {
  test.setTimeout(180_000);
  await forage.open("/plants");
  await page.getByRole("link", { name: "Check a plant" }).click();
  await expect(page.getByRole("heading", { name: "Check a plant", level: 1 })).toBeVisible();
  const photos = await leafPhotos();
  await page.getByTestId("leaf-input").setInputFiles(photos);
  const answer = page.getByRole("region", { name: "Answer" });
  await expect(answer.getByText("From 3 photos together")).toBeVisible({ timeout: 90_000 });

  const said =
    await test.step("all leaves make one answer, told as counted leaves, never in per cent", async () => {
      await expect(
        answer.getByText(/leaf found looks|leaves found look|look affected|Not a plant that Forage knows/),
      ).not.toHaveCount(0);
      expect(await answer.textContent()).not.toMatch(/\d\s?%/);
      const heading = answer.getByRole("heading", { level: 2 }).first();
      return (await heading.textContent()) ?? "";
    });

  await test.step("a photo can be taken away", async () => {
    await page.getByRole("button", { name: "Remove leaf-3.webp" }).click();
    await expect(answer.getByText("From 2 photos together")).toBeVisible();
  });

  await test.step("the answer is kept in the diary of a plant with a name", async () => {
    await answer.getByLabel("Name of the plant").fill("Balcony apple");
    await answer.getByLabel("Note (optional)").fill("after the rain");
    await answer.getByRole("button", { name: "Keep", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Balcony apple", level: 1 })).toBeVisible();
    await expect(page.getByRole("img", { name: /^Condition over time/ })).toBeVisible();
    await expect(page.getByRole("article").getByRole("link", { name: /^Open leaf-/ })).toHaveCount(2);
    await expect(page.getByRole("article").getByRole("textbox")).toHaveValue("after the rain");
  });

  await test.step("the look says what the answer said, and has its care card", async () => {
    const entry = page.getByRole("article");
    if (said.startsWith("Not a plant")) return;
    await expect(entry.getByRole("heading", { level: 3 }).first()).not.toBeEmpty();
    await entry
      .getByText(/^What to do/)
      .first()
      .click();
    await expect(entry.getByRole("heading", { name: "First steps today" }).first()).toBeVisible();
  });

  await test.step("a second look goes into the same diary", async () => {
    await page.getByRole("link", { name: "Check again" }).click();
    await page.getByTestId("leaf-input").setInputFiles(photos.slice(0, 1));
    await expect(answer.getByText(/^From 1 photo\./)).toBeVisible({ timeout: 60_000 });
    await expect(answer.getByRole("combobox")).toHaveValue(/.+/);
    await answer.getByRole("button", { name: "Keep", exact: true }).click();
    await expect(page.getByRole("article")).toHaveCount(2);
  });

  await test.step("a calendar file reminds, and the page remembers the day", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Calendar: check again/ }).click();
    expect((await download).suggestedFilename()).toBe("Balcony-apple.ics");
    await expect(page.getByText(/^Check again on/)).toBeVisible();
  });

  await test.step("a look that was deleted comes back with undo", async () => {
    await page
      .getByRole("button", { name: /^Delete the check of/ })
      .first()
      .click();
    await expect(page.getByRole("article")).toHaveCount(1);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await expect(page.getByRole("article")).toHaveCount(2);
  });

  await test.step("the plant is deleted, and then erased for good", async () => {
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Plants", level: 1 })).toBeVisible();
    await page.getByText(/^Recently deleted/).click();
    await page.getByRole("button", { name: "Erase", exact: true }).click();
    await page.getByRole("button", { name: "Erase it" }).click();
    await expect(page.getByText(/^Recently deleted/)).toHaveCount(0);
    await forage.open("/library");
    await expect(page.getByRole("link", { name: /^Open the photo of/ })).toHaveCount(0);
  });
});
