import { checkLooks } from "./axe";
import { type LabelledPhoto, labelledPhoto } from "./labelled-scenes";
import { zippedSet } from "./labelled-set";
import { expect, test } from "./test";

const PHOTOS = 20;
/** Every fourth photo has a wrong name on its largest box. */
const isSpoiled = (at: number) => at % 4 === 0;
const WRONG = "kiwi";

const areaOf = ({ left, top, right, bottom }: LabelledPhoto["boxes"][number]) =>
  (right - left) * (bottom - top);

/** The photo with another name on its largest box. */
function spoil(photo: LabelledPhoto): LabelledPhoto {
  const largest = photo.boxes.toSorted((a, b) => areaOf(b) - areaOf(a))[0];
  return { ...photo, boxes: photo.boxes.map((box) => (box === largest ? { ...box, name: WRONG } : box)) };
}

test("wrong names come in with a set, are found, and mended by one key each: the next version has them right", async ({
  page,
  forage,
}) => {
  test.setTimeout(420_000);
  const photos = await Promise.all(Array.from({ length: PHOTOS }, (_, seed) => labelledPhoto(seed)));
  const train = photos.map((photo, at) => (isSpoiled(at) ? spoil(photo) : photo));
  const spoiledNames = train.filter((_, at) => isSpoiled(at)).map(({ name }) => name);
  const buffer = await zippedSet({ train, val: [], test: [] });
  const desk = page.getByRole("region", { name: "Doubt", exact: true });
  const drawn = desk.getByRole("img", { name: /^Photo .* with the label/ });

  const makeVersion = async (number: number) => {
    await forage.open("/studio/data");
    await page.getByRole("button", { name: "Make a version" }).click();
    await expect(page.getByText(`Version ${number} has`, { exact: false })).toBeVisible({ timeout: 120_000 });
  };
  const look = async (number: number) => {
    await page.goto(`/studio/data/versions/${number}`);
    await page.getByRole("link", { name: "Errors", exact: true }).click();
    await page.getByRole("button", { name: "Look for errors" }).click();
    await expect(page.getByText(/^Looked through/)).toBeVisible({ timeout: 240_000 });
  };

  await test.step("the set comes in and becomes a version", async () => {
    await forage.open("/studio/data");
    await page
      .locator("input[type=file][accept*='.zip']")
      .setInputFiles({ name: "spoiled.zip", mimeType: "application/zip", buffer });
    await page.getByLabel(/^I am allowed to share these photos/).check();
    await page.getByRole("button", { name: `Import ${PHOTOS} photos` }).click();
    await expect(page.getByText(`${PHOTOS} photos imported`)).toBeVisible({ timeout: 120_000 });
    await makeVersion(1);
  });

  await test.step("the model looks at every photo, and says of which it may have learnt the labels", async () => {
    await page.goto("/studio/data/versions/1");
    await page.getByRole("link", { name: "Errors", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Nobody has looked yet" })).toBeVisible();
    await look(1);
    await expect(page.getByText(`judged ${PHOTOS} photos`)).toBeVisible();
    await expect(
      page.getByText(/No model here is known not to have learnt from 100\s?% of the photos/),
    ).toBeVisible();
  });

  const mended =
    await test.step("a wrong name is found among the worst, and the model's is taken", async () => {
      await page.getByRole("button", { name: /^Wrong name/ }).click();
      await expect(desk.getByText(/^Labelled/)).toBeVisible();
      await checkLooks(page, "errors");
      const isFront = async () => {
        const name = /^Photo (\S+) /.exec((await drawn.getAttribute("aria-label")) ?? "")?.[1] ?? "";
        return spoiledNames.includes(name) && (await desk.textContent())?.includes("Labelled Kiwi")
          ? name
          : undefined;
      };
      let name = await isFront();
      for (let at = 0; at < 3 && !name; at++) {
        await page.keyboard.press("j");
        name = await isFront();
      }
      expect(name, "a spoiled photo among the first four").toBeDefined();
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog").getByText("Take the model's answer")).toBeVisible();
      await page.keyboard.press("Escape");
      await page.keyboard.press("g");
      await expect(page.getByText("The model’s answer is taken")).toBeVisible();
      await page.getByRole("radio", { name: "Mended" }).click();
      await expect(desk.getByText(name!)).toBeVisible();
      await page.getByRole("radio", { name: "Open" }).click();
      return name!;
    });

  await test.step("a label is kept, taken back, and kept; a photo is corrected in the editor; another is left out", async () => {
    await page.getByRole("button", { name: "All kinds" }).click();
    await expect(drawn).toBeVisible();
    await page.keyboard.press("d");
    await expect(page.getByText("The label is kept")).toBeVisible();
    await page.keyboard.press("u");
    await expect(page.getByText("Taken back")).toBeVisible();
    await page.keyboard.press("d");
    await expect(page.getByText("The label is kept")).toBeVisible();
    await page.keyboard.press("e");
    const editor = page.getByRole("region", { name: /^Boxes of/ });
    await expect(editor).toBeVisible();
    await forage.boxesWhen((boxes) => boxes.length > 0);
    await forage.stage.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await editor.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Your boxes are saved")).toBeVisible();
    await page.keyboard.press("x");
    await expect(page.getByText("The photo is left out")).toBeVisible();
    for (const state of ["Kept", "Left out"]) {
      await page.getByRole("radio", { name: state }).click();
      await expect(page.getByRole("button", { name: "Take back" })).toBeVisible();
    }
  });

  await test.step("the next version has the name right, and its figures stand beside the first's", async () => {
    await makeVersion(2);
    await page.goto("/studio/data/versions/2?view=changes");
    const changed = page.getByRole("listitem").filter({ hasText: mended });
    await expect(changed.getByText(/^Kiwi is now /)).toBeVisible();
    await look(2);
    const figures = page.getByRole("table").first();
    await expect(figures.getByRole("row")).toHaveCount(3);
    // version, labels, then the kinds: wrong names come first
    const wrongNames = async (row: number) =>
      Number(await figures.getByRole("row").nth(row).getByRole("cell").nth(1).textContent());
    expect(await wrongNames(2)).toBeLessThan(await wrongNames(1));
  });

  await test.step("the photos are browsed by likeness and by what is confused", async () => {
    await page.goto("/studio/data/versions/2");
    await page.getByRole("link", { name: "Browse", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Confusion" })).toBeVisible();
    await checkLooks(page, "browse");
    await page
      .getByRole("button", { name: /^Photos like/ })
      .first()
      .click();
    await expect(page.getByRole("heading", { name: /^Like scene/ })).toBeVisible();
    const cell = page.getByRole("button", { name: /taken for/ }).first();
    const wanted = /in (\d+) photo/.exec((await cell.getAttribute("aria-label")) ?? "")?.[1];
    await cell.click();
    await expect(page.getByText(new RegExp(`^${wanted} photos?$`))).toBeVisible();
  });
});
