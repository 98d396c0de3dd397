import type { Locator, Page } from "@playwright/test";
import { Corrector } from "@/scripts/loop/correct-boxes";
import { acceptAll, saveAndShare } from "@/scripts/loop/save-and-accept";
import { ForagePage } from "./forage-page";
import { type LabelledPhoto, labelledPhoto } from "./labelled-scenes";
import { zippedSet } from "./labelled-set";
import { expect, test } from "./test";

// Where `training/.venv` is not installed this file is not collected: playwright.config.ts.

/** Two epochs, and Python started for each of ten steps: two minutes on two idle cores. */
const TRAINED_WITHIN_MS = 20 * 60_000;
/** A new champion is in use within this time. */
const NEW_CHAMPION_MS = 10_000;
const CORRECTED = 2;
const EPOCHS = 2;
const PHOTOS_PER_EPOCH = 64;
/** Enough test photos for the gate to judge the set. */
const COUNTS = { train: 30, val: 10, test: 36 } as const;

const photos = (from: number, count: number): Promise<LabelledPhoto[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => labelledPhoto(from + i)));

const toFile = ({ name, bytes }: LabelledPhoto) => ({ name, mimeType: "image/jpeg", buffer: bytes });

/** Opens the place of the Studio from its own navigation, as a person does. */
async function openPlace(studio: Page, name: string): Promise<void> {
  await studio.getByRole("navigation").getByRole("link", { name, exact: true }).click();
  await expect(studio.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
}

async function move(studio: Page, button: Locator, verb: string, reason: string): Promise<void> {
  await button.click();
  await studio.getByLabel(/^Why\?/).fill(reason);
  const dialog = studio.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: verb, exact: true });
  // a candidate that has not passed is promoted by somebody who says so
  const anyway = dialog.getByRole("checkbox", { name: "Promote it anyway" });
  await expect(anyway.or(confirm.and(studio.locator(":not([aria-disabled=true])"))).first()).toBeVisible();
  if (await anyway.isVisible()) await anyway.check();
  await confirm.click();
  await expect(studio.getByRole("dialog")).toBeHidden();
}

test("corrections become a version, a training run and a champion that the next photo runs on; one click goes back", async ({
  page,
  forage,
  context,
}) => {
  test.setTimeout(TRAINED_WITHIN_MS + 10 * 60_000);
  const seed = 10_000;
  await forage.open();
  const manifest = await (await page.request.get("/api/v1/models/champion")).json();
  const before: string = manifest.id;
  const classes = manifest.classes as { id: number; name: string; displayName: string }[];
  const displayNames = classes.toSorted((a, b) => a.id - b.id).map(({ displayName }) => displayName);
  const idOf = new Map(classes.map(({ id, name }) => [name, id]));

  await test.step("photos are corrected in the page, saved and shared", async () => {
    const corrector = new Corrector(page, forage, displayNames);
    let corrections = 0;
    for (const photo of await photos(seed + 3, CORRECTED)) {
      await forage.lookAt(photo.name, toFile(photo));
      const done = await corrector.correct(
        photo.boxes.map(({ name: of, left, top, right, bottom }) => {
          return { classId: idOf.get(of) ?? -1, box: { x1: left, y1: top, x2: right, y2: bottom } };
        }),
      );
      corrections += done.drawn + done.deleted + done.renamed + done.moved;
      await saveAndShare(page);
    }
    expect(corrections).toBeGreaterThan(0);
  });

  const studio = await context.newPage();
  studio.setDefaultTimeout(60_000);
  await test.step("they are accepted in the review", async () => {
    expect(await acceptAll(studio, new ForagePage(studio))).toBeGreaterThanOrEqual(CORRECTED);
  });

  await test.step("a labelled set with frozen test photos is imported", async () => {
    await openPlace(studio, "Data");
    const [train, val, frozen] = await Promise.all([
      photos(seed + 1000, COUNTS.train),
      photos(seed + 2000, COUNTS.val),
      photos(seed + 3000, COUNTS.test),
    ]);
    const buffer = await zippedSet({ train, val, test: frozen });
    await studio
      .locator("input[type=file][accept*='.zip']")
      .setInputFiles({ name: "scenes.zip", mimeType: "application/zip", buffer });
    await expect(studio.getByLabel("Name of the set")).toHaveValue("scenes", { timeout: 60_000 });
    await studio.getByLabel("I am allowed to share these photos, and they may be used for training.").check();
    const count = COUNTS.train + COUNTS.val + COUNTS.test;
    await studio.getByRole("button", { name: `Import ${count} photos` }).click();
    const card = studio.getByRole("article", { name: "Import of scenes" }).first();
    await expect(card).toContainText(`${count} photos imported`, { timeout: 120_000 });
  });

  const version = await test.step("a data-set version is built of both", async () => {
    await studio.getByLabel("What is new in it").fill("Corrections and the scenes");
    await studio.getByRole("button", { name: "Make a version" }).click();
    const made = studio.getByText(/^Version \d+ has \d+ photos\.$/);
    await expect(made).toBeVisible({ timeout: 120_000 });
    const number = Number(/\d+/.exec((await made.textContent()) ?? "")?.[0]);
    await studio.getByRole("link", { name: "Open", exact: true }).click();
    await expect(studio.getByRole("heading", { level: 1, name: `Version ${number}` })).toBeVisible();
    const sources = studio.locator("section").filter({ hasText: "Sources" }).last();
    await expect(sources).toContainText("corrections");
    await expect(sources).toContainText(`${COUNTS.test} test`);
    return number;
  });

  await test.step("a run of two epochs is started", async () => {
    await openPlace(studio, "Training");
    await studio.getByRole("button", { name: "New run" }).click();
    const form = studio.getByRole("form", { name: "Start a training run" });
    await expect(form.getByRole("combobox", { name: "Data-set version" })).toHaveValue(String(version));
    await form.getByRole("checkbox", { name: /^Balanced/ }).uncheck();
    await form.getByRole("checkbox", { name: /^Bold/ }).check();
    await form.getByLabel("Epochs", { exact: true }).fill(String(EPOCHS));
    await form.getByLabel("Photos in an epoch").fill(String(PHOTOS_PER_EPOCH));
    await form.getByLabel("Note").fill("The loop, once around");
    await form.getByRole("button", { name: "Show a contact sheet" }).click();
    await expect(form.getByRole("img", { name: /^Contact sheet/ })).toBeVisible({ timeout: 180_000 });
    await form.getByRole("button", { name: "Start", exact: true }).click();
    await expect(studio.getByRole("heading", { level: 1, name: /^Run of / })).toBeVisible();
  });

  await test.step("its page follows it to the end", async () => {
    const steps = studio.getByRole("list", { name: "Steps" }).getByRole("listitem");
    await expect(steps).toHaveCount(10);
    await expect(steps.filter({ hasText: "failed" })).toHaveCount(0);
    await expect(studio.getByText("The first epoch is not finished yet.")).toBeVisible();
    await expect(steps.filter({ hasText: /done/ })).toHaveCount(10, { timeout: TRAINED_WITHIN_MS });
    await expect(studio.getByRole("img", { name: "Loss by epoch" })).toBeVisible();
    await studio.getByText("As a table").click();
    await expect(studio.getByRole("table", { name: "bold" }).getByRole("row")).toHaveCount(1 + EPOCHS);
    await expect(
      studio.getByText(/^Candidate forage-n\/\d+, [\d.]+ MB\. ONNX Runtime differs/),
    ).toBeVisible();
    await expect(studio.getByRole("heading", { name: "On the frozen test sets" })).toBeVisible();
  });

  const candidate = await test.step("the verdict is a page that says why", async () => {
    await studio.getByRole("link", { name: "See the model and its verdict" }).click();
    await expect(studio).toHaveURL(/\/studio\/models\/.+\/\d+$/);
    const title = studio.getByRole("heading", { level: 1, name: /\/\d+$/ });
    const model = (await title.textContent()) ?? "";
    await studio.getByRole("link", { name: new RegExp(`${model} against ${before}`) }).click();
    await expect(studio.getByRole("heading", { level: 1 })).toHaveText(`${model} against ${before}`);
    await expect(studio.getByText(/^(Passed|Rejected|Inconclusive)$/)).toBeVisible();
    const sets = studio.getByRole("region", { name: "Difference on each test set" });
    await expect(sets).toContainText("scenes");
    const budgets = studio.getByRole("region", { name: "Budgets" });
    for (const name of ["Size in the browser", "Time for a photo", "Parity"])
      await expect(budgets).toContainText(name);
    return model;
  });

  const badge = page.getByRole("button", { name: /: forage-n v\d/ });
  await test.step("promoted by a click, it is what the open page uses for the next photo", async () => {
    const promote = studio.getByRole("button", { name: `Promote ${candidate}` });
    await move(studio, promote, "Promote", "It knows these scenes");
    await expect(promote).toBeHidden();
    await page.bringToFront();
    await expect(page.getByText(/^A newer model is in use/)).toContainText(candidate, {
      timeout: NEW_CHAMPION_MS,
    });
    const [photo] = await photos(seed + 4000, 1);
    if (!photo) throw new RangeError("no photo");
    await forage.lookAt(photo.name, toFile(photo));
    await expect(badge).toHaveAccessibleName(new RegExp(`${candidate.replace("/", " v")} `));
  });

  await test.step("rolled back by a click, the page returns", async () => {
    await studio.bringToFront();
    await openPlace(studio, "Models");
    const champion = studio.getByRole("region", { name: "In use" });
    await expect(champion.getByRole("heading", { level: 3 })).toHaveText(candidate);
    const back = studio.getByRole("button", { name: `Roll back to ${before}` });
    await move(studio, back, "Roll back", "Once around is enough");
    await expect(champion.getByRole("heading", { level: 3 })).toHaveText(before);
    await page.bringToFront();
    await expect(badge).toHaveAccessibleName(new RegExp(`${before.replace("/", " v")} `), {
      timeout: NEW_CHAMPION_MS,
    });
  });
});
