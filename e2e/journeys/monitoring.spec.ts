import type { Page } from "@playwright/test";
import { checkLooks } from "./axe";
import { FRUIT } from "./forage-page";
import { expect, test } from "./test";

const SENT = "watched-door";

/**
 * What this browser hands over to the door of figures, in whatever way. A beacon of a page that ends is not among the
 * requests that a driver sees, so the page itself writes each of them down first, where it outlives the page.
 */
async function watchDoor(page: Page): Promise<() => Promise<readonly string[]>> {
  const seen: string[] = [];
  page.context().on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/v1/detections") seen.push(`seen ${request.method()}`);
  });
  await page.addInitScript((key) => {
    const note = (way: string, input: unknown) => {
      const address = input instanceof Request ? input.url : String(input);
      if (new URL(address, location.href).pathname !== "/api/v1/detections") return;
      localStorage.setItem(key, `${localStorage.getItem(key) ?? ""}${way} `);
    };
    const beacon = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (url, body) => {
      note("beacon", url);
      return beacon(url, body);
    };
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => {
      note("fetch", input);
      const isDoor = String(input).includes("/api/v1/detections");
      if (isDoor && localStorage.getItem("beacons-alone"))
        return Promise.reject(new TypeError("no connection"));
      return fetch(input, init);
    };
  }, SENT);
  return async () => {
    const written = await page.evaluate((key) => localStorage.getItem(key) ?? "", SENT);
    return [...written.split(" ").filter(Boolean), ...seen];
  };
}

/** How many detections the server keeps of the person, asked without a page of Forage: none sends what waits. */
async function keptOnServer(page: Page, base: string): Promise<number> {
  const response = await page.request.get(`${base}/api/trpc/monitoring.recording.state`);
  const answer = (await response.json()) as { result: { data: { sent: number } } };
  return answer.result.data.sent;
}

/** How many figures wait in this browser. */
function countWaiting(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith("forage-recording"))?.name;
    if (!name) return 0;
    return new Promise<number>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const counting = opening.result.transaction("waiting").objectStore("waiting").count();
        counting.onerror = () => reject(counting.error);
        counting.onsuccess = () => {
          opening.result.close();
          resolve(counting.result);
        };
      };
    });
  });
}

// a withdrawal that is cut off is written to the console by the browser itself
test.use({ expectedErrors: [/Failed to load resource: net::ERR_FAILED/] });

const figures = (page: Page) => page.getByRole("main");

test("a person sees what would be sent, agrees, sees what was sent, erases it and stops", async ({
  forage,
  page,
}) => {
  test.setTimeout(300_000);
  const sent = await watchDoor(page);
  await forage.open();
  await forage.openExample(FRUIT);

  await page.goto("/account");
  await page.getByRole("region", { name: "Figures of your detections" }).getByRole("link").click();
  await expect(figures(page).getByText("Off: nothing is sent.")).toBeVisible();
  // whoever has not looked cannot agree
  await expect(page.getByRole("button", { name: "I agree" })).toBeDisabled();
  await page.getByRole("button", { name: "Show what would be sent" }).click();
  const example = page.getByRole("region", { name: "What would be sent" });
  await expect(example.getByText(/^[a-z-]+\/\d+$/)).toBeVisible({ timeout: 90_000 });
  await expect(example.getByText(/^brightness \d/)).toBeVisible();
  await expect(figures(page).getByText("Nothing of yours is kept.")).toBeVisible();
  expect(await sent()).toEqual([]);
  await checkLooks(page, "figures");

  await page.getByRole("button", { name: "I agree" }).click();
  await expect(figures(page).getByText(/^On since /)).toBeVisible();
  // with the service worker in charge, as on every visit but the first
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.evaluate(() => localStorage.setItem("beacons-alone", "1"));
  await page.getByRole("link", { name: "Detect", exact: true }).click();
  await forage.page.getByTestId("photo-input").setInputFiles("public/examples/board.webp");
  await forage.waitForBoxes("board.webp");
  const base = new URL(page.url()).origin;
  expect(await keptOnServer(page, base)).toBe(0);
  // what waits goes when the page does, and arrives though no page of Forage is open any more; a beacon that the browser
  // lost goes with the next visit that ends
  await expect(async () => {
    if (!page.url().startsWith(base)) await page.goto("/account/figures");
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    // the photo of before they agreed is no new detection, also where its boxes were lost with the page
    await expect.poll(() => countWaiting(page)).toBe(1);
    // a service worker that fell asleep would have to start after its page has gone
    await page.evaluate(() => fetch("/api/v1/health"));
    await page.goto("about:blank");
    await expect.poll(() => keptOnServer(page, base), { timeout: 20_000 }).toBe(1);
  }).toPass({ timeout: 120_000 });
  // nobody said whether the beacon arrived: the next visit sends the same again, and it is kept once
  await page.goto("/account/figures");
  await page.evaluate(() => localStorage.removeItem("beacons-alone"));
  const answered = page.waitForResponse((response) => response.url().includes("/api/v1/detections"));
  await page.reload();
  expect(await (await answered).json()).toMatchObject({ stored: 0, left: 1 });
  expect(await sent()).toEqual(expect.arrayContaining(["beacon", "fetch"]));
  await expect(figures(page).getByText("1 detection is kept.")).toBeVisible();
  await page
    .locator("summary", { hasText: /\d+ box/ })
    .first()
    .click();
  await expect(figures(page).getByText("not saved", { exact: true }).first()).toBeVisible();

  // stopped while the server cannot be told: it stays so over a visit, until the server has heard of it
  await page.route("**/api/trpc/monitoring.recording.withdraw*", (route) => route.abort());
  await page.getByRole("button", { name: "Stop sending" }).click();
  await expect(figures(page).getByText("Stopped in this browser")).toBeVisible();
  await page.reload();
  await expect(figures(page).getByText("Stopped in this browser")).toBeVisible();
  await page.unroute("**/api/trpc/monitoring.recording.withdraw*");
  await page.reload();
  await expect(figures(page).getByText("Off: nothing is sent.")).toBeVisible();
  await page.getByRole("button", { name: "Erase what was sent" }).click();
  await page.getByRole("button", { name: "Erase them" }).click();
  await expect(figures(page).getByText("Nothing of yours is kept.")).toBeVisible();

  const before = await sent();
  await forage.open();
  await forage.page.getByTestId("photo-input").setInputFiles("public/examples/leaf.webp");
  await forage.waitForBoxes("leaf.webp");
  await page.goto("/account/figures");
  await expect(figures(page).getByText("Nothing of yours is kept.")).toBeVisible();
  expect(await sent()).toEqual(before);
});

test("what was sent is drawn on the Monitor page, and a rule for alerts is made", async ({
  forage,
  page,
}) => {
  test.setTimeout(300_000);
  await forage.open("/account/figures");
  await page.getByRole("button", { name: "Show what would be sent" }).click();
  await expect(page.getByRole("region", { name: "What would be sent" })).toBeVisible({ timeout: 90_000 });
  await page.getByRole("button", { name: "I agree" }).click();
  await expect(figures(page).getByText(/^On since /)).toBeVisible();
  await forage.open();
  await forage.openExample(FRUIT);
  // this visit sends what the beacon of the last may have lost
  await page.goto("/account/figures");
  await expect(async () => {
    await page.reload();
    await expect(figures(page).getByText("1 detection is kept.")).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await forage.open("/studio/monitor");
  await expect(async () => {
    await page.getByRole("button", { name: "Add up now" }).click();
    await expect(page.getByRole("heading", { name: "Trends" })).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.getByRole("combobox", { name: "Model", exact: true })).toContainText("1 detection");
  await checkLooks(page, "monitor");

  await page.getByRole("link", { name: "Alerts", exact: true }).click();
  await expect(page.getByText("No rules yet")).toBeVisible();
  await checkLooks(page, "no alerts");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByRole("button", { name: "Add a way" }).click();
  await page.getByLabel("Address", { exact: true }).fill("team@example.org");
  await checkLooks(page, "rule for alerts");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Change", exact: true })).toBeVisible();
  await checkLooks(page, "alerts");
});
