import { BOARD, FRUIT } from "./forage-page";
import { expect, test } from "./test";

// an offline copy would stand in for what is taken away here
test.use({ serviceWorkers: "block" });
test.use({ expectedErrors: [/worker|WebGL|context|Failed to load|ended from outside/i] });

test("a detection worker that dies is replaced, and photo and edits stay", async ({ page, forage }) => {
  await forage.open();
  await forage.openExample(FRUIT);
  await forage.stage.focus();
  await page.keyboard.press("n");
  await forage.choose("kiwi");
  const edited = await forage.boxesWhen((boxes) => boxes.some((box) => box.how === "drawn by you"));
  const worker = page.workers().at(-1);
  if (!worker) throw new Error("no worker detects");
  const hasEnded = worker.waitForEvent("close");
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error("ended from outside");
    });
  });
  await hasEnded;
  await page.getByRole("tab", { name: "Details" }).click();
  await page.getByRole("button", { name: "Detect again" }).click();
  await forage.waitForBoxes(FRUIT);
  const after = await forage.boxesWhen((boxes) => boxes.length >= edited.length);
  expect(after.filter((box) => box.how === "drawn by you")).toEqual(
    edited.filter((box) => box.how === "drawn by you"),
  );
});

test("the server looks only after a yes, the promise changes with it, and the yes can be taken back", async ({
  page,
  forage,
}) => {
  await page.route(/\/worker\//, (route) => route.abort());
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/v1/detect")) sent.push(request.url());
  });
  await forage.open();
  await expect(page.getByText("Detection runs on this device")).toBeVisible();
  await page.getByRole("button", { name: `Try the example: ${BOARD}` }).click();
  await expect(page.getByText("This browser cannot run the model")).toBeVisible({ timeout: 60_000 });
  expect(sent).toEqual([]);
  // a server with too many photos says when to come again
  const busy = { error: { code: "detection/busy", message: "Busy.", facts: { seconds: 1 } } };
  await page.route("**/api/v1/detect", (route) => route.fulfill({ status: 503, json: busy }), { times: 2 });
  await page.getByRole("button", { name: "Send photos to the server" }).click();
  await forage.waitForBoxes(BOARD);
  await forage.boxesWhen((boxes) => boxes.length >= 4);
  expect(sent.length).toBeGreaterThan(0);
  await expect(page.getByText("Detection runs on this device")).toHaveCount(0);
  await expect(page.getByText("Detection runs on the Forage server, as you allowed").first()).toBeAttached();

  // remembered over a reload, and reversible
  await page.reload();
  await page
    .getByRole("button", { name: /Server/ })
    .first()
    .click();
  const consent = page.getByRole("switch", { name: "Allow detection on the server" });
  await expect(consent).toBeChecked();
  await consent.click();
  await expect(consent).not.toBeChecked();
});
