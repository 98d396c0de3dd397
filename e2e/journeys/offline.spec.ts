import { exampleBytes } from "./example-photos";
import { BOARD } from "./forage-page";
import { expect, test } from "./test";

test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED|Failed to fetch|Failed to load resource/] });

test("after a first visit, detection and editing go on without the server; saving waits, and is done when it is back", async ({
  page,
  context,
  forage,
}) => {
  await forage.open();
  await forage.openExample(BOARD);
  await context.setOffline(true);
  await forage.addFiles({
    name: "offline.webp",
    mimeType: "image/webp",
    buffer: await exampleBytes("still-life"),
  });
  await forage.waitForBoxes("offline.webp");
  await forage.inStrip("offline.webp").click();
  const found = await forage.boxesWhen((boxes) => boxes.length >= 3);
  await expect(page.getByText("You are offline")).toBeVisible();
  await forage.stage.focus();
  await page.keyboard.press("n");
  await forage.choose("kiwi");
  const edited = await forage.boxesWhen((boxes) => boxes.length === found.length + 1);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The Forage server cannot be reached").first()).toBeVisible();
  expect(await forage.boxes()).toEqual(edited);

  await expect(page.getByRole("button", { name: "Saving waits", exact: true })).toBeVisible();

  // without any press, waiting saves are sent
  await context.setOffline(false);
  await expect(page.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
});
