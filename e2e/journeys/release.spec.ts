import { BOARD, ForagePage } from "./forage-page";
import { expect, test } from "./test";

/** Long enough on any machine: the model is fetched, made ready and warmed up first. */
const patiently = { timeout: 60_000 };

test("a promoted model reaches an open page between photos, not in mid-edit; a rollback too", async ({
  page,
  forage,
  context,
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000);
  // another person's browser, where nothing is edited
  const elsewhere = await browser.newContext({ baseURL });
  const idle = new ForagePage(await elsewhere.newPage());
  await idle.open();
  await idle.openExample(BOARD);
  await forage.open();
  await forage.openExample(BOARD);
  await forage.boxesWhen((boxes) => boxes.length > 0);

  const studio = await context.newPage();
  await studio.goto("/studio/models");
  const champion = studio.getByRole("region", { name: "In use" });
  const before = (await champion.getByRole("heading", { level: 3 }).textContent()) ?? "";

  await test.step("a box is moved: the page is in mid-edit", async () => {
    await page.bringToFront();
    await forage.stage.focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await forage.boxesWhen((boxes) => boxes.some(({ how }) => how === "edited"));
  });

  const isFetched = page.waitForResponse(/\/models\/forage-n\/0\/.*weights-shard2/, patiently);
  await test.step("forage-n/0 is promoted, with a reason", async () => {
    await studio.bringToFront();
    await studio.getByRole("button", { name: "Promote forage-n/0" }).click();
    await studio.getByLabel(/^Why\?/).fill("Tried on the workbench");
    const promote = studio.getByRole("dialog").getByRole("button", { name: "Promote", exact: true });
    await expect(studio.getByText(/^It was not measured against/)).toBeVisible();
    await expect(promote).toBeDisabled();
    await studio.getByRole("checkbox", { name: "Promote it anyway" }).check();
    await studio.getByRole("dialog").getByRole("button", { name: "Promote", exact: true }).click();
    await expect(champion.getByRole("heading", { level: 3 })).toHaveText("forage-n/0");
  });

  const notice = page.getByText(/^A newer model is in use/);
  await test.step("the page has fetched the model too, and stays on its own while the edit is not saved", async () => {
    await page.bringToFront();
    await isFetched;
    await expect(idle.page.getByText(/^A newer model is in use/)).toContainText("forage-n/0", patiently);
    await elsewhere.close();
    await expect(notice).toHaveCount(0);
  });

  await test.step("it switches once the edit is saved", async () => {
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
    await expect(notice).toContainText("forage-n/0", patiently);
  });

  await test.step("a rollback is as fast", async () => {
    await studio.bringToFront();
    await studio.getByRole("button", { name: `Roll back to ${before}` }).click();
    await studio.getByLabel(/^Why\?/).fill("It was only a try");
    await studio.getByRole("dialog").getByRole("button", { name: "Roll back", exact: true }).click();
    await expect(champion.getByRole("heading", { level: 3 })).toHaveText(before);
    await page.bringToFront();
    await expect(notice.filter({ hasText: before })).toBeVisible(patiently);
  });

  await test.step("the history says who moved what, and why", async () => {
    await studio.bringToFront();
    const history = studio.getByRole("region", { name: "History of the models in use" });
    await expect(history).toContainText("It was only a try");
    await expect(history).toContainText("Tried on the workbench");
  });
});
