import type { Browser, Page } from "@playwright/test";
import { saveAndShare } from "@/scripts/loop/save-and-accept";
import { checkLooks } from "./axe";
import { BOARD, ForagePage, FRUIT, LEAVES } from "./forage-page";
import { expect, test } from "./test";

const PASSWORD = "a long enough passphrase";
const FORM = { "x-forage-client": "page" };

async function post(page: Page, path: string, data: object) {
  const answer = await page.request.post(path, { data, headers: FORM });
  const text = await answer.text();
  expect(answer.ok(), `${path}: ${text}`).toBe(true);
  return text === "" ? null : JSON.parse(text);
}

/** A second person of the first one's team, in a browser of their own. */
async function join(browser: Browser, first: Page, baseURL: string, name: string): Promise<Page> {
  const made = await post(first, "/api/trpc/people.invitations.make", {
    role: "reviewer",
    days: 7,
    uses: 1,
  });
  const { token } = made.result.data as { token: string };
  const page = await (await browser.newContext({ baseURL })).newPage();
  const account = { token, name, email: `${name.toLowerCase()}@example.org`, password: PASSWORD };
  await post(page, "/api/auth/join", account);
  return page;
}

const stageOf = (page: Page) => page.getByRole("region", { name: /^Photo (?!and boxes)/ });
const inFront = async (page: Page) =>
  (await stageOf(page).getAttribute("aria-label"))?.replace("Photo ", "") ?? "";

test("two people review a team's photos: none twice, two opinions, what differs is settled, agreement is shown", async ({
  page,
  forage,
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000);
  await forage.open();
  await forage.openExample(FRUIT);
  await forage.boxesWhen((boxes) => boxes.length >= 3);
  await saveAndShare(page);
  for (const title of [BOARD, LEAVES]) {
    const bytes = await page.request.get(`/examples/${title === BOARD ? "board" : "leaf"}.webp`);
    await forage.addFiles({ name: title, mimeType: "image/webp", buffer: await bytes.body() });
    await forage.waitForBoxes(title);
    await saveAndShare(page);
  }
  await forage.open("/studio/review");
  await expect(stageOf(page)).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Places of the review" })).toHaveCount(0);

  await post(page, "/api/auth/first", { name: "Ann", email: "ann@example.org", password: PASSWORD });
  const other = await join(browser, page, baseURL ?? "", "Ben");
  const ben = new ForagePage(other);

  await test.step("everything is asked of two people", async () => {
    await forage.open("/studio/review/team");
    await expect(page.getByRole("listitem").filter({ hasText: "Nobody’s" })).toHaveCount(3);
    await checkLooks(page, "share out");
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole("button", { name: "Mark all" }).click();
    await page.getByRole("button", { name: "Ask for two opinions" }).click();
    await expect(page.getByText("0 of 2 opinions")).toHaveCount(3);
  });

  await test.step("each has another photo, and sees who is on which", async () => {
    await forage.open("/studio/review");
    await expect(stageOf(page)).toBeVisible();
    const anns = await inFront(page);
    await ben.open("/studio/review");
    await expect(stageOf(other)).toBeVisible();
    // two of three are in Ann's hand
    expect(await inFront(other)).not.toBe(anns);
    await other.getByRole("link", { name: "Share out" }).click();
    const row = other.getByRole("listitem").filter({ hasText: anns });
    await expect(row.getByText("Ann is on this photo")).toBeVisible();
    await page.getByRole("link", { name: "Library", exact: true }).click();
    await expect(other.getByText("Ann is on this photo")).toHaveCount(0);
  });

  await test.step("Ann reviews all three, and Ben sees none of it", async () => {
    await forage.open("/studio/review");
    for (let left = 3; left > 0; left--) {
      await expect(stageOf(page)).toBeVisible();
      const name = await inFront(page);
      await page.keyboard.press("a");
      await expect(page.getByText(/Kept as the first of two opinions/)).toBeAttached();
      await expect(page.getByRole("region", { name: `Photo ${name}`, exact: true })).toHaveCount(0);
    }
    await expect(page.getByRole("heading", { name: "Nothing waits for review" })).toBeVisible();
  });

  await test.step("Ben takes all boxes off one photo and accepts the others", async () => {
    await ben.open("/studio/review");
    await expect(stageOf(other)).toBeVisible();
    await ben.boxesWhen((boxes) => boxes.length > 0);
    await ben.stage.focus();
    await other.keyboard.press("Control+a");
    await other.keyboard.press("Delete");
    await ben.boxesWhen((boxes) => boxes.length === 0);
    for (let left = 3; left > 0; left--) {
      await expect(stageOf(other)).toBeVisible();
      const name = await inFront(other);
      await other.keyboard.press("a");
      await expect(other.getByRole("region", { name: `Photo ${name}`, exact: true })).toHaveCount(0);
    }
  });

  await test.step("Ann hears of the difference and settles it box by box", async () => {
    const places = page.getByRole("navigation", { name: "Places of the review" });
    await places.getByRole("link", { name: "Opinions that differ 1" }).click();
    await page.getByRole("link", { name: /Between Ann, Ben/ }).click();
    await expect(page.getByText(/^\d+ differences?, no box alike$/)).toBeVisible();
    await checkLooks(page, "two opinions");
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const group of await page.getByRole("group", { name: /^Difference \d+/ }).all())
      await group.getByRole("button", { name: "Ann" }).click();
    await page.getByRole("button", { name: "Settle", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Nothing to settle" })).toBeVisible();
  });

  await test.step("the agreement leads to the photo on which they differed", async () => {
    const places = page.getByRole("navigation", { name: "Places of the review" });
    await places.getByRole("link", { name: "Agreement" }).click();
    await expect(page.getByRole("table", { name: "F1 of each two people" })).toBeVisible();
    await expect(page.getByText("Few: the figure may be far off").first()).toBeVisible();
    await checkLooks(page, "agreement");
    await page.getByText("1 photo on which they differ").first().click();
    await page.getByRole("link", { name: "Photo 1" }).first().click();
    await expect(page.getByText(/^This is settled/)).toBeVisible();
  });
  await other.context().close();
});
