import { saveAndShare } from "@/scripts/loop/save-and-accept";
import { BOARD, FRUIT, LEAVES } from "./forage-page";
import { expect, test } from "./test";

test("photos are saved, shared and reviewed with keys alone: accept, fix, reject, undo", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open();
  await forage.openExample(FRUIT);
  await forage.boxesWhen((boxes) => boxes.length >= 3);
  await saveAndShare(page);
  for (const title of [BOARD, LEAVES]) {
    const file = title === BOARD ? "board" : "leaf";
    const bytes = await page.request.get(`/examples/${file}.webp`);
    await forage.addFiles({ name: title, mimeType: "image/webp", buffer: await bytes.body() });
    await forage.waitForBoxes(title);
    await saveAndShare(page);
  }

  await page.getByRole("link", { name: "Studio", exact: true }).click();
  await page.getByRole("link", { name: "Review", exact: true }).click();
  const stage = page.getByRole("region", { name: /^Photo (?!and boxes)/ });
  const inFront = async () => (await stage.getAttribute("aria-label"))?.replace("Photo ", "") ?? "";
  await expect(stage).toBeVisible();
  const first = await inFront();

  await test.step("A accepts, and the next photo is there at once", async () => {
    await page.keyboard.press("a");
    await expect(page.getByText(`${first} accepted.`)).toBeVisible();
    await expect.poll(inFront).not.toBe(first);
  });
  const second = await inFront();

  await test.step("an edit makes A a fix", async () => {
    await forage.stage.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await forage.boxesWhen((boxes) => boxes.length === 0);
    await expect(page.getByRole("button", { name: "Accept with fixes" })).toBeVisible();
    await page.keyboard.press("a");
    await expect(page.getByText(`${second} accepted with fixes.`)).toBeVisible();
    await expect.poll(inFront).not.toBe(second);
  });
  const third = await inFront();

  await test.step("R and a digit reject", async () => {
    await page.keyboard.press("r");
    await expect(
      page.getByRole("dialog", { name: "Why can this photo not be used for training?" }),
    ).toBeVisible();
    await page.keyboard.press("1");
    await expect(page.getByText(`${third} rejected.`)).toBeVisible();
    await expect(page.getByRole("heading", { name: "Nothing waits for review" })).toBeVisible();
  });

  await test.step("U takes the last decision back", async () => {
    await page.keyboard.press("u");
    await expect.poll(inFront).toBe(third);
    await page.keyboard.press("s");
    await expect(page.getByRole("heading", { name: /^1 photo is skipped/ })).toBeVisible();
  });

  await test.step("the history holds the fix and the state before it, which comes back", async () => {
    await page.getByRole("link", { name: "Library", exact: true }).click();
    const card = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: /: no boxes$/ }) });
    await card.hover();
    await card.getByRole("button", { name: /^History of the photo/ }).click();
    const history = page.getByRole("dialog", { name: "History" });
    await expect(history.getByText("fixed in review")).toBeVisible();
    await history
      .getByRole("button", { name: /^Restore state/ })
      .first()
      .click();
    await expect(page.getByText(/^State \d+ was restored as state \d+\./)).toBeVisible();
    await expect(page.getByRole("link", { name: /: no boxes$/ })).toHaveCount(0);
  });
});
