import { BOARD } from "./forage-page";
import { shareTo } from "./share-to";
import { expect, test } from "./test";

test.use({
  expectedErrors: [/ERR_INTERNET_DISCONNECTED|Failed to fetch|Failed to load resource|fetch RSC/i],
});

test("after a first visit every place opens without the server, and detection goes on", async ({
  page,
  context,
  forage,
}) => {
  test.setTimeout(180_000);
  await forage.open();
  await forage.openExample(BOARD);
  const found = await forage.boxesWhen((boxes) => boxes.length >= 3);
  // the worker has kept the shells once it is in charge
  await page.waitForFunction(async () => {
    const names = await caches.keys();
    const own = names.find((name) => name.startsWith("forage-copies-"));
    const kept = own ? await (await caches.open(own)).keys() : [];
    const paths = kept.map(({ url }) => new URL(url).pathname);
    return navigator.serviceWorker.controller !== null && paths.includes("/recipes/shopping");
  });
  await page.reload(); // a visit with the worker in charge
  await forage.boxesWhen((boxes) => boxes.length === found.length);

  await test.step("nothing of the API is kept", async () => {
    const paths = await page.evaluate(async () => {
      const all: string[] = [];
      for (const name of await caches.keys()) {
        if (!name.startsWith("forage-copies-")) continue;
        for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
      }
      return all;
    });
    expect(paths.filter((path) => path.startsWith("/api/"))).toEqual([]);
  });

  await context.setOffline(true);
  await test.step("Detect comes back with its photo and boxes, and looks at it again", async () => {
    await page.reload();
    await forage.boxesWhen((boxes) => boxes.length === found.length);
    await expect(page.getByText("You are offline")).toBeVisible();
  });
  await test.step("the library opens and says that the server is away", async () => {
    await forage.open("/library");
    await expect(page.getByRole("heading", { name: "Library", exact: true })).toBeVisible();
    await expect(page.getByText(/server cannot be reached/i).first()).toBeVisible();
  });
  await test.step("shopping list and care cards open", async () => {
    await forage.open("/recipes/shopping");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await forage.open("/plants");
    await page.getByRole("searchbox", { name: "Search plants and conditions" }).fill("scab");
    await expect(page.getByText("Apple scab").first()).toBeVisible();
  });

  await context.setOffline(false);
  await forage.open("/library");
  await expect(page.getByText(/server cannot be reached/i)).toHaveCount(0);
});

test("a photo that is shared without the server on a first visit is on the strip, and is looked at", async ({
  page,
  context,
  forage,
}) => {
  test.setTimeout(180_000);
  await forage.open();
  await expect(page.locator("html")).toHaveAttribute("data-offline", "whole", { timeout: 60_000 });
  // the model's files are kept by now
  await expect(page.getByRole("button", { name: /^Where detection runs: forage/ })).toBeVisible({
    timeout: 60_000,
  });
  await shareTo(page, ["market.webp"], true);
  await forage.waitForBoxes("market.webp");
  await context.setOffline(false);
});
