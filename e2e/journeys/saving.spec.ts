import type { Page } from "@playwright/test";
import sharp from "sharp";
import { championManifest } from "@/server/models/service";
import { checkLooks } from "./axe";
import { exampleBytes } from "./example-photos";
import { BOARD, ForagePage, FRUIT } from "./forage-page";
import type { LabelledPhoto } from "./labelled-scenes";
import { zippedSet } from "./labelled-set";
import { expect, test } from "./test";

test.use({ expectedErrors: [/Failed to (fetch|load resource)|ERR_(FAILED|CONNECTION)/] });

const WIDTH = 640;
const HEIGHT = 480;

/** Half the size of an example picture, with four of its things labelled, the boxes not quite where a model has them. */
async function labelledBoard(): Promise<LabelledPhoto> {
  const bytes = await sharp(await exampleBytes("board"))
    .resize(WIDTH, HEIGHT, { fit: "fill" })
    .jpeg({ quality: 92 })
    .toBuffer();
  const box = (name: string, left: number, top: number, right: number, bottom: number) => ({
    ...{ name, left, top, right, bottom },
  });
  const boxes = [
    box("egg", 370, 203, 433, 271),
    box("egg", 434, 203, 509, 260),
    box("egg", 401, 247, 467, 319),
    box("onion", 343, 121, 419, 197),
  ];
  return { name: "market.jpg", bytes, width: WIDTH, height: HEIGHT, boxes };
}

interface Saved {
  readonly photoId: string;
  readonly states: readonly {
    readonly labels: readonly unknown[];
    readonly modelBoxes: readonly unknown[];
  }[];
}

/** The only saved photo, and its states as the server has them, newest first. */
async function savedPhoto(page: Page): Promise<Saved> {
  const ask = async (procedure: string, input: object) => {
    const query = encodeURIComponent(JSON.stringify(input));
    const response = await page.request.get(`/api/trpc/${procedure}?input=${query}`);
    return (await response.json()).result.data;
  };
  const { items } = await ask("library.list", {});
  expect(items).toHaveLength(1);
  const photoId: string = items[0].id;
  return { photoId, states: await ask("corrections.history", { photoId }) };
}

async function deleteAll(page: Page): Promise<void> {
  const list = await (await page.request.get("/api/trpc/library.list?input=%7B%7D")).json();
  for (const { id } of list.result.data.items) {
    await page.request.post("/api/trpc/library.delete", { data: { photoId: id } });
  }
}

/** Drags a box's middle by some px on the screen. */
async function dragBox(forage: ForagePage, index: number, by: number): Promise<void> {
  const box = (await forage.boxes())[index];
  if (!box) throw new Error("there is no such box");
  const from = await forage.onScreen(box.left + box.width / 2, box.top + box.height / 2);
  await forage.page.mouse.move(from.x, from.y);
  await forage.page.mouse.down();
  await forage.page.mouse.move(from.x + by / 2, from.y);
  await forage.page.mouse.move(from.x + by, from.y);
  await forage.page.mouse.up();
  await forage.boxesWhen((boxes) => boxes.some(({ how }) => how === "edited" || how === "drawn by you"));
}

const saveButton = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

test("fixing one box of an imported photo saves as many boxes as there were, and detecting again is asked about", async ({
  page,
  forage,
}) => {
  test.setTimeout(240_000);
  const photo = await labelledBoard();
  await forage.open("/studio/data");
  await page
    .getByLabel("Choose an archive")
    .and(page.locator("input"))
    .setInputFiles({
      name: "market.zip",
      mimeType: "application/zip",
      buffer: await zippedSet({ train: [photo], val: [], test: [] }),
    });
  await expect(page.getByText("All 2 class names are known here")).toBeVisible();
  await page.getByRole("checkbox", { name: /^I am allowed to share these photos/ }).check();
  await page.getByRole("button", { name: "Import 1 photo" }).click();
  await expect(page.getByText("1 photo imported")).toBeVisible();

  await forage.open("/library");
  await page.getByRole("link", { name: /^Open the photo of/ }).click();
  const labelled = await forage.boxesWhen((boxes) => boxes.length === 4);
  await expect(page.getByText("These are the saved boxes.").first()).toBeVisible();

  await test.step("one box is dragged, and four are saved", async () => {
    await dragBox(forage, 0, 14);
    expect(await forage.boxes()).toHaveLength(4);
    await saveButton(page, "Save changes").click();
    await expect(saveButton(page, "Saved")).toBeVisible();
    const { states } = await savedPhoto(page);
    expect(states.map(({ labels, modelBoxes }) => [labels.length, modelBoxes.length])).toEqual([
      [4, 0],
      [4, 0],
    ]);
  });

  await test.step("opened again it is not looked at, and the history tells of one move", async () => {
    await page.reload();
    await forage.boxesWhen((boxes) => boxes.length === 4);
    await expect(saveButton(page, "Saved")).toBeVisible();
    await page.getByRole("button", { name: "History", exact: true }).click();
    const newest = page.getByRole("dialog", { name: "History" }).getByRole("listitem").first();
    await expect(newest).toContainText("1 box moved");
    await page.keyboard.press("Escape");
  });

  await test.step("the thresholds are the ordinary ones for the next photo", async () => {
    await page.getByRole("button", { name: "Detect again" }).first().click();
    const { defaults } = await championManifest();
    const ordinary = String(defaults.confidence);
    await expect(forage.confidence).toHaveAttribute("aria-valuenow", ordinary, { timeout: 90_000 });
    await expect(page.getByText(/^The model found \d+ box(es)? more than/)).toBeVisible();
  });

  await test.step("the model's boxes are saved only when they are meant", async () => {
    const shown = await forage.boxesWhen((boxes) => boxes.length > 4);
    await dragBox(
      forage,
      shown.findIndex(({ how }) => how === "drawn by you"),
      8,
    );
    await saveButton(page, "Save changes").click();
    const question = page.getByRole("dialog", { name: /^Save \d+ more box(es)? from the model\?$/ });
    await expect(question).toBeVisible();
    await question.getByRole("button", { name: "Leave them out" }).click();
    await expect(saveButton(page, "Saved")).toBeVisible();
    const left = await forage.boxesWhen((boxes) => boxes.length === 4);
    expect(left.map(({ name }) => name).sort()).toEqual(labelled.map(({ name }) => name).sort());
    const { states } = await savedPhoto(page);
    expect(states).toHaveLength(3);
    expect(states[0]?.labels).toHaveLength(4);
  });
  await deleteAll(page);
});

test("a save waits for the server through a reload, and arrives once", async ({ page, forage }) => {
  test.setTimeout(240_000);
  await forage.open();
  await forage.openExample(FRUIT);
  await forage.boxesWhen((boxes) => boxes.length >= 3);
  const asked: string[] = [];
  const isAway = (url: URL) => /^\/api\/(v1\/saves|trpc\/corrections)/.test(url.pathname);
  await page.route(isAway, (route) => {
    asked.push(route.request().method());
    return route.abort("connectionrefused");
  });
  await forage.stage.focus();
  await page.keyboard.press("n");
  await forage.choose("kiwi");
  const edited = await forage.boxesWhen((boxes) => boxes.some(({ how }) => how === "drawn by you"));
  await saveButton(page, "Save").click();
  const card = page.getByText("Saving waits").first();
  await expect(card).toBeVisible();
  await checkLooks(page, "saving waits", () =>
    expect(page.getByRole("button", { name: "Try now" })).toBeVisible(),
  );
  await page.emulateMedia({ colorScheme: "light" });

  await page.reload();
  await forage.boxesWhen((boxes) => boxes.length === edited.length);
  await expect(page.getByRole("button", { name: "Try now" })).toBeVisible();
  await page.unroute(isAway);
  await expect(saveButton(page, "Saved")).toBeVisible({ timeout: 60_000 });
  expect(asked.length, "tries while the server was away").toBeGreaterThan(1);
  const { states } = await savedPhoto(page);
  expect(states.map(({ labels, modelBoxes }) => labels.length + modelBoxes.length)).toEqual([edited.length]);
  await page.reload();
  await expect(saveButton(page, "Saved")).toBeVisible();
  expect((await savedPhoto(page)).states).toHaveLength(1);
  await deleteAll(page);
});

test("two tabs on one photo: the later save is told, and both are merged box by box", async ({
  page,
  context,
  forage,
}) => {
  test.setTimeout(240_000);
  await forage.open();
  await forage.openExample(BOARD);
  await forage.boxesWhen((boxes) => boxes.length >= 4);
  await saveButton(page, "Save").click();
  await expect(saveButton(page, "Saved")).toBeVisible();
  const { photoId, states } = await savedPhoto(page);
  const before = (states[0]?.labels.length ?? 0) + (states[0]?.modelBoxes.length ?? 0);

  const tab = await context.newPage();
  const other = new ForagePage(tab);
  await other.open(`/?photo=${photoId}`);
  await other.boxesWhen((boxes) => boxes.length === before);

  const rename = async (on: ForagePage, className: string) => {
    await on.page.bringToFront();
    await on.page
      .getByRole("button", { name: /^Egg, / })
      .first()
      .click();
    await on.page.getByRole("button", { name: "Class: Egg. Change it" }).click();
    await on.choose(className);
  };

  await test.step("what only one changed is merged by itself, and told", async () => {
    await other.page.bringToFront();
    await other.stage.focus();
    await tab.keyboard.press("n");
    await other.choose("kiwi");
    await saveButton(tab, "Save changes").click();
    await expect(saveButton(tab, "Saved")).toBeVisible();
    await page.bringToFront();
    await page
      .getByRole("button", { name: /^Potato, / })
      .first()
      .click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await saveButton(page, "Save changes").click();
    await expect(page.getByText(/^Saved, together with 1 change that somebody else/)).toBeVisible();
    const merged = await forage.boxesWhen((boxes) => boxes.some(({ name }) => name === "Kiwi"));
    expect(merged).toHaveLength(before);
  });

  await test.step("where both changed one box, the later one chooses", async () => {
    await rename(forage, "onion");
    await saveButton(page, "Save changes").click();
    await expect(saveButton(page, "Saved")).toBeVisible();
    await rename(other, "potato");
    await saveButton(tab, "Save changes").click();
    const dialog = tab.getByRole("dialog", { name: "Saved elsewhere too" });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByText("1 box differs.")).toBeVisible();
    await checkLooks(tab, "both states", () => expect(dialog).toBeVisible());
    await dialog.getByRole("radio", { name: /^As saved elsewhere/ }).check();
    await dialog.getByRole("button", { name: "Save this choice" }).click();
    await expect(saveButton(tab, "Saved")).toBeVisible();
    const names = (await other.boxes()).map(({ name }) => name);
    expect(names.filter((name) => name === "Onion").length).toBeGreaterThan(0);
    expect(names).toContain("Kiwi");
  });
  await tab.close();
  await deleteAll(page);
});
