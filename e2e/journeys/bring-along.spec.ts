import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "@/server/storage/project-root";
import { checkWithAxe, WIDTHS } from "./axe";
import { exampleBytes } from "./example-photos";
import { type LabelledPhoto, labelledPhoto } from "./labelled-scenes";
import { zippedSet } from "./labelled-set";
import { expect, test } from "./test";

/** Enough test photos for the gate to judge the set. */
const COUNTS = { train: 4, val: 4, test: 36 } as const;
/** A network that came from elsewhere: its file names no classes. */
const model = join(projectRoot(), "models", "forage-n", "0");
const names = (JSON.parse(readFileSync(join(model, "classes.json"), "utf8")) as { name: string }[]).map(
  ({ name }) => name,
);

const photos = (from: number, count: number): Promise<LabelledPhoto[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => labelledPhoto(from + i)));

test.use({ expectedErrors: [/status of 4\d\d/] });

test("a model of one's own is read, named, converted, tried, measured, promoted and rolled back", async ({
  page,
  forage,
  context,
}) => {
  test.setTimeout(600_000);
  page.setDefaultTimeout(60_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { id: before } = (await (await page.request.get("/api/v1/models/champion")).json()) as { id: string };

  await test.step("a set with frozen test photos becomes a version", async () => {
    await forage.open("/studio/data");
    const [train, val, frozen] = await Promise.all([
      photos(1000, COUNTS.train),
      photos(2000, COUNTS.val),
      photos(3000, COUNTS.test),
    ]);
    const buffer = await zippedSet({ train, val, test: frozen });
    await page
      .locator("input[type=file][accept*='.zip']")
      .setInputFiles({ name: "scenes.zip", mimeType: "application/zip", buffer });
    await page.getByLabel("I am allowed to share these photos, and they may be used for training.").check();
    const count = COUNTS.train + COUNTS.val + COUNTS.test;
    await page.getByRole("button", { name: `Import ${count} photos` }).click();
    await expect(page.getByText(`${count} photos imported`)).toBeVisible({ timeout: 120_000 });
    await page.getByLabel("What is new in it").fill("Scenes");
    await page.getByRole("button", { name: "Make a version" }).click();
    await expect(page.getByText(/^Version \d+ has \d+ photos\.$/)).toBeVisible({ timeout: 120_000 });
  });

  const file = page.getByRole("button", { name: "Choose an ONNX file" });
  await test.step("a file that is no model is told so, and another can be chosen", async () => {
    await forage.open("/studio/models");
    await page.getByRole("link", { name: "Add your own" }).click();
    const buffer = await exampleBytes("leaf");
    await file.setInputFiles({ name: "leaf.onnx", mimeType: "application/octet-stream", buffer });
    await expect(page.getByRole("main").getByRole("alert")).toContainText("it is a WebP picture");
  });

  await test.step("the network is told apart; its classes are pasted as a list", async () => {
    await file.setInputFiles(join(model, "model-320.onnx"));
    await expect(page.getByText(/MB, 320 px, output/)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText("are not known: choose a class for each")).toBeVisible();
    const first = page.getByRole("textbox", { name: "Name of class 0" });
    await page.evaluate((text) => navigator.clipboard.writeText(text), names.join("\n"));
    await first.focus();
    await page.keyboard.press("Control+v");
    await expect(first).toHaveValue(names[0] ?? "");
    await expect(page.getByText("Forage knows all of them.")).toBeVisible();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("own-yolo");
    await page.getByRole("textbox", { name: "Licence" }).fill("AGPL-3.0-only");
    await checkWithAxe(page, "naming");
  });

  await test.step("it is converted, compared, and tried on ten photos", async () => {
    await page.getByRole("button", { name: "Convert and register" }).press("Enter");
    await expect(page.getByText("is registered as a candidate.")).toBeVisible({ timeout: 180_000 });
    await expect(page.getByRole("main").getByRole("img", { name: /^scene-\d+\.jpg: / })).toHaveCount(10);
    await checkWithAxe(page, "tried");
    await page.getByRole("link", { name: "own-yolo/0" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "own-yolo/0" })).toBeVisible();
  });

  await test.step("the gate measures it against the champion", async () => {
    await page.getByRole("button", { name: "Measure against the champion" }).click();
    const dialog = page.getByRole("dialog", { name: "Measure own-yolo/0 against the champion" });
    await expect(dialog.getByRole("combobox")).toContainText(`${COUNTS.test} test photos in 1 set`);
    await checkWithAxe(page, "measuring");
    await dialog.getByRole("button", { name: "Measure", exact: true }).press("Enter");
    await page.getByRole("link", { name: "Read the verdict" }).click({ timeout: 300_000 });
    await expect(page.getByRole("heading", { level: 1, name: /^own-yolo\/0 against / })).toBeVisible();
    await expect(page.getByText(/^(Passed|Rejected|Inconclusive)$/)).toBeVisible();
    await expect(page.getByRole("region", { name: "Difference on each test set" })).toContainText("scenes");
    for (const viewport of Object.values(WIDTHS)) {
      await page.setViewportSize(viewport);
      await checkWithAxe(page, "verdict");
    }
    await page.setViewportSize(WIDTHS.desktop);
  });

  await test.step("promoted from there, the next photo runs on it; a rollback archives it", async () => {
    const decide = async (verb: string, confirm: string, reason: string) => {
      await page.getByRole("button", { name: verb }).click();
      await page.getByLabel(/^Why\?/).fill(reason);
      const dialog = page.getByRole("dialog");
      const button = dialog.getByRole("button", { name: confirm, exact: true });
      const anyway = dialog.getByRole("checkbox", { name: "Promote it anyway" });
      await expect(anyway.or(button.and(page.locator(":not([aria-disabled=true])"))).first()).toBeVisible();
      if (await anyway.isVisible()) await anyway.check();
      await button.click();
      await expect(page.getByRole("dialog")).toBeHidden();
    };
    await decide("Promote own-yolo/0", "Promote", "A try");
    await forage.open();
    const buffer = await exampleBytes("board");
    await forage.lookAt("board.webp", { name: "board.webp", mimeType: "image/webp", buffer });
    await expect(page.getByRole("button", { name: /: own-yolo v0/ })).toBeVisible();
    expect((await forage.boxes()).length).toBeGreaterThan(3);
    await forage.open("/studio/models");
    await decide(`Roll back to ${before}`, "Roll back", "It was a try");
    await expect(page.getByRole("region", { name: "Archive" })).toContainText("own-yolo/0");
  });
});
